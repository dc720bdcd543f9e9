/**
 * Every chart of a finished or slowly growing series shares this frame: axes on the right and
 * below, no animation, one tooltip. Series that stream are drawn on a canvas instead. Import it
 * lazily, because recharts is not in the first download.
 */
import { useState, type ComponentProps, type ReactNode } from 'react';
import { ComposedChart, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCompact, formatSignificant, formatTick } from '../../charts/format';
import { useSize } from '../ui/useSize';

interface CurvePlotProps {
  readonly rows: readonly object[];
  /**
   * Overrides an axis; by default updates run along x, and y shows up to three significant digits.
   */
  readonly x: ComponentProps<typeof XAxis>;
  readonly y?: ComponentProps<typeof YAxis>;
  /** Formats a value in the tooltip, or each end of an interval. */
  readonly formatValue?: (value: number, series: string) => string;
  /** Formats the title of the tooltip. */
  readonly formatX?: (x: string | number) => string;
  /** The share of a bar's place that stays empty, such as "0%". */
  readonly barGap?: string;
  /** Lines, bars, areas and reference lines of recharts. */
  readonly children: ReactNode;
}

export function CurvePlot({
  rows,
  x,
  y = {},
  formatValue = formatSignificant,
  formatX = (update) => `update ${formatCompact(Number(update))}`,
  barGap,
  children,
}: CurvePlotProps) {
  const [size, measure] = useSize();
  // A chart that appears under a pointer at rest shows nothing of the point there.
  const [isPointed, setPointed] = useState(false);
  return (
    <div
      ref={measure}
      className="plot-frame"
      onPointerMove={({ movementX, movementY }) => {
        if (movementX !== 0 || movementY !== 0) setPointed(true);
      }}
      onPointerLeave={() => setPointed(false)}
    >
      {size !== null && (
        <ComposedChart
          width={size.width}
          height={size.height}
          data={[...rows]}
          margin={MARGIN}
          accessibilityLayer={false}
          {...(barGap === undefined ? {} : { barCategoryGap: barGap })}
        >
          <XAxis {...X_AXIS} {...x} />
          <YAxis {...Y_AXIS} {...y} />
          <Tooltip
            isAnimationActive={false}
            {...(isPointed ? {} : { active: false })}
            cursor={isPointed}
            separator=": "
            formatter={(value, series) =>
              textOf(value, (number) => formatValue(number, String(series)))
            }
            labelFormatter={(label) => formatX(label as string | number)}
          />
          {children}
        </ComposedChart>
      )}
    </div>
  );
}

const MARGIN = { top: 4, right: 2, bottom: 0, left: 0 } as const;

const X_AXIS = {
  type: 'number',
  domain: ['dataMin', 'dataMax'],
  tickFormatter: formatCompact,
  tickLine: false,
  axisLine: false,
  tickCount: 3,
  height: 17,
} as const;

const Y_AXIS = {
  orientation: 'right',
  // As wide as long labels that formatTick gives, such as −0.0025.
  width: 48,
  tickSize: 3,
  tickFormatter: formatTick,
  tickLine: false,
  axisLine: false,
  tickCount: 4,
  domain: ['auto', 'auto'],
} as const;

const textOf = (value: unknown, format: (value: number) => string): string =>
  Array.isArray(value)
    ? value.map((end) => format(Number(end))).join(' to ')
    : format(Number(value));
