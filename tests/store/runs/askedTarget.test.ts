import { describe, expect, it } from 'vitest';
import { targetReturnOf } from '../../../src/agents/policies/policySpec';
import { readAgentFile } from '../../../src/agents/files/agentFile';
import { parseRunConfig, type RunRecord } from '../../../src/protocol/run';
import { evaluatedRunOnScreen } from '../../../src/store/live/liveAgentTitle';
import { askedTarget, isAskedFor } from '../../../src/store/runs/askedTarget';
import { readRunFile, writeRunAgent, writeRunFile } from '../../../src/store/runs/runFiles';
import { groupOf } from '../../../src/store/runs/runGroups';
import { runConfig } from '../../../src/store/settings/configs';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import { exampleTransformer } from '../../agents/policies/examplePolicy';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import { openTestSession } from '../testSession';
import { exampleRun } from './exampleRun';

const policy = exampleTransformer();

/** A run of a Decision Transformer. @param row what its evaluation says of its target */
const asked = (row: { readonly targetShare?: number }): RunRecord =>
  exampleRun('a', {
    config: runConfig({ ...DEFAULT_SETTINGS, algorithm: 'dt' }),
    policy,
    evaluation: [
      { agentName: 'dt', policyVersion: 3, metrics: [exampleMetrics({ profit: 4 })], ...row },
      { agentName: 'inventory skewed', policyVersion: null, metrics: [exampleMetrics({})] },
      { agentName: 'random', policyVersion: null, metrics: [exampleMetrics({})] },
    ],
  });
const run = asked({ targetShare: 0.25 });

describe('the target of an evaluation', () => {
  it('is what the Decision Transformer was asked for, is not known of older ones, and is none of others', () => {
    expect(askedTarget(run)).toBe(0.25);
    expect(askedTarget(asked({}))).toBeNaN();
    expect(askedTarget(exampleRun('b'))).toBeNull();
    expect([isAskedFor(run, 0.25), isAskedFor(run, 1), isAskedFor(asked({}), 1)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isAskedFor(exampleRun('b'), 1)).toBe(true);
  });

  it('keeps runs apart that are the same but for it', () => {
    expect(groupOf(run)).toBe(groupOf(asked({ targetShare: 0.25 })));
    expect(groupOf(run)).not.toBe(groupOf(asked({ targetShare: 1 })));
    expect(groupOf(run)).not.toBe(groupOf(asked({})));
  });

  it('goes along in the files of a run and of its agent', () => {
    const file = new TextEncoder().encode(writeRunFile(run));
    expect(askedTarget(readRunFile(file, 0))).toBe(0.25);
    const agent = writeRunAgent(run);
    const { card } = readAgentFile(agent, parseRunConfig);
    expect(card.targetReturn).toBe(targetReturnOf(policy, 0.25));
    expect(askedTarget(readRunFile(agent, 0))).toBeCloseTo(0.25, 9);
    const older = writeRunAgent(asked({}));
    expect(readAgentFile(older, parseRunConfig).card.targetReturn).toBeNull();
    expect(askedTarget(readRunFile(older, 0))).toBeNaN();
  });

  it('is that on screen where the run is compared there', () => {
    const { session } = openTestSession('#algorithm=dt');
    const { state } = session;
    const shownAt = (targetReturn: number, one: RunRecord) =>
      evaluatedRunOnScreen({
        ...state,
        settings: { ...state.settings, agent: 'trained', targetReturn },
        runs: [one],
        watchedRun: 'a',
      });
    expect(shownAt(25, run)).toBe('a');
    expect(shownAt(26, run)).toBeNull();
    expect(shownAt(25, asked({}))).toBeNull();
  });
});
