/**
 * What an agent returns beyond an agent that does nothing. The deploy gate does not ask for it, so
 * it is said beside the gate.
 */
import type { CardEvaluation } from '../agents/files/agentFile';
import { distinctEpisodes } from './distinctEpisodes';
import type { EvaluationRow } from './metrics';
import { DEFAULT_CONFIDENCE, pairedDifference, type Interval } from './statistics';

const DOES_NOTHING = 'do nothing';

/** Dollars per episode, of the trained agent among them; null where nobody did nothing on the same seeds. */
export function againstNothing(rows: readonly EvaluationRow[]): Interval | null {
  const own = rows.find(({ policyVersion }) => policyVersion !== null)?.metrics ?? [];
  const nothing = rows.find(({ agentName }) => agentName === DOES_NOTHING)?.metrics ?? [];
  const isPaired =
    own.length > 0 &&
    own.length === nothing.length &&
    own.every(({ seed }, index) => seed === nothing[index].seed);
  if (!isPaired) return null;
  return pairedDifference(
    own.map((one) => one.return),
    nothing.map((one) => one.return),
    DEFAULT_CONFIDENCE,
    distinctEpisodes(own),
  );
}

/**
 * The same of a card, which may have intervals alone: those of two agents give that of their
 * difference where doing nothing returned the same in every episode. Null where they do not.
 */
export function cardAgainstNothing({ rows }: CardEvaluation): Interval | null {
  const own = rows.at(0)?.metrics['return'];
  const nothing = rows.find(({ agent }) => agent === DOES_NOTHING)?.metrics['return'];
  if (own === undefined || nothing === undefined) return null;
  const { estimate, low, high } = own;
  const { estimate: other } = nothing;
  const isSure = other !== null && nothing.low === other && nothing.high === other;
  if (!isSure || estimate === null || low === null || high === null) return null;
  return { estimate: estimate - other, low: low - other, high: high - other };
}
