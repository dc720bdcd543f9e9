/** What the page says of sweeps of the reward weights and of the trade-off that they draw. */
import { formatDuration, formatShare, formatSignificant } from '../charts/format';
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from '../env/types';
import type { RunStatus } from '../protocol/run';
import type { SweepRecord } from '../protocol/sweep';
import type { SweepProgress } from '../store/sweeps/sweepsState';
import { TERM_NAMES } from './terms';

export const SWEEP_TEXTS = {
  unreadable: 'A stored sweep cannot be shown by this version of the lab. It is kept as it is.',
  trainsNow: 'A run trains now: wait for it, or stop it first.',
  sweptElsewhere: (name: string) =>
    `${name} is under way in another tab: wait for it there, or cancel it there first.`,
  deletedElsewhere: (name: string) => `${name} was deleted in another tab.`,
  underWayElsewhere: 'It is under way in another tab.',
  agentGone: (name: string) =>
    `${name} is not there any more, so that no further points can be played.`,
  runEnded: (status: RunStatus) => `Its run ended as ${status}, without an evaluation.`,
  noAgent: 'No trained agent yet: train one, or wait for those that come with the page.',
  evaluates: 'Told its weights: it plays under each of them, without training.',
  trains:
    'Trained for fixed weights: its recipe is trained again for each point, one run after another.',
  others: 'All other weights as the sliders stand.',
} as const;

/** Labels and notes of the trade-off map. */
export const TRADEOFF_TEXTS = {
  shown: 'Shown',
  runs: 'Runs of the table',
  newSweep: 'New sweep',
  agent: 'Agent',
  weight: ['First weight', 'Second weight'],
  noWeight: 'None',
  from: 'From',
  to: 'To',
  values: 'Values',
  episodes: 'Episodes each',
  begin: 'Sweep',
  xAxis: 'Across',
  yAxis: 'Up',
  baselines: 'Baselines',
  table: 'Table',
  export: 'Export',
  exportJson: 'Sweep as JSON',
  exportCsv: 'Points as CSV',
  import: 'Import',
  importLabel: 'Sweep file',
  notImported: (fileName: string, reason: string) => `${fileName} was not imported. ${reason}`,
  remove: 'Delete',
  removeName: (name: string) => `Delete ${name}`,
  deleted: (name: string) => `Deleted ${name}`,
  undo: 'Undo',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  goOn: 'Go on',
  measureSliders: 'Measure them',
  setSliders: 'Set the sliders',
  watch: 'Let it trade',
  current: 'Sliders',
  currentMark: (label: string) => `${label} (sliders)`,
  elsewhere: 'The sliders stand at none of these points.',
  pick: 'Point at one, or press Tab and the arrow keys; Enter sets the sliders to it, and Ctrl+Z brings them back.',
  noSweeps:
    'A sweep shows what an agent gives up for what: profit against inventory, under one weighting after another.',
  noPoints: 'Nothing is measured yet.',
  noRuns: 'No run of this market was evaluated yet. Train some, or sweep the weights of one agent.',
  moreIsBetter: 'more is better',
  lessIsBetter: 'less is better',
  onFront: 'on the front',
  beaten: 'another point is better in both',
  beatenBy: (baselines: readonly string[]) =>
    `${listed(baselines)} ${baselines.length === 1 ? 'is' : 'are'} at least as good in both and better in one: the front is that of the points alone.`,
  beatenMark: (baselines: readonly string[]) => `behind ${listed(baselines)}`,
  weighting: 'Weights',
} as const;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/**
 * Says what a sweep will take.
 * @param grid values, or pairs of them; one more point is that of the sliders
 * @param seconds NaN where nothing tells
 */
export const planText = (grid: number, points: number, episodes: number, seconds: number): string =>
  `${points > grid ? `${grid} points and the sliders as they stand` : `${points} points`}, ${episodes} episodes each${Number.isFinite(seconds) ? `: about ${formatDuration(seconds)}` : ''}.`;

/** Says what a field takes. */
export const expectedText = (expected: string): string => `Expected ${expected}.`;

