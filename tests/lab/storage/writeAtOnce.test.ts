import { expect, it } from 'vitest';
import { writeAtOnce, type LabDatabase } from '../../../src/lab/storage/database';

it('a transaction that finds no room fails, though the browser leaves its requests unanswered', async () => {
  const full = new DOMException('no room', 'QuotaExceededError');
  const database = {
    transaction: () => ({
      done: Promise.reject(full),
      objectStore: () => ({ put: () => new Promise(() => undefined) }),
      commit: () => undefined,
    }),
  } as unknown as LabDatabase;
  const writing = writeAtOnce(database, ['states'], (writes) => writes.put('states', {}, 'a'));
  await expect(writing).rejects.toBe(full);
});
