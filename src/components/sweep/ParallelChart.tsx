/**
 * Points as lines across parallel axes. A drag along an axis brushes it, a click takes its brush
 * away, and its two limits are sliders for the keyboard and for screen readers.
 */
import { useMemo, useRef, useState } from 'react';
import { limitLabel, VIEW_TEXTS } from '../../content/sweepViews';
import { useSize } from '../ui/useSize';
import {
  linesPath,
  withBrush,
  type Brush,
  type Brushes,
  type ParallelAxis,
  type ParallelPlot,
} from './parallelGeometry';

interface ParallelChartProps {
  readonly axes: readonly ParallelAxis[];
  /** Number of points. */
  readonly count: number;
  /** Indices of the points within all brushes. */
  readonly kept: readonly number[];
  readonly brushes: Brushes;
  readonly onBrushes: (brushes: Brushes) => void;
  /** Index of the point that is looked at; null for none. */
  readonly active: number | null;
}

/** Sizes in pixels: narrower columns scroll. */
const NARROWEST = 92;
const FIRST_WIDTH = 960;
const HEIGHT = 232;
const HEAD = 46;
const FOOT = HEIGHT - 12;
/** Drags of fewer pixels are clicks. */
const CLICK = 4;

export function ParallelChart(props: ParallelChartProps) {
  const { axes, count, kept, brushes, onBrushes, active } = props;
  const [size, measure] = useSize();
  const step = Math.max(NARROWEST, (size?.width ?? FIRST_WIDTH) / Math.max(1, axes.length));
  const plot = useMemo((): ParallelPlot => ({ step, head: HEAD, foot: FOOT }), [step]);
  const all = useMemo(
    () => linesPath(axes, Array.from({ length: count }).keys(), plot),
    [axes, count, plot],
  );
  const within = useMemo(() => linesPath(axes, kept, plot), [axes, kept, plot]);
  return (
    <div ref={measure} className="parallel" role="group" aria-label={VIEW_TEXTS.lines}>
      <div className="parallel-plot" style={{ width: step * axes.length, height: HEIGHT }}>
        <svg aria-hidden="true" width={step * axes.length} height={HEIGHT}>
          {brushes.size > 0 && <path className="parallel-all" d={all} />}
          <path className="parallel-kept" d={within} data-testid="parallel-kept" />
          {active !== null && (
            <path className="parallel-active" d={linesPath(axes, [active], plot)} />
          )}
          {axes.map(({ key, ticks }, at) => (
            <g key={key} className="parallel-axis" transform={`translate(${(at + 0.5) * step} 0)`}>
              <line y1={HEAD} y2={FOOT} />
              {ticks.map(({ place, text }) => (
                <text key={place} x={10} y={yOf(place)} dy={ticks.length === 1 ? ABOVE : MIDDLE}>
                  {text}
                </text>
              ))}
            </g>
          ))}
        </svg>
        {axes.map((axis, at) => (
          <AxisBrush
            key={axis.key}
            axis={axis}
            left={at * step}
            width={step}
            brush={brushes.get(axis.key) ?? null}
            onBrush={(brush) => onBrushes(withBrush(brushes, axis.key, brush))}
          />
        ))}
      </div>
    </div>
  );
}

/**
 * Where a label stands beside its tick; all lines run through the only one, so it stands above
 * them.
 */
const MIDDLE = '0.35em';
const ABOVE = '-0.5em';

const yOf = (place: number): number => FOOT - place * (FOOT - HEAD);
const placeAt = (y: number): number => Math.min(1, Math.max(0, (FOOT - y) / (FOOT - HEAD)));

interface AxisBrushProps {
  readonly axis: ParallelAxis;
  readonly left: number;
  readonly width: number;
  readonly brush: Brush | null;
  readonly onBrush: (brush: Brush | null) => void;
}

const WHOLE: Brush = { from: 0, to: 1 };
/** What an arrow key moves a limit by, and what a page key does. */
const STEP = 0.05;
const PAGE = 0.2;

function AxisBrush({ axis, left, width, brush, onBrush }: AxisBrushProps) {
  const strip = useRef<HTMLDivElement>(null);
  /** Place at which a drag began, and that which stays; null while there is none. */
  const [drag, setDrag] = useState<{ readonly y: number; readonly anchor: number } | null>(null);
  const { from, to } = brush ?? WHOLE;
  const yWithin = (event: React.PointerEvent) =>
    event.clientY - (strip.current?.getBoundingClientRect().top ?? 0);
  const move = (isLower: boolean, place: number) => {
    const inside = Math.min(1, Math.max(0, place));
    onBrush(isLower ? { from: Math.min(inside, to), to } : { from, to: Math.max(inside, from) });
  };
  const limit = (isLower: boolean) => (
    <div
      className="parallel-limit"
      role="slider"
      tabIndex={0}
      aria-label={limitLabel(axis.label, isLower)}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * (isLower ? from : to))}
      aria-valuetext={axis.textAt(isLower ? from : to)}
      style={{ top: yOf(isLower ? from : to) }}
      onKeyDown={(event) => {
        const place = keyedPlace(event.key, isLower ? from : to);
        const isCleared = event.key === 'Delete' || event.key === 'Backspace';
        if (place === null && !isCleared) return;
        event.preventDefault();
        event.stopPropagation();
        if (place === null) onBrush(null);
        else move(isLower, place);
      }}
    />
  );
  return (
    <div
      ref={strip}
      className="parallel-column"
      style={{ left, width, height: HEIGHT }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const y = yWithin(event);
        setDrag({ y, anchor: anchorOf(y, brush) });
      }}
      onPointerMove={(event) => {
        const y = yWithin(event);
        if (drag === null || Math.abs(y - drag.y) < CLICK) return;
        const place = placeAt(y);
        onBrush({ from: Math.min(drag.anchor, place), to: Math.max(drag.anchor, place) });
      }}
      onPointerUp={(event) => {
        if (drag !== null && Math.abs(yWithin(event) - drag.y) < CLICK) onBrush(null);
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
    >
      <p className={axis.isMetric ? 'parallel-name metric' : 'parallel-name'}>{axis.label}</p>
      {brush !== null && (
        <div className="parallel-brush" style={{ top: yOf(to), height: yOf(from) - yOf(to) }} />
      )}
      {limit(true)}
      {limit(false)}
    </div>
  );
}

/** Pixels within which a drag takes the limit of a brush along, instead of beginning another. */
const GRIP = 8;

/** Gives the place that stays where it is during a drag. */
function anchorOf(y: number, brush: Brush | null): number {
  if (brush !== null && Math.abs(yOf(brush.from) - y) < GRIP) return brush.to;
  if (brush !== null && Math.abs(yOf(brush.to) - y) < GRIP) return brush.from;
  return placeAt(y);
}

/** @returns null for a key that moves nothing */
function keyedPlace(key: string, place: number): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return 1;
  const change = {
    ArrowUp: STEP,
    ArrowRight: STEP,
    ArrowDown: -STEP,
    ArrowLeft: -STEP,
    PageUp: PAGE,
    PageDown: -PAGE,
  }[key];
  return change === undefined ? null : Math.round(1000 * (place + change)) / 1000;
}
