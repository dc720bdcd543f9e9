/**
 * A worker whose units cost nothing: it stores what a policy would weigh. Runs until it is killed.
 */
import { randomFillSync } from 'node:crypto';
import { connect } from '../../sweeps/redis/connection';
import { RedisStore } from '../../sweeps/redis/redisStore';
import { UnitWorker } from '../../sweeps/redis/unitWorker';
import type { Performer } from '../../sweeps/engine';
import type { UnitStore } from '../../sweeps/store';
import { READY } from './workerProcess';

/** Bytes of an empty unit's artefact, which is as large as a policy of the default size. */
const ARTEFACT_BYTES = 100_000;

/** Name of the build of empty units. */
export const EMPTY_BUILD = 'bench';

/** Stores what a policy would weigh, and computes nothing. */
export function emptyPerformer(store: UnitStore): Performer {
  const artefact = randomFillSync(new Uint8Array(ARTEFACT_BYTES));
  return {
    perform: async ({ name }) => {
      await store.write('artefacts', name, artefact);
      return artefact;
    },
  };
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const [, script = '', url] = process.argv;
if (script.endsWith('emptyWorker.ts') && url !== undefined) {
  const redis = await connect(url, say);
  const store = new RedisStore(redis.duplicate(), url);
  const worker = new UnitWorker({
    redis,
    store,
    performer: emptyPerformer(store),
    concurrency: 2,
    build: EMPTY_BUILD,
    kind: 'cores',
    lockSeconds: 30,
    say,
    onCounts: () => {},
  });
  say(READY);
  process.once('SIGTERM', () => {
    void worker.drain().finally(() => process.exit(0));
  });
}
