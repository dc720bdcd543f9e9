import { expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { SAMPLE, SAMPLE_LENGTH, SAMPLE_TERMS } from '../../../src/protocol/frames';
import { FrameRing } from '../../../src/store/live/frameRing';
import { tableCsv, tableRows, tableSteps } from '../../../src/store/live/chartTable';
import { frameOf } from './frames';

/**
 * Seven steps a tenth of a second apart, each with a profit of 10 a step and 2 of spread capture.
 */
const steps = tableSteps({
  history: {
    start: 0,
    end: 7,
    episodes: { start: 0, end: 2, beginsAt: (place: number) => 10 * place, numberAt: () => 4 },
    timeAt: (index: number) => index / 10,
    valueAt: (index: number, field: number) => {
      if (field === SAMPLE.timeSeconds) return index / 10;
      if (field === SAMPLE.equityDollars) return 10 * index;
      if (field === SAMPLE.bestBid) return 100;
      if (field === SAMPLE.bidPrice) return Number.NaN;
      return field === SAMPLE_TERMS ? 2 : 0;
    },
  } as never,
  window: { from: 0, to: 1 },
  tickSize: 0.25,
  weights: { ...DEFAULT_REWARD_WEIGHTS, spreadCapture: 3 },
  beside: null,
});

it('has a row per step, weighted', () => {
  expect(SAMPLE_LENGTH).toBeGreaterThan(SAMPLE_TERMS);
  expect(steps.map(({ reward }) => reward)).toEqual([6, 6, 6, 6, 6, 6, 6]);
  expect(steps[2]).toMatchObject({ timeSeconds: 0.2, bestBid: 25, ownBid: Number.NaN });
});

it('sums flows over the steps of a row, and loses none of them', () => {
  const rows = tableRows(steps, 3);
  expect(rows.map(({ reward }) => reward)).toEqual([6, 18, 18]);
  expect(rows.map(({ spreadCapture }) => spreadCapture)).toEqual([6, 18, 18]);
  expect(rows.map(({ profitDollars }) => profitDollars)).toEqual([0, 30, 60]);
});

it('lets no row hold steps of two episodes', () => {
  const two = steps.map((step, index) => ({ ...step, episode: index < 5 ? 1 : 2 }));
  const rows = tableRows(two, 3);
  expect(rows.map(({ episode, reward }) => [episode, reward])).toEqual([
    [1, 12],
    [1, 18],
    [2, 12],
  ]);
});

it('gives the last step of an episode to it, and not to the next', () => {
  const ring = new FrameRing(16, 16);
  const step = (number: number) => ({ step: number, timeSeconds: number / 10 });
  ring.push(frameOf([step(1), step(2)], [], { episode: 1 }));
  ring.push(frameOf([step(1), step(2)], [], { episode: 2 }));
  const two = tableSteps({
    history: ring,
    window: { from: 0, to: 1 },
    tickSize: 0.25,
    weights: DEFAULT_REWARD_WEIGHTS,
    beside: null,
  });
  expect(two.map(({ episode, timeSeconds }) => [episode, timeSeconds])).toEqual([
    [1, 0.1],
    [1, 0.2],
    [2, 0.1],
    [2, 0.2],
  ]);
});

it('is written as CSV with every step, and nothing where there is no number', () => {
  const lines = tableCsv(steps).split('\r\n');
  expect(lines).toHaveLength(9);
  expect(lines[0]).toMatch(/^episode,timeSeconds,bestBid,.*,reward,spreadCapture,/);
  expect(lines[3].split(',').slice(0, 8)).toEqual(['4', '0.2', '25', '0', '', '0', '0', '20']);
});
