/**
 * A sweep with every metric: parallel coordinates, the front of two metrics, the points, and
 * failures.
 */
import { useMemo, useState } from 'react';
import {
  brushedText,
  choiceText,
  failuresTitle,
  failureText,
  seedsNote,
  tiesText,
  VIEW_TEXTS,
} from '../../content/sweepViews';
import {
  currentIn,
  settingsAt,
  tradeoffOfView,
  type SweepView,
  type ViewedPoint,
} from '../../store/sweeps/sweepView';
import type { Tradeoff } from '../../store/sweeps/tradeoff';
import type { TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';
import { useSession, useSessionState } from '../context';
import { intervalText, metricText } from '../tradeoff/axisTexts';
import { TradeoffChart } from '../tradeoff/TradeoffChart';
import { ParallelChart } from './ParallelChart';
import { parallelAxes, withinBrushes, type Brushes } from './parallelGeometry';
import { RunTable } from './RunTable';
import { viewedName } from './viewedNames';

const NO_BRUSHES: Brushes = new Map();
/** Most points of the chart; those on the front and within brushes come first. */
const MOST_MARKS = 400;

export function SweepPanel({ view }: { readonly view: SweepView }) {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  const [axes, setAxes] = useState(view.axes);
  const [brushes, setBrushes] = useState<Brushes>(NO_BRUSHES);
  const [active, setActive] = useState<string | null>(null);
  const lines = useMemo(
    () =>
      parallelAxes(view, {
        nameOf: (metric) => viewedName(view, metric),
        textOf: metricText,
      }),
    [view],
  );
  const places = useMemo(() => new Map(view.points.map(({ key }, index) => [key, index])), [view]);
  const within = useMemo(() => withinBrushes(view.points, lines, brushes), [view, lines, brushes]);
  const kept = useMemo(() => new Set(within.map(({ key }) => key)), [within]);
  const indices = useMemo(() => within.map(({ key }) => places.get(key) ?? 0), [within, places]);
  const isCurrent = useMemo(() => currentIn(view, settings), [view, settings]);
  const tradeoff = useMemo(() => tradeoffOfView(view, axes, isCurrent), [view, axes, isCurrent]);
  const drawn = useMemo(() => withFewer(tradeoff, kept), [tradeoff, kept]);
  const front = useMemo(() => new Set(tradeoff.front.map(({ key }) => key)), [tradeoff]);
  const set = (point: ViewedPoint) => {
    session.settings.setMany(settingsAt(view, point));
    session.settings.applyPendingMarket();
  };
  const shownMetrics = [...new Set([view.metric, axes.y, axes.x])].filter((metric) =>
    view.metrics.includes(metric),
  );
  return (
    <div className="sweep-view">
      <Origin view={view} />
      {tradeoff.points.length === 0 ? (
        <p className="empty muted">{VIEW_TEXTS.noPoints}</p>
      ) : (
        <>
          <ParallelChart
            axes={lines}
            count={view.points.length}
            kept={indices}
            brushes={brushes}
            onBrushes={setBrushes}
            active={active === null ? null : (places.get(active) ?? null)}
          />
          <div className="sweep-controls">
            <span role="status" data-testid="brushed">
              {within.length === 0
                ? VIEW_TEXTS.nothing
                : brushedText(within.length, view.points.length)}
            </span>
            <button
              type="button"
              className="button"
              disabled={brushes.size === 0}
              onClick={() => setBrushes(NO_BRUSHES)}
            >
              {VIEW_TEXTS.clear}
            </button>
            <span className="muted">{VIEW_TEXTS.hint}</span>
          </div>
          <div className="sweep-controls">
            <MetricChoice
              label={VIEW_TEXTS.yAxis}
              view={view}
              value={axes.y}
              other={axes.x}
              onChange={(y) => setAxes({ ...axes, y })}
            />
            <MetricChoice
              label={VIEW_TEXTS.xAxis}
              view={view}
              value={axes.x}
              other={axes.y}
              onChange={(x) => setAxes({ ...axes, x })}
            />
          </div>
          <div className="sweep-front">
            <TradeoffChart
              tradeoff={drawn}
              showsBaselines={false}
              active={active}
              onActive={setActive}
              onChoose={({ key }) => {
                const index = places.get(key);
                if (index !== undefined) set(view.points[index]);
              }}
              kept={kept}
              nameOf={(metric) => viewedName(view, metric)}
            />
          </div>
        </>
      )}
      <RunTable
        view={view}
        points={within}
        front={front}
        metrics={shownMetrics}
        isCurrent={isCurrent}
        active={active}
        onActive={setActive}
        onSet={set}
      />
      <Failures view={view} />
    </div>
  );
}

/**
 * Leaves out of a chart what would be too many buttons: points that are neither on the front nor
 * brushed.
 */
function withFewer(tradeoff: Tradeoff, kept: ReadonlySet<string>): Tradeoff {
  if (tradeoff.points.length <= MOST_MARKS) return tradeoff;
  const rank = ({ key, isOnFront, isCurrent }: Tradeoff['points'][number]) =>
    isOnFront || isCurrent ? 0 : kept.has(key) ? 1 : 2;
  const points = tradeoff.points.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_MARKS);
  return { ...tradeoff, points };
}

