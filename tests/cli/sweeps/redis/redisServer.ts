import { findRedisServer } from '../../../../scripts/redis.mjs';

/** Path of the server; null where there is none, which continuous integration does not allow. */
export function redisPath(): string | null {
  const path = findRedisServer();
  if (path !== null || process.env['CI'] === undefined) return path;
  throw new Error('expected a Redis or Valkey: continuous integration runs these tests');
}
