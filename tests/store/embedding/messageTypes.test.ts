import { describe, expectTypeOf, it } from 'vitest';
import type { LabCommand, RewardWeightName } from '../../../public/nanoarb-lab';
import type { RewardTerm } from '../../../src/env/types';
import type { Command } from '../../../src/store/embedding/commands';

describe('the types that other pages get', () => {
  it('name the reward terms, and every command that is understood', () => {
    expectTypeOf<RewardWeightName>().toEqualTypeOf<RewardTerm>();
    expectTypeOf<Command['type']>().toEqualTypeOf<LabCommand['type']>();
    expectTypeOf<Command>().toExtend<LabCommand>();
  });
});
