/**
 * The chart of a trade-off. It is drawn as SVG, and its points are buttons above it: one of them is
 * in the order of Tab, and the arrow keys lead from each to the next from left to right.
 */
import { useRef } from 'react';
import { formatTick } from '../../charts/format';
import { offChartText, TRADEOFF_TEXTS } from '../../content/sweeps';
import type { Tradeoff, TradeoffPoint } from '../../store/sweeps/tradeoff';
import type { TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';
import { useSize } from '../ui/useSize';
import { axisTitle, intervalText, metricName } from './axisTexts';
import { chartGeometry, frontPath, placeLabels, type ChartGeometry } from './chartGeometry';

interface TradeoffChartProps {
  readonly tradeoff: Tradeoff;
  readonly showsBaselines: boolean;
  /** Whether every point is named where there is room. */
  readonly namesPoints?: boolean;
  /** Key of the point that is looked at; null for none. */
  readonly active: string | null;
  readonly onActive: (key: string) => void;
  /** Called with the point that was clicked, or entered from the keyboard. */
  readonly onChoose: (point: TradeoffPoint) => void;
  /** Keys of the points that are in full strength; null for all. */
  readonly kept?: ReadonlySet<string> | null;
  /** Names metrics; as the table of runs does where it is absent. */
  readonly nameOf?: (metric: TradeoffMetric) => string;
}

/** Size before the first measurement. */
const FIRST_SIZE = { width: 640, height: 320 } as const;

const isComplete = ({ x, y }: TradeoffPoint) => Number.isFinite(x.estimate - y.estimate);

export function TradeoffChart(props: TradeoffChartProps) {
  const { tradeoff, showsBaselines, active, onActive, onChoose } = props;
  const { kept = null, nameOf = metricName, namesPoints = false } = props;
  const [size, measure] = useSize();
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const { axes } = tradeoff;
  const geometry = chartGeometry(
    tradeoff.points.filter(isComplete),
    showsBaselines ? tradeoff.baselines.filter(isComplete) : [],
    size ?? FIRST_SIZE,
  );
  const ordered = geometry.drawn.toSorted((a, b) => a.x.estimate - b.x.estimate);
  const reachable =
    ordered.find(({ key }) => key === active) ??
    ordered.find(({ isCurrent }) => isCurrent) ??
    ordered[0];
  const move = (from: TradeoffPoint, key: string): boolean => {
    const place = ordered.indexOf(from);
    const target = {
      ArrowLeft: place - 1,
      ArrowRight: place + 1,
      Home: 0,
      End: ordered.length - 1,
    }[key];
    if (target === undefined) return false;
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, target))];
    buttons.current.get(next.key)?.focus();
    return true;
  };
  const named = ordered
    .filter(
      ({ key, isCurrent, kind }) =>
        namesPoints || key === active || isCurrent || kind === 'baseline',
    )
    .toSorted((a, b) => rank(a, active) - rank(b, active))
    .map((point) => ({ point, name: labelOf(point, active) }));
  const labels = placeLabels(geometry, named);
  const names = new Map(named.map(({ point, name }) => [point.key, name]));
  const nearest = (event: React.MouseEvent, chart: Element): TradeoffPoint | null => {
    const { left, top } = chart.getBoundingClientRect();
    return nearestPoint(geometry, event.clientX - left, event.clientY - top);
  };
  return (
    <div
      ref={measure}
      className="tradeoff-chart"
      onPointerMove={(event) => {
        const point = nearest(event, event.currentTarget);
        if (point !== null) onActive(point.key);
      }}
      role="group"
      aria-label={`${nameOf(axes.y)} against ${nameOf(axes.x)}`}
    >
      <svg aria-hidden="true" {...(size ?? FIRST_SIZE)}>
        <Axes geometry={geometry} tradeoff={tradeoff} nameOf={nameOf} />
        <path
          className="tradeoff-front"
          d={frontPath(geometry, tradeoff.front.filter(isComplete), axes)}
          data-testid="tradeoff-front"
        />
        {geometry.drawn.map((point) => (
          <Mark
            key={point.key}
            geometry={geometry}
            point={point}
            isActive={point.key === active}
            isKept={kept?.has(point.key) ?? true}
          />
        ))}
        {labels.map(({ key, x, y, isLeft }) => (
          <text
            key={key}
            className="tradeoff-label"
            x={x}
            y={y}
            textAnchor={isLeft ? 'end' : 'start'}
          >
            {names.get(key)}
          </text>
        ))}
      </svg>
      {geometry.drawn.map((point) => (
        <button
          key={point.key}
          ref={(element) => {
            if (element === null) buttons.current.delete(point.key);
            else buttons.current.set(point.key, element);
          }}
          type="button"
          className="tradeoff-point"
          style={{
            left: geometry.x(point.x.estimate),
            top: geometry.y(point.y.estimate),
          }}
          tabIndex={point === reachable ? 0 : -1}
          aria-label={pointLabel(tradeoff, point, nameOf)}
          aria-disabled={point.weights === null}
          onFocus={() => onActive(point.key)}
          onClick={(event) => {
            // Points may lie on each other: a pointer means the nearest one, a key the focused one.
            const chart = event.currentTarget.parentElement;
            const isPointed = event.detail > 0 && chart !== null;
            onChoose((isPointed ? nearest(event, chart) : null) ?? point);
          }}
          onKeyDown={(event) => {
            if (!move(point, event.key)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      ))}
      <p className="tradeoff-off muted">
        {offChartText(geometry.offChart.map(({ name }) => name))}
      </p>
    </div>
  );
}

/**
 * Order in which names find room: the point that is looked at, those of the sliders, other points,
 * baselines.
 */
const rank = ({ key, isCurrent, kind }: TradeoffPoint, active: string | null): number =>
  key === active ? 0 : isCurrent ? 1 : kind === 'point' ? 2 : 3;

function labelOf({ key, isCurrent, name, label }: TradeoffPoint, active: string | null): string {
  if (key === active) return name;
  return isCurrent ? TRADEOFF_TEXTS.currentMark(label ?? name) : (label ?? name);
}

/** Pixels within which a pointer means a point. */
const REACH = 14;

/** @returns null where no point is near */
function nearestPoint(
  { drawn, x, y }: ChartGeometry,
  atX: number,
  atY: number,
): TradeoffPoint | null {
  let least = REACH;
  let found: TradeoffPoint | null = null;
  for (const point of drawn) {
    const distance = Math.hypot(x(point.x.estimate) - atX, y(point.y.estimate) - atY);
    // What is drawn later lies on top.
    if (distance > least) continue;
    least = distance;
    found = point;
  }
  return found;
}

function pointLabel(
  { axes }: Tradeoff,
  point: TradeoffPoint,
  nameOf: (metric: TradeoffMetric) => string,
): string {
  const parts = [
    `${point.name}: ${nameOf(axes.y)} ${intervalText(axes.y, point.y)}`,
    `${nameOf(axes.x)} ${intervalText(axes.x, point.x)}`,
    ...(point.isOnFront ? [TRADEOFF_TEXTS.onFront] : []),
    ...(point.beatenBy.length > 0 ? [TRADEOFF_TEXTS.beatenMark(point.beatenBy)] : []),
    ...(point.isCurrent ? [TRADEOFF_TEXTS.current.toLowerCase()] : []),
  ];
  return parts.join(', ');
}

interface PartProps {
  readonly geometry: ChartGeometry;
}

function Axes({
  geometry,
  tradeoff,
  nameOf,
}: PartProps & {
  readonly tradeoff: Tradeoff;
  readonly nameOf: (metric: TradeoffMetric) => string;
}) {
  const { plot, x, y, xTicks, yTicks } = geometry;
  const middle = (plot.top + plot.bottom) / 2;
  return (
    <g className="tradeoff-axes">
      {yTicks.map((tick) => (
        <g key={tick}>
          <line x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
          <text x={plot.left - 6} y={y(tick)} dy="0.35em" textAnchor="end">
            {formatTick(tick)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={plot.top} y2={plot.bottom} />
          <text x={x(tick)} y={plot.bottom + 14} textAnchor="middle">
            {formatTick(tick)}
          </text>
        </g>
      ))}
      <text x={(plot.left + plot.right) / 2} y={plot.bottom + 32} textAnchor="middle">
        {axisTitle(tradeoff.axes.x, nameOf)}
      </text>
      <text transform={`translate(12 ${middle}) rotate(-90)`} textAnchor="middle">
        {axisTitle(tradeoff.axes.y, nameOf)}
      </text>
    </g>
  );
}

/** Sizes of marks, in pixels. */
const RADIUS = 4.5;
const RING = 9;

function Mark({
  geometry,
  point,
  isActive,
  isKept,
}: PartProps & {
  readonly point: TradeoffPoint;
  readonly isActive: boolean;
  readonly isKept: boolean;
}) {
  const { x, y, plot } = geometry;
  const [atX, atY] = [x(point.x.estimate), y(point.y.estimate)];
  const withinX = (value: number) => Math.min(plot.right, Math.max(plot.left, x(value)));
  const withinY = (value: number) => Math.min(plot.bottom, Math.max(plot.top, y(value)));
  const classes = [
    'tradeoff-mark',
    point.kind,
    point.isOnFront ? 'on-front' : '',
    isKept ? '' : 'faint',
  ];
  return (
    <g className={classes.join(' ')} data-testid={`mark-${point.kind}`}>
      {Number.isFinite(point.x.low) && (
        <line x1={withinX(point.x.low)} x2={withinX(point.x.high)} y1={atY} y2={atY} />
      )}
      {Number.isFinite(point.y.low) && (
        <line x1={atX} x2={atX} y1={withinY(point.y.low)} y2={withinY(point.y.high)} />
      )}
      {point.kind === 'baseline' ? (
        <rect x={atX - RADIUS} y={atY - RADIUS} width={2 * RADIUS} height={2 * RADIUS} />
      ) : (
        <circle cx={atX} cy={atY} r={RADIUS} />
      )}
      {(point.isCurrent || isActive) && (
        <circle
          className={point.isCurrent ? 'tradeoff-ring current' : 'tradeoff-ring'}
          cx={atX}
          cy={atY}
          r={RING}
        />
      )}
    </g>
  );
}
