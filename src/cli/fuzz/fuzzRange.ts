/** Judges damaged inputs one after another; each follows from seed, kind and index alone. */
import { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import { RecordingError } from '../../recordings/recordingError';
import { WrongFileError } from '../../store/wrongFile';
import { AcceptedWrongly } from './judgement';
import { FUZZ_KINDS, KINDS, type FuzzKind } from './kinds';
import { pick } from './mutate';

export const OUTCOMES = ['refused', 'accepted', 'acceptedWrongly', 'crashed'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Makes the input of an index; those below the number of `handed` are handed, as they are. */
function inputOf(
  kind: FuzzKind,
  examples: readonly Uint8Array[],
  handed: readonly Uint8Array[],
  seed: number,
  index: number,
): Uint8Array {
  if (index < handed.length) return handed[index];
  const STREAM = 1000;
  const random = new Rng(seed + index * 7919, STREAM + FUZZ_KINDS.indexOf(kind));
  const example = pick(random, examples);
  return KINDS[kind].damage(example, random);
}

export interface FuzzRange {
  readonly kind: FuzzKind;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly handed: readonly Uint8Array[];
}

/**
 * @param onStart is told the index of each input before it is judged
 * @param onOutcome is told what came of it, and why
 */
export async function fuzzRange(
  { kind, seed, from, to, handed }: FuzzRange,
  onStart: (index: number) => void,
  onOutcome: (outcome: Outcome, index: number, why: string) => void,
): Promise<void> {
  const examples = KINDS[kind].examples();
  for (let index = from; index < to; index += 1) {
    onStart(index);
    const input = inputOf(kind, examples, handed, seed, index);
    try {
      await KINDS[kind].judge(input);
      onOutcome('accepted', index, '');
    } catch (error) {
      const isRefusal =
        error instanceof InvalidInputError ||
        error instanceof RecordingError ||
        error instanceof WrongFileError;
      if (isRefusal) onOutcome('refused', index, error.message);
      else if (error instanceof AcceptedWrongly) onOutcome('acceptedWrongly', index, error.message);
      else
        onOutcome('crashed', index, error instanceof Error ? (error.stack ?? '') : String(error));
    }
  }
}
