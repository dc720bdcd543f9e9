/**
 * The plan of each lesson: the settings that it starts with, and how the lab tells that a step is
 * done, by pure functions of what happened since the lesson began. The words are in
 * content/lessons.ts.
 */
import { familyOf, type BehaviourFamily } from '../../agents/baselines/behaviourFamilies';
import { MARKER_HORIZON_SECONDS, markoutTicks } from '../../charts/history';
import type { LessonId } from '../../content/lessons';
import { meanInterval, pairedDifference } from '../../evaluation/statistics';
import type { ReturnLabel } from '../../learning/algorithms/decisionTransformerConfig';
import { sameJson } from '../../market/canonicalJson';
import type { RunConfig, RunSummary } from '../../protocol/run';
import type { ReplayPlayer } from '../replay/replayPlayer';
import { SETTINGS, keysOfKind, type Settings } from '../settings/settings';
import type {
  EpisodeFact,
  LessonEvidence,
  LessonPlan,
  Measurement,
  StepResult,
} from './lessonEvidence';

const NOT_YET: StepResult = { done: false, measured: [] };

/** The lab's own market without rivals, whatever was played before; the seed stays. */
const MARKET: Partial<Settings> = Object.fromEntries(
  keysOfKind('market').flatMap((key) => (key === 'seed' ? [] : [[key, SETTINGS[key].default]])),
);

/**
 * Settings under which an episode of a minute takes six seconds, at ten times the market's own
 * pace.
 */
const EPISODES: Partial<Settings> = {
  ...MARKET,
  preset: 'es',
  regime: 'base',
  episodeLength: 600,
  speed: '10',
};

/**
 * Settings of a training that shows the difference within a minute. It is for one weighting, so
 * that a Decision Transformer is asked for dollars.
 */
const SHORT_TRAINING: Partial<Settings> = {
  ...EPISODES,
  conditioning: 'fixed',
  speed: '1',
  dataEpisodes: 60,
  cloningUpdates: 200,
  updates: 600,
  hiddenWidth: 64,
};

export const LESSON_PLANS: Readonly<Record<LessonId, LessonPlan>> = {
  adverseSelection: {
    setup: { ...EPISODES, regime: 'calm', agent: 'fixedSpread', agentSpread: 1, agentSize: 0.5 },
    check: ({ episodes, replay }) => [...lostToSelection(episodes), runOver(replay)],
  },
  payForInventory: {
    setup: { ...EPISODES, agent: 'inventorySkewed', agentSpread: 1, agentSkew: 0, agentSize: 0.5 },
    check: ({ episodes }) => leaning(episodes),
  },
  starveTheData: {
    setup: {
      ...SHORT_TRAINING,
      algorithm: 'iql',
      mixFixedSpread: 0,
      mixInventorySkewed: 0,
      mixAvellanedaStoikov: 0,
      mixGlft: 0,
      mixImbalanceMaker: 0,
    },
    check: ({ runs }) => starving(runs),
  },
  luckyReturn: {
    setup: {
      ...SHORT_TRAINING,
      algorithm: 'dt',
      dtReturnLabel: 'plain',
      dtWidth: 32,
      dtLayers: 1,
      dtContext: 10,
      dtUpdates: 300,
    },
    check: ({ runs, targets }) => askedAndAchieved(runs, targets),
  },
  deploySafely: {
    setup: { ...SHORT_TRAINING, speed: '10', algorithm: 'iql', fallback: 'off' },
    check: ({ runs, episodes, fallback }) => [
      gated(runs),
      { done: fallback !== 'off', measured: [] },
      playedWithFallback(episodes),
    ],
  },
};

const lost = ({ terms, contracts }: EpisodeFact, name: string): Measurement => ({
  name,
  value: terms.adverseSelection / contracts,
  unit: 'dollars a contract',
});

/**
 * Checks two steps: an episode that traded in the calm market, and one of the same agent on the
 * same seed in the toxic market. Measures adverse selection per contract.
 */
