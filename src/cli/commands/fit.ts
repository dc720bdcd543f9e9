/** Fits what closed forms can tell of a recorded market, each with its interval. */
import { cancelExponent } from '../../evaluation/fit/cancelExponent';
import type { Fitted } from '../../evaluation/fit/fitted';
import { signMemoryExponent, volatilityPerSecond } from '../../evaluation/fit/memory';
import { fillIntensity } from '../../evaluation/fit/poissonRegression';
import { meanSize, paretoTail, unitShare } from '../../evaluation/fit/sizeDistribution';
import { InvalidInputError } from '../../market/validation';
import { FlowSampler, type FlowSamples } from '../../recordings/describe/flowSamples';
import { formatResults, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { defineCommand } from '../program/command';
import { TAPE_READ_FLAGS, readOptionsOf } from '../program/tapeFlags';
import { readTapeFiles } from '../work/tapeFiles';

/** Observations below which a parameter is not identified. */
const FEWEST_SIZES = 100;
const FEWEST_SIGNS = 1000;
const FEWEST_MINUTES = 10;
const MEMORY_LAGS = [1, 2, 4, 8, 16, 32, 64];
/** Farthest tick from the mid at which trades are counted. */
const FARTHEST_REACH = 10;

interface Parameter {
  readonly name: string;
  readonly unit: string;
  /** What is counted, and how much of it is needed. */
  readonly of: string;
  readonly has: number;
  readonly needs: number;
  readonly fit: () => Fitted;
}

export const fit = defineCommand(
  'fit what a recorded market tells in closed form',
  {
    data: {
      kind: 'text',
      placeholder: 'FILE[,FILE]',
      help: 'the files of one recording; `fit FILE` does as well',
    },
    ...TAPE_READ_FLAGS,
  },
  async (flags, terminal) => {
    if (flags.data === null) throw new InvalidInputError('--data', 'a file', flags.data);
    const sampler = new FlowSampler();
    const header = await readTapeFiles(
      flags.data,
      readOptionsOf(flags),
      (chunk) => sampler.take(chunk),
      terminal.progress,
    );
    terminal.progress.finish(`Read ${header.files.join(' and ')}.`);
    const samples = sampler.finish();
    const parameters = parametersOf(samples);
    const identified = parameters.filter(({ has, needs }) => has >= needs);
    const results: BenchResult[] = identified.flatMap(({ name, unit, fit: estimate }) =>
      resultsOf(name, unit, estimate()),
    );
    terminal.print(formatResults(results));
    const missing = parameters.filter(({ has, needs }) => has < needs);
    if (missing.length > 0) {
      const rows = missing.map(({ name, of, has, needs }) => [name, `${has} of ${needs} ${of}`]);
      terminal.print(formatTable(['not identified', 'the recording has'], rows, ['left', 'left']));
    }
    if (identified.length === 0) {
      throw new InvalidInputError('--data', 'a recording with enough trades', 'too few of all');
    }
    return { config: { ...header, openSeconds: samples.openSeconds }, results };
  },
  'data',
);

function parametersOf(samples: FlowSamples): Parameter[] {
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
): Parameter {
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

function resultsOf(name: string, unit: string, fitted: Fitted): BenchResult[] {
  const { estimate, low, high, observations } = fitted;
  return [
    { name: `fit.${name}`, value: estimate, unit },
    { name: `fit.${name}.low`, value: low, unit },
    { name: `fit.${name}.high`, value: high, unit },
    { name: `fit.${name}.observations`, value: observations, unit: 'observations' },
  ];
}
