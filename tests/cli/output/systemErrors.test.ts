import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { systemReason } from '../../../src/cli/output/systemErrors';

const codeOf = (code: string) => Object.assign(new Error(`${code}: raw`), { code });

it('says in words what the system refuses', () => {
  expect(() => readFileSync('/nowhere')).toThrow(
    expect.toSatisfy((error) => systemReason(error) === 'no such file or folder'),
  );
  expect(systemReason(codeOf('ENOSPC'))).toBe('the disk is full');
  expect(systemReason(codeOf('EROFS'))).toBe('a place that is read-only');
});

it('says it of the first of several addresses, too', async () => {
  const refused = await new Promise((resolve) => {
    connect({ host: 'localhost', port: 1 }).on('error', resolve);
  });
  expect(systemReason(refused)).toBe('nobody listens there');
  expect(systemReason(new AggregateError([codeOf('ETIMEDOUT')], ''))).toBe('it does not answer');
});

it('gives what it has no words for as it is', () => {
  expect(systemReason(codeOf('EWHATEVER'))).toBe('EWHATEVER: raw');
  expect(systemReason('text')).toBe('text');
});
