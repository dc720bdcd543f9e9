/** Holds what the documents tell a reader to type against what the commands take. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAB_COMMANDS } from '../../../src/cli/commands/commands';
import { describeFlags, parseFlags } from '../../../src/cli/program/flags';

const root = new URL('../../../', import.meta.url);
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Lists the commands of the lab that a document shows, with everything that follows them. */
function shownCommands(document: string): string[] {
  const text = readFileSync(new URL(document, root), 'utf8');
  return [...text.matchAll(/npm run lab -- ([a-z][^`\n#|]*)/g)].map(([, command]) =>
    command.trim(),
  );
}

const shown = DOCUMENTS.flatMap((document) =>
  shownCommands(document).map((command) => [document, command] as const),
);

describe('a command in a document', () => {
  it('is found in most of them', () => {
    expect(shown.length).toBeGreaterThan(10);
  });

  it.each(shown)('%s: %s is taken, by the names that help gives', (_, command) => {
    const [name, ...args] = command.split(/\s+/);
    expect(Object.keys(LAB_COMMANDS)).toContain(name);
    const { flags } = LAB_COMMANDS[name];
    const help = describeFlags(flags);
    const typed = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split('=')[0]);
    for (const flag of typed) expect(help).toMatch(new RegExp(`^  ${flag}\\b(?!-)`, 'm'));
    // The first argument of an experiment is its name.
    const [first = '--'] = args;
    parseFlags(flags, first.startsWith('--') ? args : args.slice(1));
  });
});
