/**
 * The parameters of the queue-reactive market that a config may carry in place of a preset's, with
 * the values that each may hold. Ranges keep a market that can be played: trades must not excite
 * each other without end, queues must fit the book, and the price must stay far from 0.
 */
import { numberField, valuesField, wholeField, type NumberField } from '../fields';
import { TYPICAL_EXCESS, takenByTrades } from './flowRates';
import { ES, type QueueReactiveParameters } from './presets';

export type ParameterName = keyof QueueReactiveParameters;

/** Parameters that a config carries in place of its preset's. */
export type ParameterChanges = Partial<QueueReactiveParameters>;

const rate = (name: ParameterName, min: number, max: number, help: string): NumberField =>
  numberField({ default: ES[name], min, max, step: 1, unit: '/ s', help });
const share = (name: ParameterName, help: string): NumberField =>
  numberField({ default: ES[name], min: 0, max: 1, help });

/** Fields in the order in which links and files name them; defaults are those of ES. */
export const PARAMETER_FIELDS: Readonly<Record<ParameterName, NumberField>> = {
  referenceQueue: numberField({
    default: ES.referenceQueue,
    min: 0.5,
    max: 200,
    step: 0.1,
    unit: 'contracts',
    help: 'Length of the best queue at which adds and removals about balance.',
  }),
  addRate: rate('addRate', 2, 300, 'New orders per best queue and second.'),
  uninformedRate: rate('uninformedRate', 0, 35, 'Trades per second of those who know nothing.'),
  informedRate: rate(
    'informedRate',
    0,
    100,
    'Informed trades per second and tick that the efficient price is beyond the threshold.',
  ),
  informedThreshold: numberField({
    default: ES.informedThreshold,
    min: 0,
    max: 5,
    unit: 'ticks',
    help: 'Distance of the efficient price from the mid from which on the informed trade.',
  }),
  informedCap: numberField({
    default: ES.informedCap,
    min: 0,
    max: 5,
    step: 0.1,
    unit: 'ticks',
    help: 'Largest distance beyond the threshold that makes the informed trade more.',
  }),
  tether: numberField({
    default: ES.tether,
    min: 0,
    max: 1.5,
    unit: '/ tick',
    help: 'How strongly orders and cancels lean towards the efficient price.',
  }),
  volatility: numberField({
    default: ES.volatility,
    min: 0,
    max: 8,
    unit: 'ticks',
    help: 'Standard deviation of the efficient price over a second.',
  }),
  impact: numberField({
    default: ES.impact,
    min: 0,
    max: 0.03,
    step: 0.001,
    unit: 'ticks',
    help: 'Permanent move of the efficient price per contract traded.',
  }),
  clockDeviation: numberField({
    default: ES.clockDeviation,
    min: 0,
    max: 1.3,
    help: 'How unevenly activity comes: standard deviation of the logarithm of its speed.',
  }),
  newestProbability: share('newestProbability', 'Share of cancels that come from the back.'),
  rushOrders: numberField({
    default: ES.rushOrders,
    min: 0,
    max: 20,
    step: 0.5,
    help: 'Makers who join a price that has just become the best, on average.',
  }),
  fadeOrders: numberField({
    default: ES.fadeOrders,
    min: 0,
    max: 10,
    step: 0.1,
    help: 'Makers who leave a queue that a trade has brought near its end, on average.',
  }),
  imbalanceTaking: share(
    'imbalanceTaking',
    'How much more readily uninformed traders take from the shorter queue.',
  ),
  createRate: rate('createRate', 5, 500, 'Rate at which somebody narrows a wide spread.'),
  createMemory: numberField({
    default: ES.createMemory,
    min: 0,
    max: 5,
    step: 0.1,
    help: 'Weight of the side that emptied last in who narrows the spread.',
  }),
  createTether: numberField({
    default: ES.createTether,
    min: 0,
    max: 5,
    step: 0.1,
    unit: '/ tick',
    help: 'Weight of the efficient price in who narrows the spread.',
  }),
  deepAddRate: rate('deepAddRate', 2, 200, 'New orders behind the best prices per second.'),
  deepCancelRate: rate('deepCancelRate', 0, 200, 'Cancels behind the best prices per second.'),
  meanAddSize: numberField({
    default: ES.meanAddSize,
    min: 1.01,
    max: 10,
    step: 0.1,
    unit: 'contracts',
    help: 'Mean size of an order.',
  }),
  unitTradeProbability: share('unitTradeProbability', 'Share of trades that ask for one contract.'),
  tradeSizeTail: numberField({
    default: ES.tradeSizeTail,
    min: 1.05,
    max: 10,
    step: 0.1,
    help: 'Exponent of the sizes of larger trades; the smaller, the larger they get.',
  }),
  maxTradeSize: wholeField({
    default: ES.maxTradeSize,
    min: 2,
    max: 200,
    unit: 'contracts',
    help: 'Largest size of a trade.',
  }),
  informedSweepProbability: share(
    'informedSweepProbability',
    'Share of informed trades that may take more than the best queue.',
  ),
  uninformedSweepProbability: share(
    'uninformedSweepProbability',
    'Share of other trades that may take more than the best queue.',
  ),
  clockRate: numberField({
    default: ES.clockRate,
    min: 0.01,
    max: 3,
    help: 'Speed of everything: seconds of market activity per second.',
  }),
  jumpRate: numberField({
    default: ES.jumpRate,
    min: 0,
    max: 0.1,
    step: 0.001,
    unit: '/ s',
    help: 'Jumps of the efficient price per second.',
  }),
  jumpMean: numberField({
    default: ES.jumpMean,
    min: 0,
    max: 10,
    step: 0.1,
    unit: 'ticks',
    help: 'Mean size of a jump.',
  }),
  trend: numberField({
    default: ES.trend,
    min: 0,
    max: 1,
    unit: 'ticks',
    help: 'Drift of the efficient price per second; its direction turns at random.',
  }),
  newestDraws: wholeField({
    default: ES.newestDraws,
    min: 1,
    max: 8,
    help: 'Orders drawn at random of which the newest is cancelled, where cancels come from the back.',
  }),
  fadeThreshold: numberField({
    default: ES.fadeThreshold,
    min: 0,
    max: 0.9,
    help: 'Imbalance against a queue from which on makers leave it.',
  }),
  reactionSeconds: numberField({
    default: ES.reactionSeconds,
    min: 0.00001,
    max: 0.1,
    step: 0.0001,
    unit: 's',
    help: 'Mean time in which makers join a new queue or leave one.',
  }),
  agentWeight: share('agentWeight', 'Weight of the contracts that an agent shows to others.'),
  levels: wholeField({
    default: ES.levels,
    min: 10,
    max: 20,
    help: 'Levels on a side that the market keeps orders at.',
  }),
  openingMidHalfTicks: wholeField({
    default: ES.openingMidHalfTicks,
    min: 20_001,
    max: 2_000_001,
    step: 2,
    help: 'Price at which a session opens, in half-ticks; odd, so that the spread can be one tick.',
  }),
};

