/**
 * A training whose loss stopped being a number: no fault of the lab, and nothing is written of it.
 */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';

  /** @param title of what was trained */
  constructor(title: string, update: number) {
    super(
      `Training (${title}) diverged at update ${update}: its loss is no number. A lower learning rate may keep it from that.`,
    );
  }
}
