import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../../src/content/glossary';
import { METRIC_LABELS } from '../../src/content/glossary/labels';
import { REWARD_TERMS } from '../../src/env/types';
import { LEARNING_FIELDS } from '../../src/learning/algorithms/config';

const COMPONENTS = join(import.meta.dirname, '../../src/components');
const sources = readdirSync(COMPONENTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => ({ name, text: readFileSync(join(COMPONENTS, name), 'utf8') }));

/** Every metric that a component shows by name. */
const shown = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/\bmetric(?:="|: '|=\{')(\w+)|\bfield: '(\w+)'/g)].map((match) => ({
    name,
    metric: match[1] ?? match[2],
  })),
);

describe('the glossary', () => {
  it('has one entry per metric, whatever file it is in', () => {
    const folder = join(import.meta.dirname, '../../src/content/glossary');
    const keys = readdirSync(folder).flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}(\w+): entry\(/gm)].map(
        (match) => match[1],
      ),
    );
    expect(keys.toSorted()).toEqual(Object.keys(GLOSSARY).toSorted());
  });

  it('has a label for every metric, and explains nothing that has none', () => {
    expect(Object.keys(METRIC_LABELS).toSorted()).toEqual(Object.keys(GLOSSARY).toSorted());
    expect(Object.values(METRIC_LABELS)).not.toContain('');
  });

  it('explains every metric that a component shows', () => {
    expect(shown.length).toBeGreaterThan(20);
    const unexplained = shown.filter(({ metric }) => !Object.hasOwn(GLOSSARY, metric));
    expect(unexplained).toEqual([]);
  });

  it('explains every term of the reward', () => {
    expect(REWARD_TERMS.filter((term) => !Object.hasOwn(GLOSSARY, term))).toEqual([]);
  });

  it('says of the weights of the default β what its setting says was measured', () => {
    const { default: beta, help } = LEARNING_FIELDS.temperature;
    const measured =
      /on ES at (.*), the mean weight is (.*), and (.*) % of the weights/.exec(help) ?? [];
    const [betas, weights, clipped] = measured.slice(1).map((list) => list.split(/, | and /));
    const at = betas.indexOf(String(beta));
    expect(GLOSSARY.meanAdvantageWeight.good).toContain(`About ${weights[at]} at the default β`);
    expect(GLOSSARY.clippedShare.good).toContain(`About ${clipped[at]} % at the default β`);
  });

  it('has an explained label on every definition list of numbers', () => {
    const bare = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/<dt>\s*([^<\s{][^<{]*)/g)].map((match) => `${name}: ${match[1].trim()}`),
    );
    expect(bare).toEqual([]);
  });

  it('says each thing in a sentence of its own', () => {
    const entries = Object.entries(GLOSSARY);
    for (const [metric, { sentence }] of entries) {
      expect(sentence, metric).toMatch(/^[A-Z].*[.]$/s);
    }
    expect(new Set(entries.map(([, { sentence }]) => sentence)).size).toBe(entries.length);
  });
});