/** Says how far a sweep is. */
export const progressText = (
  { method }: Pick<SweepRecord, 'method'>,
  { done, total, isPaused, secondsLeft }: SweepProgress,
): string => {
  const counted =
    method === 'training'
      ? `Run ${Math.min(done + 1, total)} of ${total}`
      : `Episode ${done} of ${total}`;
  if (isPaused) return `${counted}, paused`;
  return Number.isFinite(secondsLeft) ? `${counted}, ${formatDuration(secondsLeft)} left` : counted;
};

/** Says how much of a sweep is there. @param agent whose weights vary, see `sweepAgent` */
export const measuredText = (
  { axes, points, episodes, method }: SweepRecord,
  agent: string,
  measured: number,
): string => {
  const values = axes.reduce((count, axis) => count * axis.values.length, 1);
  const others = points.length - values;
  const named =
    others > 0
      ? ` (${values} ${axes.length > 1 ? 'pairs' : 'values'} and ${others === 1 ? 'the sliders’' : `${others} more`})`
      : '';
  return `${agent}, ${method === 'training' ? 'trained for each point' : 'told its weights'}: ${measured} of ${points.length} points${named}, ${episodes} episodes each.`;
};

/**
 * Says of the front what it is, how large, and how sure.
 * @param behind points on it that a baseline dominates
 * @param unit of the area: that of one axis times that of the other
 */
export function frontText(
  count: number,
  area: number,
  limits: { readonly low: number; readonly high: number } | null,
  behind: number,
  unit: string,
): string {
  const points = `${count} ${count === 1 ? 'point' : 'points'} on the front`;
  if (count === 0) return '';
  const interval =
    limits !== null && Number.isFinite(limits.low)
      ? ` (${formatSignificant(Math.max(0, limits.low))} to ${formatSignificant(limits.high)})`
      : '';
  const beaten =
    behind === 0
      ? ''
      : ` ${behind === count ? (count === 1 ? 'A baseline dominates it' : 'Baselines dominate them all') : `Baselines dominate ${behind} of them`}.`;
  return `${points} (baselines aside), which dominates an area of ${formatSignificant(area)} ${unit}${interval}: what lies between it and the worst, on each axis, of all points and baselines.${beaten}`;
}

/** Says in how many of the resampled episodes a point is on the front. */
export const supportText = (share: number): string =>
  `on it in ${formatShare(share)} of resampled episodes`;

/** Names the agents that are too far away to be drawn. */
export const offChartText = (names: readonly string[]): string =>
  names.length === 0 ? '' : `Off the chart: ${names.join(', ')}.`;

/** Names a weighting of a sweep by the weights that vary: "Inv. penalty 20, Adverse 1". */
function weightingText(terms: readonly RewardTerm[], weights: RewardWeights): string {
  return terms.map((term) => `${TERM_NAMES[term]} ${weights[term]}`).join(', ');
}

/**
 * Says at a point of a chart which values it has of the weights that vary: "20", "20, 1"; one
 * beside the grid has its whole name.
 */
export function pointLabel(
  sweep: Pick<SweepRecord, 'axes' | 'config'>,
  weights: RewardWeights,
): string {
  const varied = sweep.axes.map(({ term }) => term);
  const differs = REWARD_TERMS.some(
    (term) => !varied.includes(term) && weights[term] !== sweep.config.weights[term],
  );
  return differs ? pointName(sweep, weights) : varied.map((term) => weights[term]).join(', ');
}

/** Says what the numbers at the points of a sweep are. */
export const pointsText = ({ axes }: Pick<SweepRecord, 'axes'>): string =>
  `At the points: ${axes.map(({ term }) => TERM_NAMES[term]).join(', ')}.`;

/**
 * Names a point of a sweep; one beside its grid by all that differs from the sweep's other weights.
 */
export function pointName(
  { axes, config }: Pick<SweepRecord, 'axes' | 'config'>,
  weights: RewardWeights,
): string {
  const varied = axes.map(({ term }) => term);
  const terms = REWARD_TERMS.filter(
    (term) => varied.includes(term) || weights[term] !== config.weights[term],
  );
  return weightingText(terms, weights);
}
