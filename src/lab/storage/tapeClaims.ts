/** Claims of tabs on recordings in storage. */

/** Claim of whoever reads files into storage: what it writes is not left over. */
export const readingClaim = (file: string): string => `tape ${file}`;

/** What claims of a recording's users begin with: it is not deleted while some tab works on it. */
export const usingClaim = (hash: string): string => `uses ${hash} `;
