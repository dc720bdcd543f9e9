/** What an episode file says of the agent that played beside a person, and what must hold of it. */
import { z } from 'zod';
import { textSchema } from '../market/fieldSchemas';
import { InvalidInputError } from '../market/validation';
import { BESIDE_FIELDS, BESIDE_LENGTH } from './besideAgent';
import type { EpisodeRecord } from './frames';

export const besideSchema = z.strictObject({
  agentName: textSchema(200),
  isInBook: z.boolean({ error: 'true or false' }),
});

/** Largest number of a curve, in seconds or dollars: that of the other columns. */
const LARGEST = 1e9;

/**
 * @throws InvalidInputError where nobody can have played beside, or naming the first point that
 *   cannot be right
 */
export function checkBeside({ beside, besideCurve, ...record }: EpisodeRecord): void {
  if (beside === undefined || besideCurve === undefined) return;
  if (!record.isByHand) {
    const expected = `no agent beside “${record.agentName}”, which is no person`;
    throw new InvalidInputError('episode.beside', expected, beside.agentName);
  }
  if (beside.isInBook && record.rivalNames === undefined) {
    throw new InvalidInputError(
      'episode.beside.isInBook',
      'false where the book has no rivals',
      true,
    );
  }
  let before = 0;
  for (let at = 0; at < besideCurve.length; at += BESIDE_LENGTH) {
    const [seconds, dollars] = besideCurve.subarray(at, at + BESIDE_LENGTH);
    const fieldOf = (field: number) =>
      `episode.beside.${BESIDE_FIELDS[field]}[${at / BESIDE_LENGTH}]`;
    if (!(seconds >= before && seconds <= LARGEST)) {
      throw new InvalidInputError(fieldOf(0), `seconds from ${before} to ${LARGEST}`, seconds);
    }
    if (!(Math.abs(dollars) <= LARGEST)) {
      throw new InvalidInputError(fieldOf(1), `dollars within ±${LARGEST}`, dollars);
    }
    before = seconds;
  }
}
