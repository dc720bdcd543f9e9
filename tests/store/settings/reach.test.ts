/** Walks the config of a run: whatever it holds can be set on the page, in a link and by a flag. */
import { expect, it } from 'vitest';
import { RUN_FLAGS } from '../../../src/cli/program/runFlags';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../../src/protocol/run';
import type { Setting } from '../../../src/store/settings/kinds';
import { SETTINGS, SETTING_KEYS } from '../../../src/store/settings/settings';

/** Fields that no setting stands for, and what decides them. */
const DECIDED_ELSEWHERE: Readonly<Record<string, string>> = {
  version: 'a constant',
  'env.tickSize': 'the instrument of the market preset',
  'env.tickValueDollars': 'the instrument of the market preset',
  'dataset.behaviours': 'the shares of the behaviours, and --mixture',
  trainingSeed: 'how many training seeds are asked for',
};

/** Fields with a setting that a config of defaults does not hold. */
const LEFT_OUT_BY_DEFAULT = ['market.parameters'];

/** Lists the paths of everything that a config holds; the schemas require every field. */
function leavesOf(value: unknown, path: string): string[] {
  // What agents see is one choice.
  if (path === 'env.observation') return [path];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

it('has a setting and a flag for every field of a run config', () => {
  const config = parseRunConfig({
    ...DEFAULT_RUN_CONFIG,
    decisionTransformer: COMPACT_DECISION_TRANSFORMER_CONFIG,
  });
  const leaves = leavesOf(config, '');
  const keys = new Map(
    SETTING_KEYS.flatMap((key) => {
      const { path }: Setting = SETTINGS[key];
      return path === null ? [] : [[path, key] as const];
    }),
  );
  expect(leaves.filter((path) => !keys.has(path)).toSorted()).toEqual(
    Object.keys(DECIDED_ELSEWHERE).toSorted(),
  );
  const flags = leaves.flatMap((path) => keys.get(path) ?? []);
  expect(flags.filter((key) => !Object.hasOwn(RUN_FLAGS, key))).toEqual([]);
  expect([...keys.keys()].filter((path) => !leaves.includes(path))).toEqual(LEFT_OUT_BY_DEFAULT);
});