function lostToSelection(episodes: readonly EpisodeFact[]): readonly StepResult[] {
  const trading = episodes.filter(({ agent, contracts }) => agent !== null && contracts > 0);
  const inCalm = trading.filter(({ market }) => market.regime === 'calm');
  const inToxic = trading.filter(({ market }) => market.regime === 'toxic');
  const pair = inToxic
    .map((toxic) => [inCalm.find((calm) => isSameButMarket(calm, toxic)), toxic] as const)
    .find(([calm]) => calm !== undefined);
  const calm = pair?.[0] ?? inCalm.at(0);
  return [
    calm === undefined ? NOT_YET : { done: true, measured: [lost(calm, 'adverse selection')] },
    pair === undefined || calm === undefined
      ? NOT_YET
      : {
          done: true,
          measured: [
            lost(pair[1], 'adverse selection'),
            lost(calm, 'same quotes and seed in the calm market'),
          ],
        },
  ];
}

const isSameButMarket = (a: EpisodeFact, b: EpisodeFact): boolean =>
  a.seed === b.seed && sameJson(a.agent, b.agent);

/**
 * Checks that replay stands at a fill that the market moved against within the marker's horizon.
 */
function runOver(replay: ReplayPlayer | null): StepResult {
  if (replay === null) return NOT_YET;
  const { history } = replay;
  for (let fill = history.fillStart; fill < history.fillEnd; fill++) {
    if (replay.stepOfFill(fill) !== replay.step) continue;
    const markout = markoutTicks(history, fill, MARKER_HORIZON_SECONDS);
    if (!(markout < 0)) continue;
    return {
      done: true,
      measured: [{ name: 'within a second the mid moved', value: markout, unit: 'ticks' }],
    };
  }
  return NOT_YET;
}

/**
 * Checks two steps: an episode that traded without a skew, and one with a skew that held half as
 * much on the same seed, in the same market and with the same quotes otherwise.
 */
function leaning(episodes: readonly EpisodeFact[]): readonly StepResult[] {
  const trading = episodes.filter(({ contracts }) => contracts > 0);
  const unskewed = trading.filter((fact) => skewOf(fact) === 0);
  const pair = trading
    .filter((fact) => skewOf(fact) > 0)
    .map((skewed) => [unskewed.find((plain) => differInSkew(plain, skewed)), skewed] as const)
    .find(
      ([plain, { meanAbsInventory }]) =>
        plain !== undefined && meanAbsInventory <= plain.meanAbsInventory / 2,
    );
  const plain = pair?.[0] ?? unskewed.at(0);
  if (plain === undefined) return [NOT_YET, NOT_YET];
  return [
    held(plain),
    pair === undefined
      ? NOT_YET
      : {
          done: true,
          measured: [
            ...held(pair[1]).measured,
            {
              name: 'same seed without skew, held',
              value: plain.meanAbsInventory,
              unit: 'contracts',
            },
            { name: 'and captured', value: plain.terms.spreadCapture, unit: 'dollars' },
          ],
        },
  ];
}

const held = ({ meanAbsInventory, terms }: EpisodeFact): StepResult => ({
  done: true,
  measured: [
    { name: 'held on average', value: meanAbsInventory, unit: 'contracts' },
    { name: 'spread captured', value: terms.spreadCapture, unit: 'dollars' },
  ],
});

/** Inventory skew of the agent in ticks; NaN for one that has none. */
const skewOf = ({ agent }: EpisodeFact): number =>
  agent?.kind === 'inventorySkewed' ? agent.skewTicks : Number.NaN;

const differInSkew = (a: EpisodeFact, b: EpisodeFact): boolean =>
  a.seed === b.seed &&
  sameJson(a.market, b.market) &&
  sameJson({ ...a.agent, skewTicks: 0 }, { ...b.agent, skewTicks: 0 });

/**
 * Checks three steps: a run on random quotes alone, one on several behaviours, and the second
 * earning more.
 */
function starving(runs: readonly RunSummary[]): readonly StepResult[] {
  const finished = runs.filter(({ status }) => status === 'finished');
  const starved = finished.find((run) => familiesOf(run).join() === 'random');
  const fed = finished.findLast((run) => familiesOf(run).length > 2);
  const difference = earnedMore(starved, fed);
  return [
    earned(starved),
    earned(fed),
    {
      done: difference > 0,
      measured: Number.isNaN(difference)
        ? []
        : [{ name: 'more per episode', value: difference, unit: 'dollars' }],
    },
  ];
}

/**
 * Gives the second run's mean profit less the first's; NaN unless both were evaluated on the same
 * episodes, and nothing but the mixture of their data is different.
 */
