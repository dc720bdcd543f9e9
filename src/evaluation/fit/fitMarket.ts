/**
 * Fits the synthetic market to a recording of single orders. What one column of the recording
 * tells, such as the mean size of an order, has a closed form. What nobody sees, such as the rate
 * of the informed, is found by simulated moments (McFadden, "A Method of Simulated Moments",
 * Econometrica 57, 1989): markets are simulated at parameters around the best so far, with common
 * seeds; moments are regressed on parameters; and the parameters at which they are those of the
 * recording are solved for, in a few rounds. Moments weigh by their variance over resampled blocks
 * of the recording. Fitting takes about 35 million simulated events whatever the recording: a
 * minute or less of one free core.
 */
import { parseMarketConfig, type MarketPreset } from '../../market/config';
import { Rng } from '../../market/rng';
import { flowParameters } from '../../market/synthetic/flowParameters';
import { steadied, type ParameterName } from '../../market/synthetic/parameterFields';
import type { QueueReactiveParameters } from '../../market/synthetic/presets';
import { InvalidInputError } from '../../market/validation';
import { clockDeviation, clockLevel, type ClockLevel } from './clock';
import { FIT_NEEDS } from './fitNeeds';
import { fitted } from './fitted';
import type { FittedParameter } from './fittedParameters';
import {
  ADD_RATE,
  COORDINATES,
  atSpeed,
  coordinatesOf,
  inRange,
  parametersAt,
  valueOf,
  within,
  type Coordinate,
} from './coordinates';
import { MOST_SIMULATIONS, searchMoments, solveInRange, type SearchResult } from './momentSearch';
import { MOMENT_NAMES, momentsOf } from './flowMoments';
import { FlowObserver } from './flowObserver';
import { addedUp, countsOf } from './flowSums';
import { simulateFlow } from './simulatedFlow';
import type { FlowRecord } from './tapeFlow';

/** A moment of the recording and of the fitted market, with its standard error. */
interface FittedMoment {
  readonly name: string;
  readonly recorded: number;
  readonly fitted: number;
  readonly error: number;
}

export interface MarketFit {
  readonly preset: MarketPreset;
  readonly parameters: QueueReactiveParameters;
  readonly fits: readonly FittedParameter[];
  readonly moments: readonly FittedMoment[];
}

const WARM_UPS = 3;
const EVENTS_PER_MARKET = 200_000;
const RESAMPLES = 200;
/**
 * Standard error in a coordinate beyond which a parameter is not identified: a factor of 2.7 either
 * way.
 */
const NORMAL_95 = 1.96;
const UNIDENTIFIED = 0.5;
/** Factor in activity from the preset beyond which the clock takes it, and not each rate. */
const CLOCK_FACTOR = 3;

/** @throws InvalidInputError saying what a recording lacks */
export function requireEnough(record: FlowRecord): void {
  const counts = countsOf(addedUp(record.blocks));
  const lacks = Object.entries(FIT_NEEDS)
    .map(([name, least]) => ({ name, least, has: counts[name as keyof typeof FIT_NEEDS] }))
    .filter(({ least, has }) => !(has >= least));
  if (lacks.length === 0) return;
  throw new InvalidInputError(
    'recording',
    `open trading of at least ${lacks.map(({ name, least }) => `${least} ${name}`).join(', ')}`,
    lacks.map(({ name, has }) => `${Math.floor(has)} ${name}`).join(', '),
  );
}

/**
 * Fits in pieces; yields the share that is done, 0 to 1.
 * @param start parameters to start from; the preset's by default
 * @throws InvalidInputError saying what a recording lacks
 */
