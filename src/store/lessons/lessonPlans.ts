/**
 * The plan of each lesson: the settings that it starts with, and how the lab tells that a step is
 * done, by pure functions of what happened since the lesson began. The words are in
 * content/lessons.ts.
 */
import { familyOf, type BehaviourFamily } from '../../agents/baselines/behaviourFamilies';
import { markoutTicks } from '../../charts/history';
import { MARKER_HORIZON_SECONDS } from '../../charts/priceChart';
import type { LessonId } from '../../content/lessons';
import { REWARD_TERMS, type RewardTerm } from '../../env/types';
import { meanInterval, pairedDifference } from '../../evaluation/statistics';
import type { TargetPoint } from '../../lab/types';
import type { ReturnLabel } from '../../learning/algorithms/decisionTransformerConfig';
import type { MarketConfig } from '../../market/config';
import { FILL, FILL_LENGTH, SAMPLE, SAMPLE_LENGTH } from '../../protocol/frames';
import type { RunSummary } from '../../protocol/run';
import type { StoredEpisode } from '../replay/episodes';
import type { ReplayPlayer } from '../replay/replayPlayer';
import { scenarioKey } from '../runs/runs';
import type { Settings } from '../settings/settings';

/** Facts of a completed episode that lessons ask for. */
export interface EpisodeFact {
  readonly id: string;
  readonly market: MarketConfig;
  readonly contracts: number;
  /** Mean over steps of |inventory|, in contracts. */
  readonly meanAbsInventory: number;
  /** Unweighted reward terms, in dollars. */
  readonly terms: Readonly<Record<RewardTerm, number>>;
}

export interface LessonEvidence {
  /** Episodes completed since the lesson began, oldest first. */
  readonly episodes: readonly EpisodeFact[];
  /** Runs that ended since the lesson began, oldest first. */
  readonly runs: readonly RunSummary[];
  /**
   * Returns that each Decision Transformer among them achieved for what it was asked, by the run's
   * id.
   */
  readonly targets: ReadonlyMap<string, readonly TargetPoint[]>;
  /** Replay on screen; null while live. */
  readonly replay: ReplayPlayer | null;
  /** Setting that says after how many unusual decisions the fallback quotes. */
  readonly fallback: Settings['fallback'];
}

export const NO_EVIDENCE: LessonEvidence = {
  episodes: [],
  runs: [],
  targets: new Map(),
  replay: null,
  fallback: 'off',
};

/** A number that a step shows, with the unit it is read in. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'dollars' | 'dollars a contract' | 'contracts' | 'ticks' | 'checks';
}

export interface StepResult {
  readonly done: boolean;
  readonly measured: readonly Measurement[];
}

export interface LessonPlan {
  readonly setup: Partial<Settings>;
  /** Gives a result for each step of the lesson's text. */
  readonly check: (evidence: LessonEvidence) => readonly StepResult[];
}

const NOT_YET: StepResult = { done: false, measured: [] };

/**
 * Settings under which an episode of a minute takes six seconds, at ten times the market's own
 * pace.
 */
const EPISODES: Partial<Settings> = {
  preset: 'es',
  regime: 'base',
  episodeLength: 600,
  speed: '10',
};

/** Settings of a training that shows the difference within a minute. */
const SHORT_TRAINING: Partial<Settings> = {
  ...EPISODES,
  speed: '1',
  dataEpisodes: 60,
  cloningUpdates: 200,
  updates: 600,
  hiddenWidth: 64,
};

