/**
 * Checks what the rows of a recorded episode must be before anything draws or replays them: every
 * number within its range, time that never runs back, fills that add up to the inventory, and
 * reward terms that add up to the profit. Reads every number once.
 */
import { InvalidInputError } from '../market/validation';
import {
  FILL,
  FILL_FIELDS,
  FILL_LENGTH,
  QUEUE_FIELDS,
  RIVAL_FIELDS,
  RECORD_LADDER_LENGTH,
  SAMPLE,
  SAMPLE_FIELDS,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type EpisodeRecord,
} from './frames';
import { checkDecisions } from './recordedDecisions';

/**
 * Largest number accepted, in the units of any column: far beyond every market, and well within
 * what a chart can draw.
 */
const LARGEST = 1e9;
/**
 * Most ticks between the lowest and the highest price of an episode: charts and ladder step through
 * prices one by one. The longest episode of the most volatile market moves by a hundredth.
 */
const MAX_PRICE_SPAN_TICKS = 50_000;
/** Money terms of a reward, the first in the order of REWARD_TERMS, which add up to the profit. */
const MONEY_TERMS = 4;

interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether NaN may stand for "there is none". */
  readonly mayBeMissing: boolean;
  readonly isWhole: boolean;
}

const range = (low: number, high: number, options: Partial<Range> = {}): Range => ({
  low,
  high,
  mayBeMissing: false,
  isWhole: false,
  ...options,
});
const ANY = range(-LARGEST, LARGEST);
const OR_NONE = range(-LARGEST, LARGEST, { mayBeMissing: true });
const COUNT_OR_NONE = range(0, LARGEST, { mayBeMissing: true });

const SAMPLE_RANGES: Readonly<Partial<Record<(typeof SAMPLE_FIELDS)[number], Range>>> = {
  bestBid: OR_NONE,
  bestAsk: OR_NONE,
  bidPrice: OR_NONE,
  askPrice: OR_NONE,
  timeSeconds: range(0, LARGEST),
  inventory: range(-LARGEST, LARGEST, { isWhole: true }),
  bidSkew: OR_NONE,
  askSkew: OR_NONE,
  spread: OR_NONE,
  bidSizeFraction: OR_NONE,
  askSizeFraction: OR_NONE,
};
const FILL_RANGES: Readonly<Partial<Record<(typeof FILL_FIELDS)[number], Range>>> = {
  timeSeconds: range(0, LARGEST),
  side: range(-1, 1, { isWhole: true }),
  size: range(1, LARGEST, { isWhole: true }),
  midTicks: OR_NONE,
  isMaker: range(0, 1, { isWhole: true }),
  aheadContracts: COUNT_OR_NONE,
  levelContracts: COUNT_OR_NONE,
};

const RIVAL_RANGES: Readonly<Partial<Record<(typeof RIVAL_FIELDS)[number], Range>>> = {
  bidPrice: OR_NONE,
  bidSize: COUNT_OR_NONE,
  askPrice: OR_NONE,
  askSize: COUNT_OR_NONE,
  shareOfVolume: range(0, 1, { mayBeMissing: true }),
  fills: range(0, LARGEST, { isWhole: true }),
};

/** @throws InvalidInputError naming the first number, with its row, that cannot be right */
export function checkEpisode(record: EpisodeRecord): void {
  const { samples, fills, ladder, queue } = record;
  checkRanges('samples', samples, SAMPLE_FIELDS, SAMPLE_RANGES);
  checkRanges('fills', fills, FILL_FIELDS, FILL_RANGES);
  checkRanges(
    'queue',
    queue,
    QUEUE_FIELDS,
    Object.fromEntries(QUEUE_FIELDS.map((name) => [name, COUNT_OR_NONE])),
  );
  const negative = ladder.findIndex((size) => size < 0 || size > LARGEST);
  if (negative >= 0) {
    const row = Math.floor(negative / RECORD_LADDER_LENGTH);
    throw new InvalidInputError(`episode.ladder[${row}]`, 'contracts from 0', ladder[negative]);
  }
  if (record.rivals !== undefined) {
    checkRanges('rivals', record.rivals, RIVAL_FIELDS, RIVAL_RANGES);
  }
  checkDecisions(record);
  checkSpan(record);
  checkSteps(record);
  checkVolume(record);
}

/** Contracts of everybody's trades are counted up. */
function checkVolume({ marketContracts = new Float64Array(0) }: EpisodeRecord): void {
  let before = 0;
  for (const [row, value] of marketContracts.entries()) {
    if (!Number.isInteger(value) || value < before || value > LARGEST) {
      const expected = `a whole number from ${before} to ${LARGEST}`;
      throw new InvalidInputError(`episode.marketContracts[${row}]`, expected, value);
    }
    before = value;
  }
}

