/**
 * Version that files carry, so that a reader can say what wrote them. The same number as in
 * package.json; a test compares the two.
 */
export const LAB_VERSION = '0.1.0';

/**
 * Version of the simulated markets, raised when the same seed gives other events. Agents of another
 * version were trained on another market; files that do not say are of version 1.
 */
export const MARKET_VERSION = 2;
