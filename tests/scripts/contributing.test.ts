/** Holds the recipes of CONTRIBUTING.md to the files that there are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const files = ['src', 'tests', 'workers', 'scripts', 'docs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
    (name) => `/${folder}/${name.replaceAll('\\', '/')}`,
  ),
);
const [, text] = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split('\n## How to add\n');
const named = [
  ...new Set([...text.matchAll(/`([\w./*-]+\.(?:tsx?|css|json|md))`/g)].map(([, path]) => path)),
];

describe('a file that the recipes name', () => {
  it('is found in most of them', () => {
    expect(named.length).toBeGreaterThan(40);
  });

  it.each(named)('%s exists', (path) => {
    const end = new RegExp(`/${path.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
    expect(files.filter((file) => end.test(file))).not.toEqual([]);
  });
});

describe('a name of code in the recipes', () => {
  const sources = files
    .filter((file) => /^\/(src|workers)\/.*\.tsx?$/.test(file))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
  const names = [
    ...new Set([...text.matchAll(/`([A-Z]\w+[A-Z_]\w*|[a-z]+[A-Z]\w*)`/g)].map(([, name]) => name)),
  ];

  it.each(names)('%s is in the code', (name) => {
    expect(new RegExp(`\\b${name}\\b`).test(sources)).toBe(true);
  });
});
