/**
 * The agent that played an episode beside a person, as the record of the person's episode keeps it:
 * who it was, and its profit. Its own record goes with the page.
 */
export interface BesideAgent {
  readonly agentName: string;
  /**
   * Whether it traded in the person's book, where it is the last of the rivals, or in one of its
   * own.
   */
  readonly isInBook: boolean;
}

/** Fields of a point of its curve, one for each of its steps. */
export const BESIDE_FIELDS = ['timeSeconds', 'equityDollars'] as const;
export const BESIDE_LENGTH = BESIDE_FIELDS.length;
