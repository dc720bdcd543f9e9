/** A connection to Redis or Valkey that outlives restarts of the server, and says when it waits. */
import { Redis } from 'ioredis';
import { InvalidInputError } from '../../../market/validation';
import { systemReason } from '../../output/systemErrors';
import { StoreError } from '../store';

/** Milliseconds until a server that was never there is given up. */
const FIRST_ANSWER_MS = 10_000;
/** Longest wait between two tries to connect again, in milliseconds. */
const LONGEST_WAIT_MS = 2000;

/** Says once that the server is gone, and once that it is back. */
export type Say = (text: string) => void;

/** Checks an address before anything is connected. */
function checkRedisUrl(url: string): string {
  if (/^rediss?:\/\/[^\s]+$/.test(url)) return url;
  throw new InvalidInputError('--redis', 'an address such as redis://127.0.0.1:6379', url);
}

/**
 * Connects, and waits for the first answer.
 * @throws StoreError where nothing answers
 */
export async function connect(url: string, say: Say): Promise<Redis> {
  const redis = new Redis(checkRedisUrl(url), {
    // Commands wait for the server to come back; BullMQ asks for it.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(LONGEST_WAIT_MS, 50 * times),
  });
  let isGone = false;
  let isKnown = false;
  let reason = 'it closed the connection';
  redis.on('error', (error: unknown) => (reason = systemReason(error)));
  // A server that restarts at once closes the connection without an error.
  redis.on('reconnecting', () => {
    if (isKnown && !isGone) say(`Redis is gone (${reason}); waits until it is back.`);
    isGone = isKnown;
  });
  redis.on('ready', () => {
    if (isGone) say('Redis is back.');
    isGone = false;
  });
  try {
    await answered(redis);
    isKnown = true;
    return redis;
  } catch (error) {
    redis.disconnect();
    const reason = systemReason(error);
    throw new StoreError(`--redis: Redis at ${withoutSecret(url)} does not answer: ${reason}`);
  }
}

async function answered(redis: Redis): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: unknown = new Error('no connection');
  redis.on('error', (error: unknown) => (last = error));
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(last instanceof Error ? last : new Error(String(last))),
      FIRST_ANSWER_MS,
    );
  });
  try {
    await Promise.race([redis.ping(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Gives an address as messages show it. */
export function withoutSecret(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
