/**
 * Version that files carry, so that a reader can say what wrote them. The same number as in
 * package.json; a test compares the two.
 */
export const LAB_VERSION = '0.1.0';
