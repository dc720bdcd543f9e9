/**
 * The page measures stylised facts one market at a time, and shows the progress. Results are kept
 * by market, length and seeds: measuring again would give the same.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { MarketMeasurement } from '../../evaluation/facts/marketFacts';
import type { Lab } from '../../lab/types';
import type { MarketConfig } from '../../market/config';
import { valuesText } from '../../market/fields';
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import { SPARE_SECONDS } from '../../recordings/play/recording';
import { longestWindowNs } from '../../recordings/play/splits';
import type { TapeHeader } from '../../recordings/tape';
import type { FactsState } from './factsState';
import type { SessionState } from '../state';

/** Seconds of a short session, and of one that accepted ranges are stated for. */
export const QUICK_SECONDS = 300;
export const FULL_SECONDS = 1800;

/** A measurement of the market on screen, for one short session. */
export const quickMeasurement = (market: MarketConfig, seed: number): MarketMeasurement => ({
  market,
  seconds: QUICK_SECONDS,
  seeds: [seed],
});

/** The measurement that the accepted ranges are stated for. */
export const fullMeasurement = (market: MarketConfig): MarketMeasurement => ({
  market,
  seconds: FULL_SECONDS,
  seeds: [1, 2, 3, 4, 5],
});

/** The longest measurement that the part of a recording for training has room for. */
export function recordedMeasurement(
  market: MarketConfig,
  header: TapeHeader,
  mostSeconds: number,
): MarketMeasurement {
  const longest = longestWindowNs(header, 'training') / NANOSECONDS_PER_SECOND - SPARE_SECONDS;
  return { market, seconds: Math.max(1, Math.min(mostSeconds, Math.floor(longest))), seeds: [1] };
}

export function measurementKey({ market, seconds, seeds }: MarketMeasurement): string {
  const { preset, regime, tape, parameters = {} } = market;
  if (tape !== undefined)
    return `${tape.hash} ${tape.split}, ${seconds} s, seeds ${seeds.join(' ')}`;
  return `${preset}.${regime}, ${valuesText(parameters)}, ${seconds} s, seeds ${seeds.join(' ')}`;
}

export class FactsController {
  private abort: AbortController | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'measureMarket'>,
  ) {}

  /** Cancels any other measurement; does nothing when the result is there or on its way. */
  async measure(measurement: MarketMeasurement): Promise<void> {
    const key = measurementKey(measurement);
    if (this.facts.samples[key] !== undefined || this.facts.running?.key === key) return;
    this.cancel();
    const abort = new AbortController();
    this.abort = abort;
    this.show({ running: { key, share: 0 }, failure: null });
    try {
      const samples = await this.lab.measureMarket(
        measurement,
        (share) => {
          if (this.abort === abort) this.show({ running: { key, share } });
        },
        abort.signal,
      );
      this.show({ samples: { ...this.facts.samples, [key]: samples } });
    } catch (error) {
      if (this.abort !== abort) return;
      const message = error instanceof Error ? error.message : 'The market could not be measured.';
      this.show({ failure: { key, message } });
    } finally {
      if (this.abort === abort) {
        this.abort = null;
        this.show({ running: null });
      }
    }
  }

  cancel(): void {
    this.abort?.abort();
    this.abort = null;
    if (this.facts.running !== null) this.show({ running: null });
  }

  private get facts(): FactsState {
    return this.store.getState().facts;
  }

  private show(changes: Partial<FactsState>): void {
    this.store.setState({ facts: { ...this.facts, ...changes } });
  }
}
