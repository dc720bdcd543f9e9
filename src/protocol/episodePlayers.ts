/** Who played an episode, as its record says it. */
import { MANUAL_AGENT_NAME } from '../agents/manual/manualAgent';
import type { EpisodeRecord } from './frames';

/** Who plays, or played, an episode, as the market knew it. */
export interface Played {
  /** Names of all who quoted in it, in turn. */
  readonly agentName: string;
  /**
   * Run whose policy played at its end, and what it was called then; null for any other agent, and
   * for a person.
   */
  readonly run: { readonly id: string; readonly title: string } | null;
}

/** A record as it may have been kept by an earlier version. */
export type KeptRecord = Omit<EpisodeRecord, 'isByHand'> & Partial<Pick<EpisodeRecord, 'isByHand'>>;

/**
 * Whether a person quoted. A run could have the name of the manual agent, but its policies have a
 * version, which a person has not.
 */
export const wasByHand = (agentName: string, policyVersion: number): boolean =>
  agentName === MANUAL_AGENT_NAME && Number.isNaN(policyVersion);

export const withPlayer = (record: KeptRecord): EpisodeRecord => ({
  ...record,
  isByHand: record.isByHand ?? wasByHand(record.agentName, record.policyVersion),
});

/** Stands between the names of those who quoted in an episode, in turn. */
export const NEXT_PLAYER = ', then ';

/** Joins the names of several: one stands alone, of many the first and the last are named. */
export function namesInTurn(names: readonly string[]): string {
  const first = names[0] ?? '';
  const last = names.at(-1) ?? first;
  if (names.length < 2) return first;
  return [first, ...(names.length === 2 ? [] : ['others']), last].join(NEXT_PLAYER);
}
