import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { TrainingProgress } from '../../../src/protocol/api';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import {
  IDLE_TRAINING,
  MAX_CURVE_POINTS,
  beginTraining,
  isRunning,
  phaseShare,
  reduceTraining,
} from '../../../src/store/training/training';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleQuality } from '../../learning/data/exampleDataset';

const progress = (
  phase: 'cloning' | 'training',
  update: number,
  policyVersion = 0,
): TrainingProgress => ({
  algorithm: 'iql',
  phase,
  update,
  totalUpdates: 2300,
  updatesPerSecond: 40,
  secondsLeft: 10,
  policyLoss: 1,
  valueLoss: 1,
  criticLoss: 1,
  meanValue: 0,
  meanQ: 0,
  meanAdvantageWeight: 1,
  clippedShare: 0,
  policyStd: 0.5,
  gradientNorm: Number.NaN,
  valueGradientNorm: Number.NaN,
  criticGradientNorm: Number.NaN,
  policyVersion,
});

const started = beginTraining(IDLE_TRAINING, DEFAULT_RUN_CONFIG);

it('says how many updates a run has that was resumed with none left', () => {
  const policy = { ...examplePolicy(), updates: 140 };
  expect(reduceTraining(started, { kind: 'finished', policy, state: null })).toMatchObject({
    phase: 'finished',
    progress: null,
    done: 140,
    total: 140,
  });
});

describe('a training run on the page', () => {
  it('remembers what it is paid for', () => {
    expect(started.config?.weights).toEqual(DEFAULT_REWARD_WEIGHTS);
    expect(isRunning(started.phase)).toBe(true);
  });

  it('has a policy to follow from the first version on', () => {
    const before = reduceTraining(started, {
      kind: 'progress',
      progress: progress('cloning', 10, 0),
    });
    const after = reduceTraining(before, {
      kind: 'progress',
      progress: progress('cloning', 20, 1),
    });
    expect([before.hasPolicy, after.hasPolicy]).toEqual([false, true]);
  });

  it('never keeps more points than a chart may have, and always the newest', () => {
    let state = started;
    for (let update = 1; update <= 2000; update++) {
      state = reduceTraining(state, { kind: 'progress', progress: progress('training', update) });
      expect(state.curves.length).toBeLessThanOrEqual(MAX_CURVE_POINTS);
    }
    expect(state.curves.at(-1)?.update).toBe(2000);
    const rising = state.curves.every(
      ({ update }, index, all) => index === 0 || update > all[index - 1].update,
    );
    expect(rising).toBe(true);
  });

  it('shows how much of the phase is done', () => {
    const state = reduceTraining(started, { kind: 'collecting', done: 3, total: 12 });
    expect(phaseShare(state)).toBe(0.25);
    expect(phaseShare(started)).toBeNaN();
  });

  it('stops counting episodes once the data is there', () => {
    const collecting = reduceTraining(started, { kind: 'collecting', done: 3, total: 12 });
    const dataset = { rows: 7, episodes: 2, behaviours: [], bytes: 100, quality: exampleQuality };
    const state = reduceTraining(collecting, { kind: 'collected', dataset });
    expect(state).toMatchObject({ phase: 'building', total: 0, dataset });
    expect([isRunning(state.phase), phaseShare(state)]).toEqual([true, Number.NaN]);
  });

  it('takes no notice of a report that comes after the end', () => {
    const ended = reduceTraining(started, { kind: 'stopped', policy: null, state: null });
    expect(reduceTraining(ended, { kind: 'evaluating', done: 1, total: 2 })).toBe(ended);
  });

  it('keeps the message and the details of a failure', () => {
    const state = reduceTraining(started, { kind: 'failed', message: 'No data', details: 'stack' });
    expect(state.failure).toEqual({ message: 'No data', details: 'stack' });
    expect(isRunning(state.phase)).toBe(false);
  });

  it('keeps the earlier policy when a run is stopped before its first', () => {
    const before = beginTraining({ ...IDLE_TRAINING, hasPolicy: true }, DEFAULT_RUN_CONFIG);
    expect(reduceTraining(before, { kind: 'stopped', policy: null, state: null }).hasPolicy).toBe(
      true,
    );
    expect(reduceTraining(started, { kind: 'stopped', policy: null, state: null }).hasPolicy).toBe(
      false,
    );
  });

  it('stays paused until it resumes or ends', () => {
    const paused = reduceTraining(started, { kind: 'paused' });
    expect(paused.paused).toBe(true);
    expect(reduceTraining(paused, { kind: 'resumed' }).paused).toBe(false);
    expect(reduceTraining(paused, { kind: 'stopped', policy: null, state: null }).paused).toBe(
      false,
    );
  });
});
