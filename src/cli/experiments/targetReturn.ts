/**
 * Shows what asking for a return does in a market where returns are mostly luck, toxic ES. Two
 * kinds of maker play in the data. Gamblers rest at the touch whatever they hold: they lose
 * thousands on average, and have the best episodes of all when the price happens to be kind. Steady
 * makers lean against inventory. A Decision Transformer that is told the plain return imitates the
 * gamblers who won when it is asked for the highest return. Told returns with a control variate, or
 * a critic's, it should not.
 *
 * The labels show whether it can be so before anything is trained: they tell whose steps have the
 * highest tenth of returns to go, gamblers' or steady makers'.
 *
 * The model is small and its context short, and it does not see its own orders: they tell who is
 * quoting, and it would go on as it began whatever is asked.
 */
import type { WeightedBehaviour } from '../../agents/baselines/behaviours';
import { parseMixture } from '../../agents/agentSpecSchema';
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import { COMPACT_OBSERVATION } from '../../env/config';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import type { HierarchicalInterval } from '../../evaluation/hierarchicalBootstrap';
import { mean, quantile, rankCorrelation, standardDeviation } from '../../evaluation/statistics';
import { datasetHash } from '../../learning/data/datasetHash';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  RETURN_LABELS,
  type DecisionTransformerConfig,
  type ReturnLabel,
} from '../../learning/algorithms/decisionTransformerConfig';
import { parseRunConfig, type RunConfig } from '../../protocol/run';
import type { Terminal } from '../program/command';
import { formatGain, formatInterval, intervalResults } from '../output/intervals';
import { formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import { performAll } from '../work/workPool';
import type { Experiment, ExperimentSettings } from './experiment';
import {
  collectFor,
  DEFAULT_SEEDS,
  differenceOver,
  evaluationSeeds,
  metricOver,
  overDataSeeds,
  returnOf,
  runConfigOf,
  scoresOver,
  seedsOf,
  seedsText,
  type PlayedEpisodes,
} from './trained';

const NAME = 'experiment.targetReturn';

/**
 * Returns to ask for, as shares of the way from the least return to go in the data to the greatest.
 */
const SHARES = [0, 0.5, 0.7, 0.8, 0.9, 1];
const GREATEST = SHARES.length - 1;

const GAMBLER: AgentSpec = { kind: 'fixedSpread', spreadTicks: 0.5, sizeFraction: 1 };
const STEADY: AgentSpec = {
  kind: 'inventorySkewed',
  spreadTicks: 5,
  skewTicks: 3,
  sizeFraction: 0.3,
};
const BEHAVIOURS: readonly WeightedBehaviour[] = [
  { agent: GAMBLER, weight: 6 },
  { agent: STEADY, weight: 5 },
  { agent: { ...STEADY, spreadTicks: 1, sizeFraction: 0.5 }, weight: 4 },
];

/** Reward weights under which only money counts: a gamble costs nothing but what it loses. */
const MONEY = {
  spreadCapture: 1,
  adverseSelection: 1,
  inventoryPnl: 1,
  fees: 1,
  inventoryPenalty: 0,
  spreadPenalty: 0,
};

const TRANSFORMER: DecisionTransformerConfig = {
  ...COMPACT_DECISION_TRANSFORMER_CONFIG,
  embedding: 32,
  contextLength: 5,
  timesteps: 64,
};

export const targetReturn: Experiment = {
  claim:
    'asked for the highest return, a Decision Transformer gambles, and with luck taken out of its returns it does not',
  defaults: { updates: 1500, episodes: 300, evaluationEpisodes: 64, ...DEFAULT_SEEDS },
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own) => await playDataset(own, terminal));
    const measured = RETURN_LABELS.map((label) =>
      measure(
        label,
        datasets.map(({ policies }) => policies.filter((policy) => policy.label === label)),
      ),
    );
    const [gambler, steady] = [GAMBLER, STEADY].map((_, maker) =>
      datasets.flatMap(({ makers }) => makers[maker]),
    );
    terminal.progress.finish(
      `Trained on ${seedsText(settings)}, asked each policy for ${SHARES.length} returns.`,
    );
    terminal.print(
      formatTable(
        [
          'returns',
          ...SHARES.map((share) => `asked ${100 * share} %`),
          'ρ',
          '|q| asked 100 %',
          'std $',
          'gamblers among highest 10 %',
        ],
        [
          ...measured.map(({ label, achieved, correlation, inventory, deviation, gamblers }) => [
            label,
            ...achieved.map(({ estimate }) => formatNumber(estimate)),
            formatInterval(correlation),
            formatNumber(inventory.estimate),
            formatNumber(deviation.estimate),
            formatNumber(gamblers.estimate),
          ]),
          ...[gambler, steady].map((episodes, index) => [
            index === 0 ? 'a gambler of the data' : 'a steady maker of the data',
            ...SHARES.map((_, share) =>
              share === GREATEST ? formatNumber(mean(episodes.map(returnOf))) : '',
            ),
            '',
            formatNumber(mean(episodes.map(inventoryOf))),
            formatNumber(standardDeviation(episodes.map(returnOf))),
            '',
          ]),
        ],
      ),
    );
    const [plain, ...cures] = measured;
    const compared = cures.map((cure) => ({
      ...cure,
      gain: differenceOver(cure.greatest, plain.greatest),
      lessInventory: differenceOver(plain.greatest, cure.greatest, inventoryOf),
      rises: cure.correlation,
    }));
    const holds = compared.every(
      ({ gain, lessInventory, rises }) => gain.low > 0 && lessInventory.low > 0 && rises.low > 0,
    );
    return {
      config: {
        ...configOf(settings),
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
        hashes: datasets.map(({ hash }) => hash),
      },
      results: [
        ...measured.flatMap(measuredResults),
        ...compared.flatMap(({ label, gain, lessInventory }) => [
          ...intervalResults(
            NAME,
            `${label}MinusPlain.return`,
            gain,
            'dollars, asked for the highest return',
          ),
          ...intervalResults(NAME, `plainMinus.${label}.inventory`, lessInventory, 'contracts'),
        ]),
        { name: `${NAME}.gambler.return`, value: mean(gambler.map(returnOf)), unit: 'dollars' },
        { name: `${NAME}.steady.return`, value: mean(steady.map(returnOf)), unit: 'dollars' },
      ],
      holds,
      conclusion: `On ${seedsText(settings)}, asked for the highest return, the plain transformer earns $${formatNumber(plain.achieved[GREATEST].estimate)} with ${formatNumber(plain.inventory.estimate)} contracts on average; ${compared
        .map(
          ({ label, gain, lessInventory }) =>
            `${LABEL_NAMES[label]} earns ${formatGain(gain)} with ${formatInterval(lessInventory)} contracts less`,
        )
        .join(', ')}.`,
    };
  },
};