function earnedMore(first: RunSummary | undefined, second: RunSummary | undefined): number {
  if (first === undefined || second === undefined) return Number.NaN;
  const profits = profitsOf(first);
  if (!differOnlyIn(withoutMixture, first, second)) return Number.NaN;
  if (profits.length === 0 || profits.length !== profitsOf(second).length) return Number.NaN;
  return pairedDifference(profitsOf(second), profits).estimate;
}

/** Whether two runs have the same config once what a lesson changes is taken out of it. */
const differOnlyIn = (
  without: (config: RunConfig) => unknown,
  first: RunSummary,
  second: RunSummary,
): boolean => sameJson(without(first.config), without(second.config));

const withoutMixture = ({ dataset, ...config }: RunConfig) => ({
  ...config,
  dataset: { episodes: dataset.episodes },
});
const withoutLabel = ({ decisionTransformer, ...config }: RunConfig) => ({
  ...config,
  decisionTransformer: { ...decisionTransformer, returnLabel: null },
});

const familiesOf = ({ config }: RunSummary): readonly (BehaviourFamily | null)[] => [
  ...new Set(config.dataset.behaviours?.map(({ agent }) => familyOf(agent)) ?? []),
];

const profitsOf = ({ evaluation }: RunSummary): readonly number[] =>
  evaluation
    .filter(({ policyVersion }) => policyVersion !== null)
    .slice(0, 1)
    .flatMap(({ metrics }) => metrics.map(({ profit }) => profit));

function earned(run: RunSummary | undefined): StepResult {
  if (run === undefined || profitsOf(run).length === 0) return NOT_YET;
  const profit = meanInterval(profitsOf(run)).estimate;
  return { done: true, measured: [{ name: 'earns per episode', value: profit, unit: 'dollars' }] };
}

/**
 * Checks two steps: a transformer of plain returns, and one of returns without luck that is the
 * same otherwise. Measures the most that each was asked for, and what it achieved.
 */
function askedAndAchieved(
  runs: readonly RunSummary[],
  targets: LessonEvidence['targets'],
): readonly StepResult[] {
  const labelled = (label: ReturnLabel) =>
    runs.filter(
      ({ config, id }) => config.decisionTransformer?.returnLabel === label && targets.has(id),
    );
  const plain = labelled('plain');
  const pair = labelled('withoutLuck')
    .map(
      (lucky) => [plain.findLast((run) => differOnlyIn(withoutLabel, run, lucky)), lucky] as const,
    )
    .findLast(([run]) => run !== undefined);
  return [
    achieved(pair?.[0] ?? plain.at(-1), targets),
    pair === undefined ? NOT_YET : achieved(pair[1], targets),
  ];
}

function achieved(run: RunSummary | undefined, targets: LessonEvidence['targets']): StepResult {
  const points = run === undefined ? [] : (targets.get(run.id) ?? []);
  const highest = points.toSorted((a, b) => b.asked - a.asked).at(0);
  if (highest === undefined) return NOT_YET;
  return {
    done: true,
    measured: [
      { name: 'asked per episode', value: highest.asked, unit: 'dollars' },
      { name: 'achieved', value: highest.achieved.estimate, unit: 'dollars' },
    ],
  };
}

/** Checks for a run that the deploy gate has judged, whatever the verdict. */
function gated(runs: readonly RunSummary[]): StepResult {
  const gate = runs
    .flatMap(({ evaluation }) => evaluation.map(({ examined }) => examined?.gate))
    .findLast((verdict) => verdict !== undefined);
  if (gate === undefined) return NOT_YET;
  const passed = gate.checks.filter((check) => check.passed).length;
  return { done: true, measured: [{ name: 'passed', value: passed, unit: 'checks' }] };
}

/**
 * Checks for an episode of a trained agent in a regime that no lesson trains in, with a fallback
 * ready.
 */
function playedWithFallback(episodes: readonly EpisodeFact[]): StepResult {
  const episode = episodes.findLast(
    ({ agent, market, hasFallback }) =>
      market.regime === 'volatile' &&
      hasFallback &&
      (agent?.kind === 'network' || agent?.kind === 'decisionTransformer'),
  );
  return episode === undefined ? NOT_YET : held(episode);
}
