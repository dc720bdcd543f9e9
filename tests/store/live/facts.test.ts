import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { MarketMeasurement } from '../../../src/evaluation/facts/marketFacts';
import { factsSessionInSteps } from '../../../src/evaluation/facts/factsSession';
import type { FactsSession } from '../../../src/evaluation/facts/factsSession';
import { finish } from '../../../src/market/steps';
import type { Lab } from '../../../src/lab/types';
import {
  FactsController,
  fullMeasurement,
  measurementKey,
  quickMeasurement,
} from '../../../src/store/live/facts';
import { INITIAL_FACTS } from '../../../src/store/live/factsState';
import type { SessionState } from '../../../src/store/state';

const market = { preset: 'nq', regime: 'base' } as const;
const quick = quickMeasurement(market, 3);
const full = fullMeasurement(market);
const sample = finish(factsSessionInSteps(market, 2, 3));

/** A lab whose measurements end when the test says so. */
function open() {
  const asked: {
    readonly measurement: MarketMeasurement;
    readonly report: (share: number) => void;
    readonly finish: (samples: readonly FactsSession[]) => void;
    readonly fail: (error: Error) => void;
    readonly signal: AbortSignal;
  }[] = [];
  const lab: Pick<Lab, 'measureMarket'> = {
    measureMarket: (measurement, report, signal) =>
      new Promise((finish, fail) => {
        signal.addEventListener('abort', () => fail(new Error('aborted')));
        asked.push({ measurement, report, finish, fail, signal });
      }),
  };
  // Only the facts are read and written.
  const store = createStore(() => ({ facts: INITIAL_FACTS }) as SessionState);
  return {
    controller: new FactsController(store, lab),
    asked,
    facts: () => store.getState().facts,
  };
}

describe('measuring on the page', () => {
  it('shows how far it is, then keeps what came of it', async () => {
    const { controller, asked, facts } = open();
    const measuring = controller.measure(quick);
    asked[0].report(0.4);
    expect(facts().running).toEqual({ key: measurementKey(quick), share: 0.4 });
    asked[0].finish([sample]);
    await measuring;
    expect(facts().running).toBeNull();
    expect(facts().samples[measurementKey(quick)]).toEqual([sample]);
  });

  it('does not measure the same twice, and knows seeds and lengths apart', async () => {
    const { controller, asked } = open();
    const measuring = controller.measure(quick);
    void controller.measure(quick);
    asked[0].finish([sample]);
    await measuring;
    await controller.measure(quick);
    expect(asked).toHaveLength(1);
    expect(measurementKey(quickMeasurement(market, 4))).not.toBe(measurementKey(quick));
    expect(measurementKey(full)).not.toBe(measurementKey(quick));
  });

  it('cancels in silence, and keeps what was there', async () => {
    const { controller, asked, facts } = open();
    const first = controller.measure(quick);
    asked[0].finish([sample]);
    await first;
    const second = controller.measure(full);
    controller.cancel();
    await second;
    expect(asked[1].signal.aborted).toBe(true);
    expect(facts()).toEqual({
      running: null,
      failure: null,
      samples: { [measurementKey(quick)]: [sample] },
    });
  });

  it('lets the newest wish win', async () => {
    const { controller, asked, facts } = open();
    const first = controller.measure(quick);
    const second = controller.measure(full);
    asked[0].report(0.9);
    expect(facts().running).toEqual({ key: measurementKey(full), share: 0 });
    asked[1].finish([sample]);
    await Promise.all([first, second]);
    expect(facts().running).toBeNull();
  });

  it('says why nothing came of it', async () => {
    const { controller, asked, facts } = open();
    const measuring = controller.measure(quick);
    asked[0].fail(new Error('The collector stopped: out of memory'));
    await measuring;
    expect(facts().failure?.message).toBe('The collector stopped: out of memory');
    expect(facts().running).toBeNull();
  });
});