export function* fitMarketInSteps(
  record: FlowRecord,
  preset: MarketPreset,
  start?: QueueReactiveParameters,
): Generator<number, MarketFit> {
  requireEnough(record);
  const base = flowParameters({ preset });
  if (base === null)
    throw new InvalidInputError('market', 'a market with a flow of orders', preset);
  const sums = addedUp(record.blocks);
  const counts = countsOf(sums);
  const target = momentsOf(sums);
  const recordErrors = momentErrors(record.blocks);
  const deviation = clockDeviation(record.periodCounts);
  const level = clockLevel(deviation.estimate, record.periodCounts.length);
  // The recording's activity is a draw of the clock, which all rates share: it comes last.
  recordErrors[0] = NaN;
  const unit = counts.unitTrades / counts.deepTrades;
  let centre: QueueReactiveParameters = {
    ...(start ?? base),
    meanAddSize: within('meanAddSize', record.meanAddSize.estimate),
    unitTradeProbability: within('unitTradeProbability', unit),
    maxTradeSize: base.maxTradeSize,
  };
  const total = WARM_UPS + MOST_SIMULATIONS;
  let done = 0;
  function* simulate(parameters: QueueReactiveParameters, seed: number) {
    const observer = new FlowObserver(record.eventsPerSecond, Infinity);
    for (const _ of simulateFlow(parameters, seed, observer, EVENTS_PER_MARKET)) {
      yield done / total;
    }
    done++;
    yield done / total;
    return momentsOf(addedUp(observer.blocks));
  }
  for (let step = 0; step < WARM_UPS; step++) {
    centre = warmer(
      centre,
      target,
      yield* simulate({ ...centre, clockDeviation: 0 }, 1 + step),
      step === 0,
    );
  }
  const home = coordinatesOf(
    atSpeed({ ...base, clockRate: centre.clockRate }, Math.log(centre.addRate / base.addRate)),
  );
  const { rest, solve, errors, widening } = yield* searchMoments({
    target,
    errors: recordErrors,
    start: centre,
    clockDeviation: within('clockDeviation', deviation.estimate),
    home,
    length: counts.events / EVENTS_PER_MARKET,
    simulate,
  });
  const { solution, halves, isFixed } = identified(solve, home, widening);
  // The market is as busy as the recording was, on average; intervals say how far that may be from
  // how busy it is over many.
  const speed = target[0] - solution.moments[0];
  const best = atSpeed(parametersAt(rest, solution.at), speed);
  const parameters: QueueReactiveParameters = {
    ...best,
    clockDeviation: within('clockDeviation', deviation.estimate),
    openingMidHalfTicks: openingMid(record.openingMidHalfTicks, base),
  };
  const fits: FittedParameter[] = [
    fittedAt(ADD_RATE, Math.log(rest.addRate), 0, { counts, speed, level, isIdentified: true }),
    ...COORDINATES.map((coordinate, at) =>
      fittedAt(coordinate, solution.at[at], halves[at], {
        counts,
        speed,
        level,
        isIdentified: !isFixed(at),
      }),
    ),
  ];
  const units = fitted(unit, Math.sqrt((unit * (1 - unit)) / counts.deepTrades), counts.deepTrades);
  const closed: FittedParameter[] = [
    { name: 'meanAddSize', ...record.meanAddSize, isIdentified: true },
    { name: 'unitTradeProbability', ...units, isIdentified: true },
    { name: 'clockDeviation', ...deviation, isIdentified: true },
  ];
  const predicted = solution.moments;
  return {
    preset,
    parameters: stable(parameters, preset),
    fits: [...fits, ...closed],
    moments: MOMENT_NAMES.map((name, at) => ({
      name,
      recorded: target[at],
      fitted: predicted[at],
      error: errors[at],
    })),
  };
}

function openingMid(halfTicks: number, base: QueueReactiveParameters): number {
  const odd = halfTicks + (halfTicks % 2 === 0 ? 1 : 0);
  return within('openingMidHalfTicks', odd) === odd ? odd : base.openingMidHalfTicks;
}

/**
 * Leaves what the moments do not tell at the preset's, and what would be out of its range at the
 * end of it, and solves for the others again. Their intervals say how sure they are without: what
 * is held may be wrong.
 */
function identified(solve: SearchResult['solve'], home: readonly number[], widening: number) {
  const free = solve(new Map());
  const errors = free.covariance.map((row, at) => widening * Math.sqrt(row[at]));
  const fixed = new Map<number, number>();
  for (const [at, error] of errors.entries()) if (error > UNIDENTIFIED) fixed.set(at, home[at]);
  const solution = solveInRange(solve, fixed);
  const halves = errors.map(
    (error, at) => NORMAL_95 * error + Math.abs(solution.at[at] - inRange(at, free.at[at])),
  );
  return { solution, halves, isFixed: (at: number) => fixed.has(at) };
}