function configOf(settings: ExperimentSettings): RunConfig {
  const base = runConfigOf(settings);
  return parseRunConfig({
    ...base,
    market: { preset: 'es', regime: 'toxic' },
    env: {
      ...base.env,
      episodeLength: 300,
      observation: { ...COMPACT_OBSERVATION, ownQuotes: false },
    },
    weights: MONEY,
    dataset: { episodes: settings.episodes, behaviours: parseMixture(BEHAVIOURS) },
    decisionTransformer: { ...TRANSFORMER, updates: settings.updates },
  });
}

interface PlayedDataset {
  readonly policies: readonly Asked[];
  /** Episodes of a gambler and of a steady maker. */
  readonly makers: readonly (readonly EpisodeMetrics[])[];
  readonly hash: string;
}

/** Trains on the dataset of one data seed and asks every policy for every return. */
async function playDataset(
  settings: ExperimentSettings,
  terminal: Terminal,
): Promise<PlayedDataset> {
  const { progress } = terminal;
  const config = configOf(settings);
  const { market, env, weights } = config;
  const dataset = await collectFor(config, terminal);
  const job = jobOf(config, dataset);
  const trainingSeeds = seedsOf(settings);
  const runs = RETURN_LABELS.flatMap((label) =>
    trainingSeeds.map((seed) => ({
      label,
      job: {
        ...job,
        seed,
        decisionTransformer: { ...TRANSFORMER, updates: settings.updates, returnLabel: label },
      },
    })),
  );
  const reports = await performAll(
    'train',
    runs.map((run) => run.job),
    settings.threads,
    (done) => progress.update(`Training: ${done} of ${runs.length} policies`),
  );
  const trained = reports.map(({ outcome: { status, policy }, labels }, index) => {
    if (status === 'finished' && policy.kind === 'decisionTransformer' && labels !== null) {
      return { policy, labels };
    }
    throw new Error(`Training seed ${runs[index].job.seed}: ${status}.`);
  });
  const scenario = { market, env, weights, seeds: evaluationSeeds(settings) };
  const requests = [
    ...trained.flatMap(({ policy }) =>
      SHARES.map((share) => ({ ...scenario, agent: asked(policy, share) })),
    ),
    ...[GAMBLER, STEADY].map((agent) => ({ ...scenario, agent })),
  ];
  const played = await performAll('evaluate', requests, settings.threads, (done) =>
    progress.update(`Evaluating: ${done} of ${requests.length}`),
  );
  const gambling = dataset.behaviours.indexOf(createAgent(GAMBLER, env).name);
  return {
    policies: trained.map(({ policy, labels }, index) => ({
      label: runs[index].label,
      policy,
      curve: played.slice(index * SHARES.length, (index + 1) * SHARES.length),
      gamblersShare: shareAmongHighest(
        labels.returns,
        (row) => dataset.behaviour[row] === gambling,
      ),
    })),
    makers: played.slice(-2),
    hash: datasetHash([dataset]),
  };
}

