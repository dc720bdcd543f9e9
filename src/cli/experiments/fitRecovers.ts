/**
 * Fitting finds what a market was made with: our own markets are recorded, read back, played beside
 * the market that made them, and fitted from a start that is away from the truth. An interval of 95
 * % misses one truth in twenty, and those of one fit miss together, since rates share how fast the
 * session happened to be: the claim holds where nine intervals in ten hold the truth and every book
 * is identical.
 */
import { fitMarketInSteps, type MarketFit } from '../../evaluation/fit/fitMarket';
import { FIT_BLOCKS, flowRecordOf } from '../../evaluation/fit/tapeFlow';
import { BUY, SELL } from '../../market/types';
import { createMarket } from '../../market/createMarket';
import { parseMarketConfig, type MarketConfig } from '../../market/config';
import { Rng } from '../../market/rng';
import { flowParameters } from '../../market/synthetic/flowParameters';
import { PARAMETER_FIELDS, unstableParameter } from '../../market/synthetic/parameterFields';
import type { QueueReactiveParameters } from '../../market/synthetic/presets';
import { regimeParameters } from '../../market/synthetic/regimes';
import { RecordedBook } from '../../recordings/book/recordedBook';
import { RECORDING_FORMATS } from '../../recordings/formats';
import { TapeCursor } from '../../recordings/play/tapeCursor';
import { readRecording } from '../../recordings/readRecording';
import type { Tape, TapeChunk } from '../../recordings/tape';
import type { BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { marketName } from '../program/settings';
import { recordMarket } from '../work/recordMarket';
import type { Experiment } from './experiment';
import { DEFAULT_SIZES } from './trained';

const NAME = 'experiment.fitRecovers';
const MARKETS: readonly MarketConfig[] = [
  parseMarketConfig({ preset: 'es' }),
  parseMarketConfig({ preset: 'nq' }),
  parseMarketConfig({ preset: 'es', regime: 'toxic' }),
];
const RECORDED_SECONDS = 1800;
/** Share of the intervals that have to hold the truth. */
const COVERAGE = 0.9;
/** How far the start is from the preset: a factor of up to 1.35 either way. */
const START_REACH = 0.3;

interface Recovered {
  readonly market: MarketConfig;
  readonly seed: number;
  readonly events: number;
  readonly identical: number;
  readonly fit: MarketFit;
  readonly truth: QueueReactiveParameters;
}

export const fitRecovers: Experiment = {
  claim: 'a recording of our own market, fitted, gives back the parameters that it was made with',
  defaults: { ...DEFAULT_SIZES, dataSeeds: 3 },
  async run({ seed, dataSeeds, seconds = RECORDED_SECONDS }, terminal) {
    const recovered: Recovered[] = [];
    for (let offset = 0; offset < dataSeeds; offset++) {
      for (const market of MARKETS) {
        const own = seed + offset;
        const name = `${marketName(market)}, seed ${own}`;
        const tape = await recordedTape(market, seconds, own, (done) =>
          terminal.progress.update(`Recording ${name}: ${done} of ${seconds} s`),
        );
        const identical = identicalBooks(tape, market, own);
        const steps = fitMarketInSteps(
          flowRecordOf(tape, FIT_BLOCKS),
          market.preset,
          startFor(market, own),
        );
        let step = steps.next();
        for (; step.done !== true; step = steps.next()) {
          terminal.progress.update(`Fitting ${name}: ${Math.floor(100 * step.value)} %`);
        }
        const { events } = tape.header;
        const truth = truthOf(market);
        recovered.push({ market, seed: own, events, identical, fit: step.value, truth });
        terminal.progress.finish(`Fitted ${name}.`);
      }
    }
    const judged = recovered.flatMap(judgedOf);
    const intervals = judged.filter(({ fit }) => fit.isIdentified);
    const holding = intervals.filter(({ holds }) => holds).length;
    const share = holding / intervals.length;
    const isIdentical = recovered.every(({ events, identical }) => events === identical);
    terminal.print(
      formatTable(
        ['market', 'parameter', 'truth', 'fitted', 'from', 'to', 'holds'],
        judged.map(({ market, fit, truth, holds }) => [
          market,
          fit.name,
          shown(truth),
          fit.isIdentified ? shown(fit.estimate) : 'not identified',
          shown(fit.low),
          shown(fit.high),
          fit.isIdentified ? (holds ? 'yes' : 'NO') : '',
        ]),
        ['left', 'left'],
      ),
    );
    return {
      config: { markets: MARKETS, seconds, seed, dataSeeds, coverage: COVERAGE },
      results: [...resultsOf(recovered), ...summaryOf(intervals.length, holding, judged.length)],
      holds: share >= COVERAGE && isIdentical,
      conclusion: `${holding} of ${intervals.length} intervals of 95 % hold the truth, of ${judged.length} parameters in ${recovered.length} recordings of ${seconds} s; the book is ${isIdentical ? 'identical at every event' : 'NOT identical'}.`,
    };
  },
};

async function recordedTape(
  market: MarketConfig,
  seconds: number,
  seed: number,
  onSecond: (done: number) => void,
): Promise<Tape> {
  const { parts } = recordMarket(market, seconds, seed, onSecond);
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  const chunks: TapeChunk[] = [];
  const file = { name: `${marketName(market)}.dbn`, bytes, open: () => streamOf(parts) };
  const keep = (chunk: TapeChunk) => void chunks.push(chunk);
  const header = await readRecording([file], RECORDING_FORMATS, keep, {});
  return { header, chunks };
}

async function* streamOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}

