/**
 * Shows what asking for a return does in a market where returns are mostly luck, toxic ES. Two
 * kinds of maker play in the data. Gamblers rest at the touch whatever they hold: they lose
 * thousands on average, and have the best episodes of all when the price happens to be kind.
 * Steady makers lean against inventory. A Decision Transformer that is told the plain return
 * imitates the gamblers who won when it is asked for the highest return. Told returns with a control
 * variate, or a critic's, it should not.
 *
 * The labels show whether it can be so before anything is trained: they tell whose steps have
 * the highest tenth of returns to go, gamblers' or steady makers'.
 *
 * The model is small and its context short, and it does not see its own orders: they tell who
 * is quoting, and it would go on as it began whatever is asked.
 */
import type { WeightedBehaviour } from '../../agents/baselines/behaviours';
import { parseMixture } from '../../agents/agentSpecSchema';
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerPolicy';
import { COMPACT_OBSERVATION } from '../../env/config';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import {
  mean,
  meanInterval,
  pairedDifference,
  quantile,
  rankCorrelation,
  standardDeviation,
} from '../../evaluation/statistics';
import { datasetHash } from '../../learning/data/datasetHash';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  RETURN_LABELS,
  type DecisionTransformerConfig,
  type ReturnLabel,
} from '../../learning/algorithms/decisionTransformerConfig';
import { parseRunConfig } from '../../protocol/run';
import { formatGain, formatInterval, formatLimits, intervalResults } from '../output/intervals';
import { formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import { performAll } from '../work/workPool';
import type { Experiment } from './experiment';
import {
  collectFor,
  evaluationSeeds,
  isAboveZero,
  returnDifference,
  returnOf,
  runConfigOf,
  seedsOf,
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
  defaults: { updates: 1500, episodes: 300, evaluationEpisodes: 64 },
  async run(settings, terminal) {
    const { progress } = terminal;
    const base = runConfigOf(settings);
    const config = parseRunConfig({
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
    const policies = trained.map(({ policy }) => policy);
    const scenario = { market, env, weights, seeds: evaluationSeeds(settings) };
    const requests = [
      ...policies.flatMap((policy) =>
        SHARES.map((share) => ({ ...scenario, agent: asked(policy, share) })),
      ),
      ...[GAMBLER, STEADY].map((agent) => ({ ...scenario, agent })),
    ];
    const played = await performAll('evaluate', requests, settings.threads, (done) =>
      progress.update(`Evaluating: ${done} of ${requests.length}`),
    );
    progress.finish(
      `Trained ${policies.length} policies, asked each for ${SHARES.length} returns.`,
    );

    const [gambler, steady] = played.slice(-2);
    const gambling = dataset.behaviours.indexOf(createAgent(GAMBLER, env).name);
    const measured = RETURN_LABELS.map((label) => {
      const own = policies.flatMap((policy, index) => {
        const curve = played.slice(index * SHARES.length, (index + 1) * SHARES.length);
        const { returns } = trained[index].labels;
        const gamblersShare = shareAmongHighest(
          returns,
          (row) => dataset.behaviour[row] === gambling,
        );
        return runs[index].label === label ? [{ policy, curve, gamblersShare }] : [];
      });
      return measure(label, own);
    });
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
            ...achieved.map((perSeed) => formatNumber(mean(perSeed))),
            formatInterval(meanInterval(correlation)),
            formatNumber(mean(inventory)),
            formatNumber(mean(deviation)),
            formatNumber(mean(gamblers)),
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
      gain: returnDifference(
        cure.greatest,
        plain.greatest.map(({ episodes }) => episodes),
      ),
      lessInventory: pairedDifference(plain.inventory, cure.inventory),
      rises: meanInterval(cure.correlation),
    }));
    const holds = compared.every(
      ({ gain, lessInventory, rises }) =>
        isAboveZero(gain) && lessInventory.low > 0 && rises.low > 0,
    );
    return {
      config: { ...config, trainingSeeds: settings.trainingSeeds, hash: datasetHash([dataset]) },
      results: [
        ...measured.flatMap(measuredResults),
        ...compared.flatMap(({ label, gain, lessInventory }) => [
          ...intervalResults(
            NAME,
            `${label}MinusPlain.return.overSeeds`,
            gain.overSeeds,
            'dollars, asked for the highest return',
          ),
          ...intervalResults(
            NAME,
            `${label}MinusPlain.return.overEpisodes`,
            gain.overEpisodes,
            'dollars, asked for the highest return',
          ),
          ...intervalResults(NAME, `plainMinus.${label}.inventory`, lessInventory, 'contracts'),
        ]),
        { name: `${NAME}.gambler.return`, value: mean(gambler.map(returnOf)), unit: 'dollars' },
        { name: `${NAME}.steady.return`, value: mean(steady.map(returnOf)), unit: 'dollars' },
      ],
      holds,
      conclusion: `Asked for the highest return, the plain transformer earns $${formatNumber(mean(plain.achieved[GREATEST]))} with ${formatNumber(mean(plain.inventory))} contracts on average; ${compared
        .map(
          ({ label, gain, lessInventory }) =>
            `${LABEL_NAMES[label]} earns ${formatGain(gain.overSeeds)} (over episodes ${formatLimits(gain.overEpisodes)}) with ${formatInterval(lessInventory)} contracts less`,
        )
        .join(', ')}.`,
    };
  },
};