function checkRanges(
  column: string,
  values: Float64Array,
  names: readonly string[],
  ranges: Readonly<Partial<Record<string, Range>>>,
): void {
  const width = names.length;
  const rangeOf = names.map((name) => ranges[name] ?? ANY);
  for (let index = 0; index < values.length; index += 1) {
    const { low, high, mayBeMissing, isWhole } = rangeOf[index % width];
    const value = values[index];
    if (value >= low && value <= high && (!isWhole || Number.isInteger(value))) continue;
    if (mayBeMissing && Number.isNaN(value)) continue;
    const field = `episode.${column}.${names[index % width]}[${Math.floor(index / width)}]`;
    const kind = isWhole ? 'a whole number' : 'a number';
    const none = mayBeMissing ? ', or none' : '';
    throw new InvalidInputError(field, `${kind} from ${low} to ${high}${none}`, value);
  }
}

function checkSpan({ samples, fills }: EpisodeRecord): void {
  let low = Infinity;
  let high = -Infinity;
  const widen = (field: string, price: number) => {
    // A missing price changes neither.
    if (price < low) low = price;
    if (price > high) high = price;
    if (high - low <= MAX_PRICE_SPAN_TICKS) return;
    const expected = `prices within ${MAX_PRICE_SPAN_TICKS} ticks of each other`;
    throw new InvalidInputError(`episode.${field}`, expected, high - low);
  };
  for (let at = 0; at < samples.length; at += SAMPLE_LENGTH) {
    const row = at / SAMPLE_LENGTH;
    for (const name of ['bestBid', 'bestAsk', 'bidPrice', 'askPrice'] as const) {
      widen(`samples.${name}[${row}]`, samples[at + SAMPLE[name]]);
    }
  }
  for (let at = 0; at < fills.length; at += FILL_LENGTH) {
    for (const name of ['priceTicks', 'midTicks'] as const) {
      widen(`fills.${name}[${at / FILL_LENGTH}]`, fills[at + FILL[name]]);
    }
  }
}

/**
 * Replay seeks by step and by time, and shows sums: rows have to follow and to explain each other.
 */
function checkSteps({ samples, fills, steps }: EpisodeRecord): void {
  let time = 0;
  let equity = 0;
  let inventory = 0;
  let fill = 0;
  for (let row = 0; row < steps; row += 1) {
    const at = row * SAMPLE_LENGTH;
    const fail = (field: keyof typeof SAMPLE, expected: string) => {
      throw new InvalidInputError(
        `episode.samples.${field}[${row}]`,
        expected,
        samples[at + SAMPLE[field]],
      );
    };
    if (samples[at + SAMPLE.step] !== row + 1) fail('step', `${row + 1}`);
    if (samples[at + SAMPLE.timeSeconds] < time) fail('timeSeconds', `seconds, not before ${time}`);
    time = samples[at + SAMPLE.timeSeconds];
    for (; fill * FILL_LENGTH < fills.length; fill += 1) {
      if (fills[fill * FILL_LENGTH + FILL.step] > row + 1) break;
      checkFill(fills, fill, row + 1, time);
      inventory += fills[fill * FILL_LENGTH + FILL.side] * fills[fill * FILL_LENGTH + FILL.size];
    }
    if (samples[at + SAMPLE.inventory] !== inventory) {
      fail('inventory', `${inventory}, the sum of the fills`);
    }
    let expected = equity;
    for (let term = 0; term < MONEY_TERMS; term += 1) {
      expected += samples[at + SAMPLE_TERMS + term];
    }
    equity = samples[at + SAMPLE.equityDollars];
    // Rounding of sums of thousands of fills, in proportion to what is summed.
    if (Math.abs(equity - expected) > 1e-6 * Math.max(1, Math.abs(equity))) {
      fail('equityDollars', `${expected}, the sum of the reward terms in dollars`);
    }
  }
  if (fill * FILL_LENGTH < fills.length) {
    const step = fills[fill * FILL_LENGTH + FILL.step];
    throw new InvalidInputError(`episode.fills.step[${fill}]`, `at most ${steps}`, step);
  }
}

function checkFill(fills: Float64Array, fill: number, step: number, time: number): void {
  const at = fill * FILL_LENGTH;
  const fail = (field: keyof typeof FILL, expected: string) => {
    throw new InvalidInputError(
      `episode.fills.${field}[${fill}]`,
      expected,
      fills[at + FILL[field]],
    );
  };
  if (fills[at + FILL.step] !== step) fail('step', `${step}`);
  if (fills[at + FILL.side] === 0) fail('side', '1 or -1');
  const before = fill === 0 ? 0 : fills[at - FILL_LENGTH + FILL.timeSeconds];
  // The last digits of the two clocks may differ.
  if (fills[at + FILL.timeSeconds] > time + 1e-6) fail('timeSeconds', `at most ${time} seconds`);
  if (fills[at + FILL.timeSeconds] < before) fail('timeSeconds', `seconds, not before ${before}`);
}
