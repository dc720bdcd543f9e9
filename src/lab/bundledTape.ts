/**
 * The recording that comes with the page: four calm minutes of the lab's own ES, which
 * `scripts/bundledTape.mjs` writes. It is fetched when somebody asks for it, and read like any
 * file.
 */
import { InvalidInputError } from '../market/validation';

export const BUNDLED_TAPE = {
  address: 'tapes/es-calm.dbn.zst',
  /** Content of the recording, as its reader hashes it. */
  hash: '4a24e6f5c0897436',
} as const;

/**
 * @param fetchFile fetches an address relative to the page
 * @throws InvalidInputError when it cannot be fetched
 */
export async function loadBundledTape(
  fetchFile: (address: string) => Promise<Response>,
): Promise<File> {
  const { address } = BUNDLED_TAPE;
  const name = address.slice(address.lastIndexOf('/') + 1);
  try {
    const response = await fetchFile(address);
    if (response.ok) return new File([await response.blob()], name);
    throw new Error(`status ${response.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInputError(address, 'a file that can be fetched', reason);
  }
}
