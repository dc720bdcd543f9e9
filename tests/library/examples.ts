/** The examples that readers of the library see. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Example {
  /** Of the file that it is for. */
  readonly name: string;
  readonly code: string;
  /** Lines that it prints, as the comments behind its calls say. */
  readonly prints: readonly string[];
}

const DOCSTRING = /\/\*\*[^]*?\*\//g;
const CODE = /```ts\n([^]*?)```/g;
const PRINTED = /^console\.log\(.*\); \/\/ (.*)$/gm;

/** Examples of the declarations, and of the documents that come with them. */
export function examplesOf(library: string, documents: readonly string[]): Example[] {
  const types = readdirSync(join(library, 'dist-lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .sort();
  const inDocstrings = types.flatMap((path) => {
    const text = readFileSync(join(library, 'dist-lib', path), 'utf8');
    const docstrings = [...text.matchAll(DOCSTRING)].map(([all]) => all.replace(/^ *\* ?/gm, ''));
    const examples = docstrings.flatMap((docstring) => docstring.split('@example').slice(1));
    return named(basename(path, '.d.ts'), examples.flatMap(codeOf));
  });
  const inDocuments = documents.flatMap((path) => {
    const text = readFileSync(join(library, path), 'utf8');
    return named(`${basename(path, '.md')}Document`, codeOf(text));
  });
  return [...inDocstrings, ...inDocuments];
}

const codeOf = (text: string) => [...text.matchAll(CODE)].map(([, code]) => code);

const named = (name: string, codes: readonly string[]): Example[] =>
  codes.map((code, index) => ({
    name: index === 0 ? name : `${name}${index + 1}`,
    code,
    prints: [...code.matchAll(PRINTED)].map(([, line]) => line),
  }));