const LABEL_NAMES: Readonly<Record<ReturnLabel, string>> = {
  plain: 'plain',
  withoutLuck: 'without luck it',
  critic: 'with a critic’s returns it',
};

/**
 * Returns the share of rows that `isCounted` among the tenth of all rows with the highest
 * returns.
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

/** Measurements per training seed, at every share or where the most is asked for. */
interface Measured {
  readonly label: ReturnLabel;
  /** Dollars achieved, by [share][seed]. */
  readonly asked: readonly (readonly number[])[];
  readonly achieved: readonly (readonly number[])[];
  /** Spearman's ρ of what was asked for and what was achieved. */
  readonly correlation: readonly number[];
  /**
   * achieved|The gap is the mean of \|achieved − asked\|. A critic's returns are discounted,
   * and cannot be compared.
   */
  readonly gap: readonly number[];
  readonly inventory: readonly number[];
  /** Standard deviation of returns over episodes. */
  readonly deviation: readonly number[];
  /** Share of gamblers' steps among those with the highest tenth of returns to go. */
  readonly gamblers: readonly number[];
  /** Episodes for which the highest return was asked. */
  readonly greatest: readonly { readonly episodes: readonly EpisodeMetrics[] }[];
}

interface Asked {
  readonly gamblersShare: number;
  readonly policy: DecisionTransformerSnapshot;
  /** Episodes by [share][episode]. */
  readonly curve: readonly (readonly EpisodeMetrics[])[];
}

function measure(label: ReturnLabel, policies: readonly Asked[]): Measured {
  const achievedBy = ({ curve }: Asked) => curve.map((episodes) => mean(episodes.map(returnOf)));
  const askedOf = ({ policy }: Asked) => SHARES.map((share) => askedReturn(policy, share));
  return {
    label,
    asked: SHARES.map((_, share) => policies.map((policy) => askedOf(policy)[share])),
    achieved: SHARES.map((_, share) => policies.map((policy) => achievedBy(policy)[share])),
    correlation: policies.map((policy) => rankCorrelation(SHARES, achievedBy(policy))),
    gap: policies.map((policy) => {
      const targets = askedOf(policy);
      return mean(achievedBy(policy).map((value, share) => Math.abs(value - targets[share])));
    }),
    inventory: policies.map(({ curve }) => mean(curve[GREATEST].map(inventoryOf))),
    deviation: policies.map(({ curve }) => standardDeviation(curve[GREATEST].map(returnOf))),
    gamblers: policies.map(({ gamblersShare }) => gamblersShare),
    greatest: policies.map(({ curve }) => ({ episodes: curve[GREATEST] })),
  };
}

function measuredResults({ label, ...measured }: Measured): BenchResult[] {
  const interval = (key: string, values: readonly number[], unit: string) =>
    intervalResults(NAME, `${label}.${key}`, meanInterval(values), unit);
  return [
    ...SHARES.flatMap((share, index) => [
      ...interval(`asked${100 * share}.return`, measured.achieved[index], 'dollars'),
      {
        name: `${NAME}.${label}.asked${100 * share}`,
        value: mean(measured.asked[index]),
        unit: label === 'critic' ? 'dollars, discounted' : 'dollars',
      },
    ]),
    ...interval('spearman', measured.correlation, 'asked and achieved'),
    ...(label === 'critic' ? [] : interval('gap', measured.gap, 'dollars, mean absolute')),
    ...interval('inventory', measured.inventory, 'contracts, asked for the highest return'),
    ...interval('gamblersAmongHighest', measured.gamblers, 'share of steps'),
    ...interval(
      'deviation',
      measured.deviation,
      'dollars over episodes, asked for the highest return',
    ),
  ];
}
