/** What closed forms tell of a recorded market, whatever it knows of its queues. */
import type { FlowSamples } from '../../recordings/describe/flowSamples';
import { cancelExponent, meanPosition } from './cancelExponent';
import type { Fitted } from './fitted';
import { signMemoryExponent, volatilityPerSecond } from './memory';
import { fillIntensity } from './poissonRegression';
import { meanSize, paretoTail, unitShare } from './sizeDistribution';

/** Observations below which a parameter is not identified. */
const FEWEST_SIZES = 100;
const FEWEST_SIGNS = 1000;
const FEWEST_MINUTES = 10;
const MEMORY_LAGS = [1, 2, 4, 8, 16, 32, 64];
/** Farthest tick from the mid at which trades are counted. */
const FARTHEST_REACH = 10;

/** A parameter with what it takes to be identified. */
interface ClosedForm {
  readonly name: string;
  readonly unit: string;
  /** What is counted, and how much of it is needed. */
  readonly of: string;
  readonly has: number;
  readonly needs: number;
  readonly fit: () => Fitted;
}

/** Lists the parameters that have a closed form. */
export function closedForms(samples: FlowSamples): ClosedForm[] {
  const { orderSizes, tradeSizes, tradeSigns } = samples;
  const { cancelPositions, cancelSizes, cancelsAtBest } = samples;
  const larger = tradeSizes.filter((size) => size > 1);
  const reaches = reachCounts(samples);
  const trades = { of: 'trades', has: tradeSizes.length, needs: FEWEST_SIZES };
  return [
    {
      name: 'orders.meanSize',
      unit: 'lots',
      of: 'new orders',
      has: orderSizes.length,
      needs: FEWEST_SIZES,
      fit: () => meanSize(orderSizes),
    },
    { ...trades, name: 'trades.meanSize', unit: 'lots', fit: () => meanSize(tradeSizes) },
    { ...trades, name: 'trades.unitShare', unit: 'of trades', fit: () => unitShare(tradeSizes) },
    {
      name: 'trades.sizeTail',
      unit: '',
      of: 'trades of more than a lot',
      has: larger.length,
      needs: FEWEST_SIZES,
      fit: () => paretoTail(larger, 2),
    },
    {
      name: 'cancels.position',
      unit: '0 front, 1 back',
      of: 'cancels of known orders',
      has: cancelPositions.length,
      needs: FEWEST_SIZES,
      fit: () => meanPosition(cancelPositions, cancelSizes),
    },
    cancelParameter('cancels.exponent', 'cancels of known orders', cancelPositions, cancelSizes),
    cancelParameter(
      'cancels.exponentAtBest',
      'cancels of known orders at the best',
      cancelPositions.filter((_, at) => cancelsAtBest[at] > 0),
      cancelSizes.filter((_, at) => cancelsAtBest[at] > 0),
    ),
    {
      name: 'signs.memoryExponent',
      unit: '',
      of: 'trades',
      has: tradeSigns.length,
      needs: FEWEST_SIGNS,
      fit: () => signMemoryExponent(tradeSigns, MEMORY_LAGS),
    },
    {
      name: 'volatility60s',
      unit: 'ticks/√s',
      of: 'whole minutes',
      has: samples.minuteChanges.length,
      needs: FEWEST_MINUTES,
      fit: () =>
        volatilityPerSecond(
          samples.minuteChanges,
          samples.minuteChanges.map(() => 60),
        ),
    },
    ...(['A', 'k'] as const).map((name) => ({
      name: `intensity.${name}`,
      unit: name === 'A' ? '1/s a side' : '1/tick',
      of: 'trades at two or more distances',
      has: reaches.trades,
      needs: FEWEST_SIZES,
      fit: () => fillIntensity(reaches.distances, reaches.counts, reaches.seconds)[name],
    })),
  ];
}

function cancelParameter(
  name: string,
  of: string,
  positions: Float64Array,
  sizes: Float64Array,
): ClosedForm {
  const fitExponent = () => cancelExponent(positions, sizes);
  const has = positions.length;
  return { name, unit: '1 is uniform', of, has, needs: FEWEST_SIZES, fit: fitExponent };
}

/** Counts trades by the last whole tick behind the best that they reached, on either side. */
function reachCounts({ tradeReaches, openSeconds }: FlowSamples) {
  const counts = new Float64Array(FARTHEST_REACH);
  for (const reach of tradeReaches) {
    const tick = Math.floor(reach);
    if (tick >= 0 && tick < FARTHEST_REACH) counts[tick] += 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const hasTwo = counts.filter((count) => count > 0).length >= 2;
  return {
    distances: counts.map((_, tick) => tick + 0.5),
    counts,
    seconds: counts.map(() => 2 * openSeconds),
    trades: hasTwo ? total : 0,
  };
}
