/**
 * All that a recording tells of the market behind it, as the page and the command line ask for it:
 * parameters with a closed form, and where it knows single orders a market that the lab can play,
 * with its facts beside those of the recording and of the preset. What it does not tell is said.
 */
import { parseMarketConfig, type MarketConfig, type MarketPreset } from '../../market/config';
import { scaled } from '../../market/steps';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { FlowSampler } from '../../recordings/describe/flowSamples';
import type { Recording } from '../../recordings/play/recording';
import type { Tape } from '../../recordings/tape';
import { closedForms } from './closedForms';
import { comparedFactsInSteps } from './comparedFacts';
import type { ComparedFact } from './factVerdict';
import { fitMarketInSteps, type MarketFit } from './fitMarket';
import type { Fitted } from './fitted';
import { FIT_BLOCKS, flowRecordOf } from './tapeFlow';

/** A parameter with a closed form; null where the recording has too little of what it needs. */
export interface ClosedFit {
  readonly name: string;
  readonly unit: string;
  /** What is counted, how much the recording has, and how much it takes. */
  readonly of: string;
  readonly has: number;
  readonly needs: number;
  readonly fit: Fitted | null;
}

export interface FittedMarket extends MarketFit {
  readonly market: MarketConfig;
  /** Empty where they were not asked for, or the recording has no room for a session. */
  readonly facts: readonly ComparedFact[];
}

export interface RecordingFit {
  readonly openSeconds: number;
  readonly closed: readonly ClosedFit[];
  readonly fitted: FittedMarket | null;
  /** Why no market was fitted; empty where one was. */
  readonly refusal: string;
}

/** Share of the work that fitting is; the rest is watching facts. */
const FIT_SHARE = 0.75;

/**
 * Fits in pieces; yields the share that is done, 0 to 1.
 * @param factsSeconds length of the sessions in which facts are compared; 0 leaves them out
 */
export function* fitRecordingInSteps(
  recording: Recording,
  preset: MarketPreset,
  factsSeconds: number,
): Generator<number, RecordingFit> {
  const { tape } = recording;
  const { openSeconds, closed } = closedFits(tape);
  yield 0;
  try {
    const share = factsSeconds === 0 ? 1 : FIT_SHARE;
    const record = flowRecordOf(tape, FIT_BLOCKS);
    const fit = yield* scaled(fitMarketInSteps(record, preset), (done) => done * share);
    const market = parseMarketConfig({ preset: fit.preset, parameters: fit.parameters });
    const facts =
      factsSeconds === 0
        ? []
        : yield* scaled(
            comparedFactsInSteps(recording, market, factsSeconds),
            (done) => share + done * (1 - share),
          );
    return { openSeconds, closed, fitted: { ...fit, market, facts }, refusal: '' };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { openSeconds, closed, fitted: null, refusal: reasonOf(error) };
  }
}

function closedFits(tape: Tape): Pick<RecordingFit, 'openSeconds' | 'closed'> {
  const sampler = new FlowSampler(tape.header);
  for (const chunk of tape.chunks) sampler.take(chunk);
  const samples = sampler.finish();
  const closed = closedForms(samples).map(({ name, unit, of, has, needs, fit }) => ({
    name,
    unit,
    of,
    has,
    needs,
    fit: has >= needs ? fit() : null,
  }));
  return { openSeconds: samples.openSeconds, closed };
}
