import { describe, expect, it } from 'vitest';
import { DEFAULT_RUN_CONFIG, summaryOf } from '../../../src/protocol/run';
import { newRun } from '../../../src/store/runs/newRun';
import { exampleRun } from './exampleRun';

const named = (...names: readonly string[]) =>
  names.map((name) => summaryOf(exampleRun(name, { name })));

const nameAmong = (...names: readonly string[]) =>
  newRun(DEFAULT_RUN_CONFIG, { id: 'x', createdAt: 5, parentId: null, others: named(...names) })
    .name;

describe('a new run', () => {
  it('is called by the number after the highest, and other names do not count', () => {
    expect(nameAmong()).toBe('Run 1');
    expect(nameAmong('Run 3', 'Run 12', 'Run 2')).toBe('Run 13');
    expect(nameAmong('Wide', 'Run 7 again', 'run 9')).toBe('Run 1');
  });

  it('is under way, with its config and parent, and no results', () => {
    const start = { id: 'x', createdAt: 5, parentId: 'p', others: [] };
    expect(newRun(DEFAULT_RUN_CONFIG, start)).toMatchObject({
      id: 'x',
      createdAt: 5,
      parentId: 'p',
      status: 'running',
      config: DEFAULT_RUN_CONFIG,
      hasPolicy: false,
      evaluation: [],
      policy: null,
    });
  });
});
