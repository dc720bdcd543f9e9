/** Checks that what a run begins from belongs to its dataset. */
import { InvalidInputError } from '../../market/validation';
import type { WeightRanges } from '../../env/weightRanges';
import type { LearningConfig } from '../algorithms/config';
import type { Dataset } from '../data/dataset';

/** @throws InvalidInputError for a record of another format */
export function checkFormat(expected: number, format: number): void {
  if (format !== expected) {
    throw new InvalidInputError('checkpoint.format', String(expected), format);
  }
}

/**
 * @param owner whose observations they are, for the message
 * @throws InvalidInputError where a policy would see other observations than before
 */
export function checkObservations(
  { observationKey }: Dataset,
  previousKey: string,
  owner: 'the run to continue' | 'the checkpoint',
): void {
  if (observationKey === previousKey) return;
  const expected = `the observations of ${owner}, ${previousKey}`;
  throw new InvalidInputError('dataset.observationKey', expected, observationKey);
}

/** @throws InvalidInputError where a checkpoint was taken on another dataset */
export function checkRows({ rows }: Dataset, previousRows: number): void {
  if (rows === previousRows) return;
  const expected = `${previousRows} rows, those of the checkpoint`;
  throw new InvalidInputError('dataset.rows', expected, rows);
}

/**
 * @param ranges of the run to continue
 * @throws InvalidInputError where one is of fixed weights, and the other of every weighting
 */
export function checkConditioning(
  { conditioning }: Pick<LearningConfig, 'conditioning'>,
  ranges: WeightRanges | undefined,
): void {
  const own = ranges === undefined ? 'fixed' : 'weights';
  if (conditioning === own) return;
  const expected = `${own}, that of the run to continue`;
  throw new InvalidInputError('learning.conditioning', expected, conditioning);
}
