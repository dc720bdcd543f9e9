/**
 * Makes docs/results.md and docs/benchmarks.md from the files in docs/data, and the numbers that
 * the page says of reward weights: `npm run docs`. It measures those files as well:
 * `npm run docs:data` runs all the commands that the documents show, which takes three hours on two
 * cores, and `npm run docs:data -- oracles facts` runs the named ones.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DOCUMENTS,
  measurementsOf,
  renderDocument,
  type Measurement,
} from '../src/cli/docs/documents';
import { formatWeightEffects, weightEffectsOf } from '../src/cli/docs/weightEffects';
import { readResults, type ResultFile } from '../src/cli/output/results';

const ROOT = join(import.meta.dirname, '..');
const DATA = 'docs/data';

function read(name: string): ResultFile | null {
  const path = join(ROOT, DATA, `${name}.json`);
  return existsSync(path) ? readResults(path) : null;
}

/** A command that ends with 1 has measured something that did not pass, which is a result too. */
function measure({ name, command }: Measurement): void {
  const [script, ...args] = command.split(' ');
  const entry = `src/cli/${script}.ts`;
  const file = `${DATA}/${name}.json`;
  console.log(`npm run ${command}`);
  const { status } = spawnSync(
    'npx',
    ['tsx', entry, ...args.filter((arg) => arg !== '--'), '--json', file],
    { cwd: ROOT, stdio: 'inherit' },
  );
  if (status !== 0 && status !== 1) throw new Error(`${command}: ended with ${String(status)}.`);
}

const [mode, ...names] = process.argv.slice(2);
if (mode === '--measure') {
  const runs = DOCUMENTS.flatMap((document) => document.runs.flatMap(measurementsOf));
  const unknown = names.filter((name) => !runs.some((run) => run.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `Expected names of ${runs.map(({ name }) => name).join(', ')}, got ${unknown.join(', ')}.`,
    );
  }
  runs.filter(({ name }) => names.length === 0 || names.includes(name)).forEach(measure);
}
for (const document of DOCUMENTS) {
  writeFileSync(join(ROOT, 'docs', document.file), renderDocument(document, read));
}
writeFileSync(
  join(ROOT, 'src/content/weightEffects.json'),
  formatWeightEffects(weightEffectsOf(read('slider-effects'))),
);
