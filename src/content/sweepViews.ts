/** What the page says where a sweep is shown with every metric. */
import { formatCompact } from '../charts/format';

export const VIEW_TEXTS = {
  title: 'Sweep',
  close: 'Close the sweep',
  shown: 'Shown',
  open: 'Open a result',
  openLabel: 'Result of a sweep',
  every: 'Every metric',
  lines: 'Points as lines across settings and metrics',
  clear: 'Clear brushes',
  xAxis: 'Across',
  yAxis: 'Up',
  point: 'Point',
  ownReturn: 'Return, own weights',
  heldOut: 'held out',
  chose: 'chose',
  notes: 'Notes',
  best: 'best',
  bestTied: 'best, tied',
  tied: 'tied with the best',
  front: 'front',
  failed: 'failed',
  unmeasured: 'not measured',
  set: 'Set the settings',
  current: 'Settings',
  watch: 'Let it trade',
  hint: 'Drag along an axis, or move its two limits with the arrow keys, to see the points within; click it to see all again.',
  nothing: 'No point lies within all brushes.',
  noPoints: 'No point of this sweep was finished.',
  noSweeps:
    'Open what lab sweep --json wrote, or sweep the weights of an agent under Maps, Trade-off.',
  stopped: 'It was stopped before its end: run the same command again, and it goes on.',
  noAgents: 'With --agents the file holds the policies of the best and the front.',
} as const;

/** Names a limit of a brush. */
export const limitLabel = (axis: string, isLower: boolean): string =>
  `${axis}, ${isLower ? 'from' : 'to'}`;

/** Says how many points the brushes leave. */
export const brushedText = (left: number, all: number): string =>
  left === all ? `All ${formatCompact(all)} points` : `${left} of ${all} points`;

export const moreText = (left: number): string =>
  left > 0 ? `… and ${left} more: brush to see them.` : '';

/** Names that a sentence lists; the rest is counted. */
const LISTED = 5;

/** Names the points that cannot be told apart from the best; empty where none is. */
export function tiesText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const others = names.length - LISTED;
  const listed = names.slice(0, LISTED).join(', ');
  return `It ties with ${listed}${others > 0 ? ` and ${others} more` : ''}: their intervals overlap its own.`;
}

/** Says what the intervals of few data seeds are worth; empty where there are more. */
export function seedsNote(seeds: number): string {
  if (seeds === 1) {
    return 'Intervals are over the episodes of one data seed: they say nothing of other data.';
  }
  return seeds === 2
    ? 'Intervals of two data seeds are wide, and rough: Student’s t with one degree of freedom.'
    : '';
}

/** Says what chose a file's best point, and what it was measured on. */
export function choiceText({
  metric,
  episodes,
  seeds,
  chosen,
  heldOut,
}: {
  readonly metric: string;
  readonly episodes: number;
  readonly seeds: number;
  readonly chosen: string;
  readonly heldOut: string;
}): string {
  const data = `${seeds} ${seeds === 1 ? 'data seed' : 'data seeds'}`;
  return `Best by ${metric}: ${chosen} on the ${episodes} episodes of ${data} that chose it, ${heldOut} on as many that nothing was chosen on.`;
}

export const failuresTitle = (units: number): string =>
  `${units} ${units === 1 ? 'unit was' : 'units were'} given up`;

export const failureText = (message: string, tries: number, points: number): string =>
  `${message} (tries: ${tries}; points: ${points})`;