/** Counts the events after which the tape's book is that of the market that made it. */
function identicalBooks(tape: Tape, config: MarketConfig, seed: number): number {
  const market = createMarket(config);
  market.reset(seed);
  const cursor = new TapeCursor(tape, [], new RecordedBook());
  let identical = 0;
  while (cursor.nextEventNs < Infinity) {
    const timeNs = cursor.nextEventNs;
    cursor.skipEvent();
    market.advanceTo(timeNs);
    const { book } = cursor;
    const isSame = ([BUY, SELL] as const).every((side) => {
      const levels = book.levelsOf(side);
      for (let rank = 0; rank < levels.count; rank++) {
        const size = levels.sizes[levels.slotAt(rank)];
        if (market.book.sizeAt(levels.priceAt(rank)) !== size) return false;
      }
      return true;
    });
    const { bestBid, bestAsk } = market.book;
    if (isSame && book.bestBid === bestBid && book.bestAsk === bestAsk) identical++;
  }
  return identical;
}

function truthOf({ preset, regime }: MarketConfig): QueueReactiveParameters {
  const parameters = flowParameters({ preset });
  if (parameters === null) throw new Error(`${preset} has no flow of orders`);
  return regimeParameters(parameters, regime)[0];
}

/** Moves the preset away from the truth, every parameter that can be by a factor of its own. */
function startFor({ preset }: MarketConfig, seed: number): QueueReactiveParameters {
  const base = truthOf({ preset, regime: 'base' });
  const rng = new Rng(seed, 21);
  const moved = Object.fromEntries(
    MOVED.map((name) => {
      const { min, max } = PARAMETER_FIELDS[name];
      const value = base[name] * Math.exp(START_REACH * (2 * rng.uniform() - 1));
      return [name, Math.min(max, Math.max(min, value))];
    }),
  );
  const start = { ...base, ...moved };
  return unstableParameter(start) === null ? start : base;
}

const MOVED = [
  'referenceQueue',
  'addRate',
  'uninformedRate',
  'informedRate',
  'informedThreshold',
  'tether',
  'volatility',
  'impact',
  'createRate',
  'createMemory',
  'rushOrders',
  'fadeOrders',
  'imbalanceTaking',
  'deepAddRate',
  'deepCancelRate',
  'newestProbability',
  'tradeSizeTail',
  'informedSweepProbability',
] as const satisfies readonly (keyof QueueReactiveParameters)[];

function judgedOf({ market, seed, fit, truth }: Recovered) {
  return fit.fits.map((parameter) => {
    const made = truth[parameter.name];
    const holds = parameter.low <= made && made <= parameter.high;
    return { market: `${marketName(market)}.${seed}`, fit: parameter, truth: made, holds };
  });
}

function resultsOf(recovered: readonly Recovered[]): BenchResult[] {
  return recovered.flatMap((one) => {
    const prefix = `${NAME}.${marketName(one.market)}.${one.seed}`;
    return [
      { name: `${prefix}.events`, value: one.events, unit: 'events' },
      { name: `${prefix}.identical`, value: one.identical, unit: 'events' },
      ...judgedOf(one).flatMap(({ fit, truth, holds }) => [
        { name: `${prefix}.${fit.name}.truth`, value: truth, unit: '' },
        ...(fit.isIdentified
          ? [
              { name: `${prefix}.${fit.name}`, value: fit.estimate, unit: '' },
              { name: `${prefix}.${fit.name}.low`, value: fit.low, unit: '' },
              { name: `${prefix}.${fit.name}.high`, value: fit.high, unit: '' },
              { name: `${prefix}.${fit.name}.holds`, value: Number(holds), unit: '1 holds' },
            ]
          : []),
      ]),
    ];
  });
}

const summaryOf = (intervals: number, holding: number, parameters: number): BenchResult[] => [
  { name: `${NAME}.parameters`, value: parameters, unit: 'in all recordings' },
  { name: `${NAME}.identified`, value: intervals, unit: 'in all recordings' },
  { name: `${NAME}.holding`, value: holding, unit: 'in all recordings' },
];

const shown = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '';
