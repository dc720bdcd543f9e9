/** Holds the flags that errors name against those that the commands have. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LAB_COMMANDS } from '../../../src/cli/commands/commands';
import { describeFlags } from '../../../src/cli/program/flags';

const SOURCES = new URL('../../../src/cli/', import.meta.url);
const NAMED = /(?:InvalidInputError|checkFolder|makeFolder)\(\s*'(--[a-z-]+)/g;

it('an error names a flag as help lists it first', () => {
  const help = Object.values(LAB_COMMANDS)
    .map(({ flags }) => describeFlags(flags))
    .join('\n');
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, SOURCES), 'utf8'));
  const named = sources.flatMap((text) => [...text.matchAll(NAMED)].map(([, flag]) => flag));
  expect(named.length).toBeGreaterThan(30);
  const unknown = named.filter((flag) => !new RegExp(`^  ${flag}\\b(?!-)`, 'm').test(help));
  expect(unknown).toEqual([]);
});
