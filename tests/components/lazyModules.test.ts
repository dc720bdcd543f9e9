import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAZY_MODULES } from '../../src/components/lazyModules';

const COMPONENTS = new URL('../../src/components/', import.meta.url);
const DYNAMIC_IMPORT = /(?<!typeof )\bimport\(/g;

describe('the lazy modules', () => {
  const sources = readdirSync(COMPONENTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(new URL(name, COMPONENTS), 'utf8') }));
  const importing = sources.filter(({ text }) => text.search(DYNAMIC_IMPORT) !== -1);

  it('are all the dynamic imports of the components', () => {
    expect(importing.map(({ name }) => name)).toEqual(['lazyModules.ts']);
  });

  it('are each imported once', () => {
    const imports = importing[0].text.match(DYNAMIC_IMPORT) ?? [];
    expect(imports).toHaveLength(Object.keys(LAZY_MODULES).length);
  });
});