/** Says what was swept, by which build, and what chose. */
function Origin({ view }: { readonly view: SweepView }) {
  const { origin, metric, best, ties, points } = view;
  if (origin === null) return null;
  const { command, config } = origin;
  const chosen = points.find(({ key }) => key === best);
  const text = (measured: ViewedPoint['chosenOn'] | undefined) => {
    const interval = measured?.[metric];
    return interval === undefined ? '—' : intervalText(metric, interval);
  };
  return (
    <p className="sweep-origin muted" data-testid="sweep-origin">
      {chosen !== undefined &&
        `${choiceText({
          metric: viewedName(view, metric),
          episodes: config.episodes,
          seeds: config.seeds,
          chosen: `${chosen.name}, ${text(chosen.chosenOn)}`,
          heldOut: text(chosen.heldOut),
        })} `}
      {[
        tiesText(points.filter(({ key }) => ties.includes(key)).map(({ name }) => name)),
        seedsNote(config.seeds),
      ]
        .filter((note) => note !== '')
        .map((note) => `${note} `)}
      {config.isStopped && `${VIEW_TEXTS.stopped} `}
      {config.agents.length === 0 && `${VIEW_TEXTS.noAgents} `}
      <code title={command}>{config.build}</code>, {config.backend}, {config.digest}
    </p>
  );
}

interface MetricChoiceProps {
  readonly label: string;
  readonly view: SweepView;
  readonly value: TradeoffMetric;
  /** Metric of the other axis. */
  readonly other: TradeoffMetric;
  readonly onChange: (metric: TradeoffMetric) => void;
}

function MetricChoice({ label, view, value, other, onChange }: MetricChoiceProps) {
  return (
    <label>
      {label}
      <select
        className="field"
        value={value}
        onChange={(event) => {
          const metric = view.metrics.find((one) => one === event.target.value);
          if (metric !== undefined) onChange(metric);
        }}
      >
        {view.metrics
          .filter((metric) => metric !== other)
          .map((metric) => (
            <option key={metric} value={metric}>
              {viewedName(view, metric)}
            </option>
          ))}
      </select>
    </label>
  );
}

function Failures({ view: { failures } }: { readonly view: SweepView }) {
  if (failures.length === 0) return null;
  return (
    <details className="sweep-failures" data-testid="sweep-failures">
      <summary>{failuresTitle(failures.length)}</summary>
      <ul>
        {failures.map(({ unit, message, tries, points }) => (
          <li key={unit}>
            <code>{unit}</code>: {failureText(message, tries, points)}
          </li>
        ))}
      </ul>
    </details>
  );
}
