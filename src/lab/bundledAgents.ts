/**
 * Loads the agents that come with the page. The command line trains them (`npm run lab -- agents`),
 * they are served beside the page, and they are trusted no more than any other file. A baseline
 * trades until one is validated, and where it is not sound.
 */
import { readAgentFile, type AgentFile } from '../agents/files/agentFile';
import { InvalidInputError } from '../market/validation';
import { parseRunConfig, type RunConfig } from '../protocol/run';

export const BUNDLED_AGENT_NAMES = [
  'pretrainedEs',
  'pretrainedToxic',
  'pretrainedTransformer',
] as const;
export type BundledAgentName = (typeof BUNDLED_AGENT_NAMES)[number];

/** Folder beside the page in which the files are served. */
const BUNDLED_AGENT_FOLDER = 'agents';
export const BUNDLED_AGENT_FILES: Readonly<Record<BundledAgentName, string>> = {
  pretrainedEs: 'es.safetensors',
  pretrainedToxic: 'es-toxic.safetensors',
  pretrainedTransformer: 'es-dt.safetensors',
};

export type BundledAgent = AgentFile<RunConfig>;

/** Largest file that is accepted; no bundled file comes near this size. */
const MAX_BYTES = 2 ** 20;

/**
 * Fetches an agent's file and validates it.
 * @param fetchFile fetches an address relative to the page
 * @throws InvalidInputError naming the file and the first field that is wrong
 */
export async function loadBundledAgent(
  name: BundledAgentName,
  fetchFile: (address: string) => Promise<Response>,
): Promise<BundledAgent> {
  const address = `${BUNDLED_AGENT_FOLDER}/${BUNDLED_AGENT_FILES[name]}`;
  const bytes = await readBytes(address, fetchFile);
  if (bytes.byteLength > MAX_BYTES) {
    throw new InvalidInputError(address, `at most ${MAX_BYTES} bytes`, bytes.byteLength);
  }
  try {
    return readAgentFile(bytes, parseRunConfig);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(`${address}: ${error.field}`, error.expected, error.received);
  }
}

async function readBytes(
  address: string,
  fetchFile: (address: string) => Promise<Response>,
): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetchFile(address);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInputError(address, 'a file that can be fetched', reason);
  }
  throw new InvalidInputError(address, 'a file that can be fetched', `status ${response.status}`);
}
