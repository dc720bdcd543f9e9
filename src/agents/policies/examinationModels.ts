/**
 * Models that a trained policy is examined with, apart from what it acts by. They come of the same
 * data, and go where the policy goes: into storage and into agent files.
 */
import type { CriticSnapshot } from './criticPair';
import type { PolicySnapshot } from './policySnapshot';

export interface ExaminationModels {
  /** Critics of its rewards; null where there are none, as for cloning. */
  readonly critics: CriticSnapshot | null;
  /** Clone of its data, see cloneConfigOf; null where there is none. */
  readonly clone: PolicySnapshot | null;
}

export const NO_MODELS: ExaminationModels = { critics: null, clone: null };
