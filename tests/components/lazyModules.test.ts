import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAZY_MODULES } from '../../src/components/lazyModules';
import { LAZY_FILES } from '../../src/store/lazyFiles';

const SOURCE = new URL('../../src/', import.meta.url);
const DYNAMIC_IMPORT = /(?<!typeof )\bimport\(/g;

describe('the lazy modules', () => {
  const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(components|store)\/.*\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(new URL(name, SOURCE), 'utf8') }));
  const importing = sources.filter(({ text }) => text.search(DYNAMIC_IMPORT) !== -1);

  it('are all the dynamic imports of the components and the store', () => {
    expect(importing.map(({ name }) => name).toSorted()).toEqual([
      'components/lazyModules.ts',
      'store/lazyFiles.ts',
    ]);
  });

  it('are each imported once', () => {
    const imports = importing.flatMap(({ text }) => text.match(DYNAMIC_IMPORT) ?? []);
    const modules = [...Object.keys(LAZY_MODULES), ...Object.keys(LAZY_FILES)];
    expect(imports).toHaveLength(modules.length);
  });
});
