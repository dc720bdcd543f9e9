import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, renderDocument } from '../../../src/cli/docs/documents';
import { resultTables } from '../../../src/cli/docs/resultTables';
import { inWords } from '../../../src/cli/docs/wording';
import { judged, readResults } from '../../../src/cli/output/results';

const DOCS = join(import.meta.dirname, '../../../docs');

const interval = (name: string, value: number, low: number, high: number, unit: string) => [
  { name, value, unit },
  { name: `${name}.low`, value: low, unit },
  { name: `${name}.high`, value: high, unit },
];

describe('a measured document', () => {
  it.each(DOCUMENTS)('$file is what its data gives: else run `npm run docs`', (document) => {
    const rendered = renderDocument(document, (name) => {
      const path = join(DOCS, 'data', `${name}.json`);
      return existsSync(path) ? readResults(path) : null;
    });
    expect(readFileSync(join(DOCS, document.file), 'utf8')).toBe(rendered);
  });

  it('shows claim, command, conclusion and numbers of a run, and says what has not been run', () => {
    const run = (name: string) => ({
      name,
      title: `About ${name}`,
      command: `lab -- ${name}`,
      minutes: 1,
      text: 'Read this first.',
    });
    const rendered = renderDocument(
      { file: 'x.md', title: 'Numbers', text: 'All of them.', runs: [run('done'), run('waiting')] },
      (name) =>
        name === 'waiting'
          ? null
          : {
              command: 'lab done',
              config: {},
              claim: 'two is more than one',
              conclusion: 'Holds: 2 > 1.',
              results: [
                judged('done.two', 2, 'things', [1, null]),
                judged('done.verdict', 1, '1 holds, 0 does not', [1, 1]),
              ],
            },
    );
    const [, done, waiting] = rendered.split('\n## ');
    expect(done.split('\n\n').slice(0, 5)).toEqual([
      'About done',
      'Claim: two is more than one.',
      'Read this first.',
      '`npm run lab -- done`',
      'Holds: 2 > 1.',
    ]);
    expect(done).toMatch(/\| two +\| +2 \| things \| at least 1 \| +pass \|/);
    expect(done).not.toContain('1 holds');
    expect(waiting).toContain('Not measured yet.');
  });

  it('says what the same command concluded on further seeds', () => {
    const rendered = renderDocument(
      {
        file: 'x.md',
        title: 'Numbers',
        text: 'All of them.',
        runs: [
          {
            name: 'claim',
            title: 'A claim',
            command: 'lab -- claim',
            minutes: 1,
            text: 'Read this first.',
            furtherSeeds: [7, 8],
          },
        ],
      },
      (name) =>
        name === 'claim-7'
          ? { command: 'claim', config: {}, conclusion: 'Does not hold: 1 < 2.', results: [] }
          : null,
    );
    expect(rendered).toContain(
      'The same command on other data seeds:\n\n- `--seed 7`: Does not hold: 1 < 2.\n- `--seed 8`: Not measured yet.\n',
    );
  });
});

describe('tables of results', () => {
  it('put rows with the same columns together, limits behind their estimate', () => {
    const [table, other, ...more] = resultTables([
      ...interval('experiment.x.weight0.inventory', 11.7, 11, 12, 'contracts'),
      { name: 'experiment.x.weight0.capture', value: 14774, unit: 'dollars' },
      ...interval('experiment.x.weight20.inventory', 8.2, 8, 9, 'contracts'),
      { name: 'experiment.x.weight20.capture', value: 12000, unit: 'dollars' },
      { name: 'experiment.x.gambler.return', value: -4100, unit: 'dollars' },
    ]);
    expect(table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
      ['', '', 'inventory, contracts', 'capture, dollars', ''],
      ['', '--------------', '-------------------:', '---------------:', ''],
      ['', 'weight of 0 $', '11.7 (11 to 12)', '14,774', ''],
      ['', 'weight of 20 $', '8.2 (8 to 9)', '12,000', ''],
    ]);
    expect(other).toContain('−4,100');
    expect(more).toEqual([]);
  });

  it('show only the columns that are asked for, and every verdict', () => {
    const tables = resultTables(
      [
        { name: 'agents.a.return', value: 1, unit: 'dollars' },
        { name: 'agents.a.sortino', value: 2, unit: 'ratio' },
        judged('agents.a.gate', 0, 'of 1', [1, 1]),
      ],
      { columns: ['return'] },
    );
    expect(tables.join('\n')).not.toContain('sortino');
    expect(tables).toHaveLength(2);
    expect(tables[1]).toContain('FAIL');
  });
});

describe('the name of a result', () => {
  it.each([
    ['facts.returns.lag10', 'facts, returns, lag 10'],
    ['markout.10s', 'markout, 10 s'],
    ['markout.fallTo500ms', 'markout, fall to 500 ms'],
    ['symmetric.gamma0.1.profitDeviation', 'symmetric, γ = 0.1, profit deviation'],
    ['avellanedaStoikov.gamma0_01', 'Avellaneda-Stoikov, γ = 0.01'],
    ['iqlMinus.gLFTGamma1', 'IQL − GLFT γ = 1'],
    ['iqlMinus.bC', 'IQL − BC'],
    ['avellanedaStoikovGamma0_002', 'Avellaneda-Stoikov γ = 0.002'],
    ['policy.plain.asked90', 'policy, plain, asked for 90 %'],
  ])('%s is put in words', (name, words) => {
    expect(inWords(name)).toBe(words);
  });

  it('is put in the words of its own measurement first', () => {
    const own = { plain: 'plain returns', 'plainMinus.critic': 'plain − critic' };
    expect(inWords('plain.asked0', own)).toBe('plain returns, asked for 0 %');
    expect(inWords('plainMinus.critic', own)).toBe('plain − critic');
  });
});
