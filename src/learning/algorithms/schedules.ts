/** How learning rates change with the updates that were made. */

/** rate·(1 + cos(π·t/T))/2, 0 from T on (Loshchilov and Hutter 2017, without restarts). */
export function cosineDecay(rate: number, update: number, decayUpdates: number): number {
  return (rate * (1 + Math.cos((Math.PI * Math.min(update, decayUpdates)) / decayUpdates))) / 2;
}

/** The learning rate of the update after `updates`: it rises linearly to its full value. */
export function warmUpRate(
  {
    learningRate,
    warmUpUpdates,
  }: { readonly learningRate: number; readonly warmUpUpdates: number },
  updates: number,
): number {
  return learningRate * Math.min(1, (updates + 1) / Math.max(1, warmUpUpdates));
}
