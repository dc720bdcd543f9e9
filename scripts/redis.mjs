/**
 * Finds the server that tests of sweeps over many machines run on, Redis or Valkey. It is plain
 * Node without dependencies, as browsers.mjs is.
 */
import { named, onPath } from './browsers.mjs';

/**
 * Looks at REDIS_SERVER_PATH first, then for the usual commands on PATH.
 * @returns {string | null} path of an executable, or null when there is none
 * @throws {Error} when REDIS_SERVER_PATH is set but is not an executable file
 */
export function findRedisServer() {
  return named('REDIS_SERVER_PATH') ?? onPath(['redis-server', 'valkey-server']);
}
