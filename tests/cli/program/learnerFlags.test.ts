import { describe, expect, it } from 'vitest';
import { defaultBehaviours } from '../../../src/agents/baselines/behaviours';
import { parseFlags } from '../../../src/cli/program/flags';
import { LEARNER_FLAGS, learnersOf, mixtureOfFlag } from '../../../src/cli/program/learnerFlags';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';

const learners = (...args: string[]) => learnersOf(parseFlags(LEARNER_FLAGS, args));

describe('the flags of the learners', () => {
  it('are the default IQL of the page when none is given', () => {
    expect(learners()).toEqual({ learning: DEFAULT_LEARNING_CONFIG, decisionTransformer: null });
  });

  it('are the compact Decision Transformer of the page when it is asked for', () => {
    const { learning, decisionTransformer } = learners('--algorithm', 'dt');
    expect(decisionTransformer).toEqual(COMPACT_DECISION_TRANSFORMER_CONFIG);
    expect(learning).toEqual(DEFAULT_LEARNING_CONFIG);
  });

  it('set the transformer by the learner’s updates and rate unless it has its own', () => {
    const given = ['--algorithm', 'dt', '--updates', '40', '--learning-rate', '0.01'];
    expect(learners(...given).decisionTransformer).toMatchObject({
      updates: 40,
      learningRate: 0.01,
      warmUpUpdates: 4,
    });
    const { learning, decisionTransformer } = learners(...given, '--dt-updates', '50');
    expect([learning.updates, decisionTransformer?.updates]).toEqual([40, 50]);
  });

  it('name the field that no learner can have', () => {
    expect(() => learners('--algorithm', 'dt', '--width', '4096')).toThrow('--width: expected');
    expect(() => learners('--algorithm', 'sac')).toThrow(
      '--algorithm: expected one of iql, bc, dt',
    );
    expect(() => learners('--expectile', '0.2')).toThrow('--expectile: expected');
    const told = ['--algorithm', 'dt', '--conditioning', 'weights'];
    expect(() => learners(...told, '--return-label', 'quantile')).toThrow(
      '--dt-return-label: expected plain or withoutLuck',
    );
  });

  it('take the usual mixture of the market, or what they say instead', () => {
    expect(mixtureOfFlag(null, 'nq')).toEqual(defaultBehaviours('nq'));
    const kinds = mixtureOfFlag('random=0', 'es').map(({ agent }) => agent.kind);
    expect(kinds).toHaveLength(defaultBehaviours('es').length - 1);
    expect(kinds).not.toContain('random');
  });
});
