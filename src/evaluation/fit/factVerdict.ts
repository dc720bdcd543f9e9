/**
 * Whether a fact of a fitted market came near that of the recording: one that is no nearer than the
 * preset's was not worth fitting, as far as that fact goes.
 */
import type { AcceptedRange } from '../facts/acceptedFacts';

export type FactVerdict = 'same' | 'nearer' | 'notNearer' | 'unknown';

export interface FactValue {
  readonly value: number;
  /** Standard error over sessions. */
  readonly error: number;
}

/** A fact of a recording, of the market fitted to it and of the preset. */
export interface ComparedFact {
  readonly name: string;
  readonly unit: string;
  /** What is accepted of the preset. */
  readonly accept: AcceptedRange | undefined;
  readonly tape: FactValue;
  readonly fitted: FactValue;
  readonly preset: FactValue;
  readonly verdict: FactVerdict;
}

/** Standard errors of their difference within which two values are the same. */
const SAME_ERRORS = 2;

export function factVerdict(tape: FactValue, fitted: FactValue, preset: FactValue): FactVerdict {
  const far = Math.abs(fitted.value - tape.value);
  const before = Math.abs(preset.value - tape.value);
  if (!Number.isFinite(far) || !Number.isFinite(before)) return 'unknown';
  if (far <= SAME_ERRORS * Math.hypot(fitted.error, tape.error)) return 'same';
  return far < before ? 'nearer' : 'notNearer';
}

/** Counts facts by their verdict. */
export function countVerdicts(facts: readonly ComparedFact[]): Record<FactVerdict, number> {
  const counts = { same: 0, nearer: 0, notNearer: 0, unknown: 0 };
  for (const { verdict } of facts) counts[verdict]++;
  return counts;
}