const LABEL_NAMES: Readonly<Record<ReturnLabel, string>> = {
  plain: 'plain',
  withoutLuck: 'without luck it',
  critic: 'with a critic’s returns it',
  quantile: 'by a critic’s rank it',
};

/**
 * Returns the share of rows that `isCounted` among the tenth of all rows with the highest returns.
 */
function shareAmongHighest(returns: Float32Array, isCounted: (row: number) => boolean): number {
  const limit = quantile(returns, 0.9);
  let counted = 0;
  let highest = 0;
  for (const [row, value] of returns.entries()) {
    if (value < limit) continue;
    highest += 1;
    if (isCounted(row)) counted += 1;
  }
  return counted / highest;
}

const inventoryOf = (episode: EpisodeMetrics) => episode.meanAbsInventory;

function askedReturn({ returnRange }: DecisionTransformerSnapshot, share: number): number {
  const [low, high] = returnRange;
  return low + share * (high - low);
}

function asked(policy: DecisionTransformerSnapshot, share: number): AgentSpec {
  return { kind: 'decisionTransformer', policy, targetReturn: askedReturn(policy, share) };
}

/** Measurements of one label, at every share or where the most is asked for. */
interface Measured {
  readonly label: ReturnLabel;
  /** Dollars that were asked for, by share. */
  readonly asked: readonly number[];
  readonly achieved: readonly HierarchicalInterval[];
  /** Spearman's ρ of what was asked for and what was achieved. */
  readonly correlation: HierarchicalInterval;
  /**
   * Mean of the absolute differences of what was achieved and asked for. A critic's returns are
   * discounted, and cannot be compared.
   */
  readonly gap: HierarchicalInterval;
  readonly inventory: HierarchicalInterval;
  /** Standard deviation of returns over episodes. */
  readonly deviation: HierarchicalInterval;
  /** Share of gamblers' steps among those with the highest tenth of returns to go. */
  readonly gamblers: HierarchicalInterval;
  /** Episodes for which the highest return was asked, by data seed. */
  readonly greatest: readonly PlayedEpisodes[];
}

interface Asked {
  readonly label: ReturnLabel;
  readonly gamblersShare: number;
  readonly policy: DecisionTransformerSnapshot;
  /** Episodes by [share][episode]. */
  readonly curve: readonly (readonly EpisodeMetrics[])[];
}

/** @param datasets policies of this label, by data seed */
function measure(label: ReturnLabel, datasets: readonly (readonly Asked[])[]): Measured {
  const achievedBy = ({ curve }: Asked) => curve.map((episodes) => mean(episodes.map(returnOf)));
  const askedOf = ({ policy }: Asked) => SHARES.map((share) => askedReturn(policy, share));
  const over = (score: (policy: Asked) => number) =>
    scoresOver(datasets.map((policies) => policies.map(score)));
  const playedAt = (share: number) =>
    datasets.map((policies) => policies.map(({ curve }) => curve[share]));
  return {
    label,
    asked: SHARES.map((_, share) => mean(datasets.flat().map((policy) => askedOf(policy)[share]))),
    achieved: SHARES.map((_, share) => metricOver(playedAt(share), returnOf)),
    correlation: over((policy) => rankCorrelation(SHARES, achievedBy(policy))),
    gap: over((policy) => {
      const targets = askedOf(policy);
      return mean(achievedBy(policy).map((value, share) => Math.abs(value - targets[share])));
    }),
    inventory: metricOver(playedAt(GREATEST), inventoryOf),
    deviation: over(({ curve }) => standardDeviation(curve[GREATEST].map(returnOf))),
    gamblers: over(({ gamblersShare }) => gamblersShare),
    greatest: playedAt(GREATEST),
  };
}

function measuredResults({ label, ...measured }: Measured): BenchResult[] {
  const interval = (key: string, value: HierarchicalInterval, unit: string) =>
    intervalResults(NAME, `${label}.${key}`, value, unit);
  return [
    ...SHARES.flatMap((share, index) => [
      ...interval(`asked${100 * share}.return`, measured.achieved[index], 'dollars'),
      {
        name: `${NAME}.${label}.asked${100 * share}`,
        value: measured.asked[index],
        unit:
          label === 'quantile'
            ? 'quantile'
            : label === 'critic'
              ? 'dollars, discounted'
              : 'dollars',
      },
    ]),
    ...interval('spearman', measured.correlation, 'asked and achieved'),
    ...(label === 'critic' || label === 'quantile'
      ? []
      : interval('gap', measured.gap, 'dollars, mean absolute')),
    ...interval('inventory', measured.inventory, 'contracts, asked for the highest return'),
    ...interval('gamblersAmongHighest', measured.gamblers, 'share of steps'),
    ...interval(
      'deviation',
      measured.deviation,
      'dollars over episodes, asked for the highest return',
    ),
  ];
}
