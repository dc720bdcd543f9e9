/**
 * Tells whether nothing has the focus any more: what had it is gone, or is disabled, from which
 * browsers take it a moment later.
 */
export const focusIsLost = (): boolean => {
  const { activeElement, body } = document;
  return activeElement === body || activeElement?.matches(':disabled') === true;
};
