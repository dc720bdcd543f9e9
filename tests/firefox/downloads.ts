/** Folder into which the tests' Firefox saves files. */
import { join } from 'node:path';

export const DOWNLOADS = join(import.meta.dirname, '../../test-results/firefox-downloads');