/** Brings what a count tells at once near the recording's. */
function warmer(
  parameters: QueueReactiveParameters,
  target: Float64Array,
  found: Float64Array,
  isFirst: boolean,
): QueueReactiveParameters {
  const gap = (name: (typeof MOMENT_NAMES)[number]) => {
    const at = MOMENT_NAMES.indexOf(name);
    const difference = target[at] - found[at];
    return Number.isFinite(difference) ? Math.max(-3, Math.min(3, difference)) : 0;
  };
  const rate = gap('rate');
  const isClock = isFirst && Math.abs(rate) > Math.log(CLOCK_FACTOR);
  const clockRate = isClock
    ? within('clockRate', parameters.clockRate * Math.exp(target[0] - found[0]))
    : parameters.clockRate;
  const speed = isClock ? 0 : rate;
  const scaled = (name: ParameterName, by: number) => within(name, parameters[name] * Math.exp(by));
  const changed: QueueReactiveParameters = {
    ...parameters,
    clockRate,
    // Jumps come by the second, and in a quiet market more rarely.
    jumpRate: within('jumpRate', (parameters.jumpRate * clockRate) / parameters.clockRate),
    addRate: scaled('addRate', speed + gap('adds') / 2),
    uninformedRate: scaled('uninformedRate', speed + gap('trades')),
    informedRate: scaled('informedRate', speed + gap('trades')),
    deepAddRate: scaled('deepAddRate', speed + gap('deepAdds')),
    deepCancelRate: scaled('deepCancelRate', speed + gap('deepCancels')),
    createRate: scaled('createRate', speed + gap('creates')),
    referenceQueue: scaled('referenceQueue', gap('depth')),
    volatility: scaled('volatility', (speed + gap('variance')) / 2),
    rushOrders: scaled('rushOrders', gap('rush')),
  };
  return steadied(changed);
}

/** Standard errors of moments over resampled blocks. */
function momentErrors(blocks: readonly Float64Array[]): Float64Array {
  const rng = new Rng(1, 12);
  const samples = Array.from({ length: RESAMPLES }, () =>
    momentsOf(addedUp(blocks.map(() => blocks[rng.below(blocks.length)]))),
  );
  return Float64Array.from(MOMENT_NAMES, (_, at) => {
    const values = samples.map((sample) => sample[at]).filter(Number.isFinite);
    if (values.length < RESAMPLES / 2) return NaN;
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    return Math.sqrt(square / (values.length - 1));
  });
}

interface FitContext {
  readonly counts: Readonly<Record<Coordinate['counts'], number>>;
  /** Logarithm of the recording's activity beside that of the simulated markets. */
  readonly speed: number;
  readonly level: ClockLevel;
  readonly isIdentified: boolean;
}

/** Puts the errors of a coordinate and of how fast a second is together. */
function fittedAt(
  coordinate: Coordinate,
  at: number,
  half: number,
  { counts, speed, level, isIdentified }: FitContext,
): FittedParameter {
  const { name, time } = coordinate;
  const observations = counts[coordinate.counts];
  const middle = at + time * speed;
  const estimate = valueOf(coordinate, middle);
  if (!isIdentified) return { name, estimate, low: NaN, high: NaN, observations, isIdentified };
  const low = valueOf(coordinate, middle - Math.hypot(half, time * Math.max(0, level.high)));
  const high = valueOf(coordinate, middle + Math.hypot(half, time * Math.max(0, -level.low)));
  return { name, estimate, low, high, observations, isIdentified };
}

/** Rounds to what a link can carry, and leaves out what would not go on. */
function stable(
  parameters: QueueReactiveParameters,
  preset: MarketPreset,
): QueueReactiveParameters {
  const rounded = Object.fromEntries(
    Object.entries(steadied(parameters)).map(([name, value]) => [
      name,
      Number(value.toPrecision(4)),
    ]),
  );
  rounded.openingMidHalfTicks = parameters.openingMidHalfTicks;
  const market = parseMarketConfig({ preset, parameters: rounded }, 'fit');
  const whole = flowParameters(market);
  if (whole === null)
    throw new InvalidInputError('market', 'a market with a flow of orders', preset);
  return whole;
}
