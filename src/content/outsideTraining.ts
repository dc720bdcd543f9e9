/** Says where an agent trades outside of what it was trained on. */

/** @param own market that it was trained on @param here market that it trades in */
export const elsewhereText = (own: string, here: string): string =>
  `Trained on ${own}; here it trades on ${here}.`;

export const ownMarketText = (own: string): string => `Trade on ${own}`;

/**
 * @param steps of the episodes that it learned from
 * @param isTransformer whether it counts steps, and takes later ones for the last that it knows
 */
export const pastTrainedLength = (steps: number, isTransformer: boolean): string =>
  isTransformer
    ? `It learned from episodes of ${steps} steps, and takes later ones for the last of those.`
    : `It learned from episodes of ${steps} steps: later ones are outside of its data.`;