export const LESSON_PLANS: Readonly<Record<LessonId, LessonPlan>> = {
  adverseSelection: {
    setup: { ...EPISODES, regime: 'calm', agent: 'fixedSpread', agentSpread: 1, agentSize: 0.5 },
    check: ({ episodes, replay }) => [
      lostToSelection(episodes, 'calm'),
      lostToSelection(episodes, 'toxic'),
      runOver(replay),
    ],
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
    check: ({ runs, targets }) => [
      askedAndAchieved(runs, targets, 'plain'),
      askedAndAchieved(runs, targets, 'withoutLuck'),
    ],
  },
  deploySafely: {
    setup: { ...SHORT_TRAINING, speed: '10', algorithm: 'iql', fallback: 'off' },
    check: ({ runs, episodes, fallback }) => [
      gated(runs),
      { done: fallback !== 'off', measured: [] },
      playedWithFallback(episodes, fallback),
    ],
  },
};

export function episodeFact({ record, termSums }: StoredEpisode): EpisodeFact {
  let contracts = 0;
  for (let fill = FILL.size; fill < record.fills.length; fill += FILL_LENGTH) {
    contracts += record.fills[fill];
  }
  let absInventory = 0;
  for (let step = 0; step < record.steps; step++) {
    absInventory += Math.abs(record.samples[step * SAMPLE_LENGTH + SAMPLE.inventory]);
  }
  return {
    id: record.id,
    market: record.market,
    contracts,
    meanAbsInventory: absInventory / Math.max(1, record.steps),
    terms: Object.fromEntries(REWARD_TERMS.map((term, index) => [term, termSums[index]])) as Record<
      RewardTerm,
      number
    >,
  };
}

/** Checks for an episode that traded in the regime; measures adverse selection per contract. */
function lostToSelection(
  episodes: readonly EpisodeFact[],
  regime: MarketConfig['regime'],
): StepResult {
  const episode = episodes.find(
    ({ market, contracts }) => market.regime === regime && contracts > 0,
  );
  if (episode === undefined) return NOT_YET;
  const { terms, contracts } = episode;
  return {
    done: true,
    measured: [
      {
        name: 'adverse selection',
        value: terms.adverseSelection / contracts,
        unit: 'dollars a contract',
      },
    ],
  };
}

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

/** Checks two steps: the first episode that traded, and the first that held half as much. */
function leaning(episodes: readonly EpisodeFact[]): readonly StepResult[] {
  const trading = episodes.filter(({ contracts }) => contracts > 0);
  const before = trading.at(0);
  if (before === undefined) return [NOT_YET, NOT_YET];
  const after = trading.find(
    ({ meanAbsInventory }) => meanAbsInventory <= before.meanAbsInventory / 2,
  );
  return [held(before), after === undefined ? NOT_YET : held(after)];
}

const held = ({ meanAbsInventory, terms }: EpisodeFact): StepResult => ({
  done: true,
  measured: [
    { name: 'held on average', value: meanAbsInventory, unit: 'contracts' },
    { name: 'spread captured', value: terms.spreadCapture, unit: 'dollars' },
  ],
});

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
 * episodes.
 */
function earnedMore(first: RunSummary | undefined, second: RunSummary | undefined): number {
  if (first === undefined || second === undefined) return Number.NaN;
  const profits = profitsOf(first);
  if (scenarioKey(first.config) !== scenarioKey(second.config)) return Number.NaN;
  if (profits.length === 0 || profits.length !== profitsOf(second).length) return Number.NaN;
  return pairedDifference(profitsOf(second), profits).estimate;
}

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
 * Checks for a transformer of this labelling; measures the most it was asked for, and what it
 * achieved.
 */
function askedAndAchieved(
  runs: readonly RunSummary[],
  targets: LessonEvidence['targets'],
  label: ReturnLabel,
): StepResult {
  const run = runs.findLast(
    ({ config, id }) => config.decisionTransformer?.returnLabel === label && targets.has(id),
  );
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

/** Checks for an episode in a regime that no lesson trains in, with a fallback ready. */
function playedWithFallback(
  episodes: readonly EpisodeFact[],
  fallback: LessonEvidence['fallback'],
): StepResult {
  const episode = episodes.findLast(({ market }) => market.regime === 'volatile');
  return fallback === 'off' || episode === undefined ? NOT_YET : held(episode);
}
