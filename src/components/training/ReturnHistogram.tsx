/**
 * Counts the episodes of a behaviour by return, from the worst of all behaviours on the left to the
 * best on the right.
 */
import { Bar, BarChart } from 'recharts';
import { MISSING, formatProfit } from '../../charts/format';
import type { DataQuality } from '../../learning/data/dataset';

interface ReturnHistogramProps {
  readonly quality: DataQuality;
  readonly behaviour: string;
}

export default function ReturnHistogram({ quality, behaviour }: ReturnHistogramProps) {
  const counts = quality.returns.find(({ name }) => name === behaviour)?.counts ?? [];
  if (counts.length === 0) return MISSING;
  const [low, high] = quality.returnRange;
  const words = `${counts.join(', ')} episodes in ${counts.length} equal bins of return from ${formatProfit(low)} to ${formatProfit(high)}`;
  const rows = Array.from(counts, (count) => ({ count }));
  return (
    <div className="histogram" role="img" aria-label={words}>
      <BarChart
        width={WIDTH}
        height={HEIGHT}
        data={rows}
        margin={NO_MARGIN}
        accessibilityLayer={false}
      >
        <Bar dataKey="count" fill="var(--text)" isAnimationActive={false} />
      </BarChart>
    </div>
  );
}

const WIDTH = 48;
const HEIGHT = 18;
const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 };
