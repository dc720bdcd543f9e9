/**
 * An agent's file that a link names: it lies beside the page, below the same folder, and is trusted
 * no more than a file that somebody drops.
 */
import { InvalidInputError } from '../market/validation';

/** Largest file that is fetched; the agents of the lab have a hundredth of it. */
export const MAX_LINKED_BYTES = 16 * 2 ** 20;
const EXPECTED = 'a path beside the page such as agents/mine.safetensors';
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9_. -]*$/;

/**
 * @returns the path, where it leads below the page's folder and to nothing else
 * @throws InvalidInputError otherwise
 */
export function checkLinkedPath(path: string): string {
  const names = path.split('/');
  const isSound =
    path.length <= 200 &&
    path.endsWith('.safetensors') &&
    names.every((name) => NAME.test(name) && !name.includes('..'));
  if (!isSound) throw new InvalidInputError('agentFile', EXPECTED, path);
  return path;
}

/**
 * Fetches the file of a link, as far as its size is accepted.
 * @param fetchFile fetches an address relative to the page
 * @throws InvalidInputError naming the file and what came
 */
export async function fetchLinkedAgent(
  path: string,
  fetchFile: (address: string, options: RequestInit) => Promise<Response>,
): Promise<File> {
  const address = checkLinkedPath(path);
  const fail = (expected: string, received: unknown): never => {
    throw new InvalidInputError(address, expected, received);
  };
  const encoded = address.split('/').map(encodeURIComponent).join('/');
  let response: Response;
  try {
    // A redirection could lead out of the page's folder.
    response = await fetchFile(encoded, { redirect: 'error', credentials: 'omit' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('a file that can be fetched', reason);
  }
  if (!response.ok) fail('a file that can be fetched', `status ${response.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) break;
    bytes += chunk.value.byteLength;
    if (bytes > MAX_LINKED_BYTES) {
      await reader?.cancel();
      fail(`at most ${MAX_LINKED_BYTES} bytes`, 'more');
    }
    parts.push(chunk.value);
  }
  return new File(parts, address.split('/').at(-1) ?? address);
}