/** Trades per second from which on they would excite each other without end. */
const MOST_TRADES = 42;

/**
 * Says what keeps a market with these parameters from going on, though each is in its range: trades
 * that take more than orders bring, or that excite each other.
 * @returns null where nothing does
 */
export function unstableParameter(
  parameters: QueueReactiveParameters,
): { readonly name: ParameterName; readonly expected: string } | null {
  const { uninformedRate, informedRate, addRate, meanAddSize, referenceQueue } = parameters;
  const trades = uninformedRate + TYPICAL_EXCESS * informedRate;
  if (trades > MOST_TRADES) {
    const expected = `with ${TYPICAL_EXCESS} × informedRate at most ${MOST_TRADES} / s, beyond which trades excite each other without end`;
    return { name: 'uninformedRate', expected };
  }
  const taken = takenByTrades(parameters);
  if (addRate < taken) {
    const expected = `at least ${taken.toPrecision(3)} / s, which is what trades take`;
    return { name: 'addRate', expected };
  }
  if (referenceQueue < meanAddSize) {
    return { name: 'referenceQueue', expected: `at least an order, ${meanAddSize} contracts` };
  }
  return null;
}

/** Changes as little as keeps a market going on. @see unstableParameter */
export function steadied(parameters: QueueReactiveParameters): QueueReactiveParameters {
  const { uninformedRate, informedRate, referenceQueue, meanAddSize } = parameters;
  const trades = uninformedRate + TYPICAL_EXCESS * informedRate;
  const fewer = trades > MOST_TRADES ? (0.99 * MOST_TRADES) / trades : 1;
  const calmer = {
    ...parameters,
    uninformedRate: fewer * uninformedRate,
    informedRate: fewer * informedRate,
    referenceQueue: Math.max(1.01 * meanAddSize, referenceQueue),
  };
  return { ...calmer, addRate: Math.max(1.01 * takenByTrades(calmer), calmer.addRate) };
}

/** Parameters that differ from the preset's, in the order in which they were set. */
export const PARAMETERS_FIELD = valuesField({
  default: '',
  fields: PARAMETER_FIELDS,
  help: 'Parameters of the order flow that differ from the preset’s, as name:number.',
});
