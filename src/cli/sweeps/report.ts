/** What a sweep says of its points: a table, the front, the best, and the same as results. */
import { tiedWith } from '../../evaluation/ties';
import { intervalResults, formatInterval } from '../output/intervals';
import { formatNumber, judged, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import type { Axis } from './axes';
import { metricInterval, SWEEP_METRICS, type SweepMetricName } from './metrics';
import type { PlayedPoint, SweepRequest, SweepResult } from './sweep';

/** Points that the table shows; the rest is in the JSON. */
const SHOWN_POINTS = 60;

/** Names of points that a sentence lists; the rest is counted. */
const LISTED_POINTS = 8;

/** Indices of the points that cannot be told apart from the best; none where there is no best. */
const tiesOf = ({ metric }: SweepRequest, { best, played }: SweepResult): readonly number[] =>
  best === null
    ? []
    : tiedWith(
        played.map((one) => (one === null ? null : metricInterval(metric, one))),
        best,
        SWEEP_METRICS[metric].better,
      );

/** Metrics that are shown of every point, each once. */
const shownMetrics = ({ metric, front }: SweepRequest): SweepMetricName[] => [
  ...new Set([metric, ...front]),
];

export function formatSweep(
  axes: readonly Axis[],
  request: SweepRequest,
  result: SweepResult,
): string {
  const metrics = shownMetrics(request);
  const ties = tiesOf(request, result);
  const rows = request.points.map(({ values }, index) => {
    const played = result.played[index];
    return [
      String(index + 1),
      ...values.map((value) => (typeof value === 'number' ? formatNumber(value) : String(value))),
      ...metrics.map((name) =>
        played === null ? '—' : formatInterval(metricInterval(name, played)),
      ),
      [
        result.best === index ? (ties.length === 0 ? 'best' : 'best, tied') : '',
        ties.includes(index) ? 'tied' : '',
        result.front.includes(index) ? 'front' : '',
      ]
        .filter((word) => word !== '')
        .join(', '),
    ];
  });
  const head = ['point', ...axes.map(({ name }) => name), ...metrics, ''];
  const shown = formatTable(head, rows.slice(0, SHOWN_POINTS));
  const left = rows.length - SHOWN_POINTS;
  return left > 0 ? `${shown}\n… and ${left} more points, which --json writes` : shown;
}

/** Says what was chosen on some episodes, and what it did on others. */
export function formatChoice(request: SweepRequest, result: SweepResult): string {
  const { best, reported } = result;
  if (best === null) return 'No point was finished.';
  const { metric, episodes, seeds } = request;
  const chosen = result.played[best];
  const held = reported.get(best);
  const measured = (played: PlayedPoint | undefined) =>
    played === null || played === undefined ? '—' : formatInterval(metricInterval(metric, played));
  const kind = SWEEP_METRICS[metric].better === 'more' ? 'most' : 'least';
  return `Best by ${kind} ${metric}: point ${best + 1}, ${measured(chosen)} ${SWEEP_METRICS[metric].unit} on the ${episodes} episodes of ${seeds} ${seeds === 1 ? 'data seed' : 'data seeds'} that chose it, ${measured(held)} on as many that nothing was chosen on.${tiesText(tiesOf(request, result))}${seedsText(seeds)}`;
}

/** Names the points that tie with the best; empty where none does. */
function tiesText(ties: readonly number[]): string {
  if (ties.length === 0) return '';
  const listed = ties.slice(0, LISTED_POINTS).map((index) => String(index + 1));
  const others = ties.length - listed.length;
  const names = `${listed.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
  return ` It ties with ${ties.length === 1 ? 'point' : 'points'} ${names}: their intervals overlap its own.`;
}

/** Says what the intervals of few data seeds are worth; empty where there are more. */
function seedsText(seeds: number): string {
  if (seeds === 1)
    return ' Intervals are over the episodes of one data seed: they say nothing of other data.';
  return seeds === 2
    ? ' Intervals of two data seeds are wide, and rough: Student’s t with one degree of freedom.'
    : '';
}

export function formatFailures({ failures }: SweepResult): string {
  const lines = failures.map(({ message }) => `  ${message}`);
  return `Units given up: ${failures.length}\n${lines.join('\n')}`;
}

export function sweepResults(request: SweepRequest, result: SweepResult): BenchResult[] {
  const metrics = shownMetrics(request);
  const intervals = (prefix: string, played: PlayedPoint | undefined): BenchResult[] =>
    played === null || played === undefined
      ? []
      : metrics.flatMap((name) =>
          intervalResults(prefix, name, metricInterval(name, played), SWEEP_METRICS[name].unit),
        );
  const { best, front, reported, units, failures } = result;
  return [
    { name: 'sweep.points', value: request.points.length, unit: 'points' },
    { name: 'sweep.units.computed', value: units.computed, unit: 'units' },
    { name: 'sweep.units.stored', value: units.stored, unit: 'units' },
    judged('sweep.units.failed', failures.length, 'units', [0, 0]),
    { name: 'sweep.front.points', value: front.length, unit: 'points' },
    ...front.flatMap((index, place) => [
      { name: `sweep.front.${place + 1}.point`, value: index + 1, unit: 'of the plan' },
      ...intervals(`sweep.front.${place + 1}`, result.played[index]),
      ...intervals(`sweep.front.${place + 1}.heldOut`, reported.get(index)),
    ]),
    ...(best === null
      ? []
      : [
          { name: 'sweep.best.point', value: best + 1, unit: 'of the plan' },
          { name: 'sweep.best.tied', value: tiesOf(request, result).length, unit: 'points' },
          ...intervals('sweep.best', result.played[best]),
          ...intervals('sweep.best.heldOut', reported.get(best)),
        ]),
  ];
}
