/** Share of the volume, or of a queue, above which a recording would have gone another way. */
export const LARGEST_SHARE = 0.05;
