/**
 * The library as somebody else has it: packed, installed in a project outside of the tree, checked
 * by TypeScript under strict, run in Node, and bundled for a browser. It takes about ten seconds,
 * most of them to build and to bundle.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/browsers.mjs';
import { examplesOf, type Example } from './examples';
import { installLibrary, ROOT, run, type ScratchProject } from './scratchProject';

/** Milliseconds that a build, or a browser, may take on a busy machine. */
const SLOWEST = 240_000;

let project: ScratchProject;
let examples: readonly Example[] = [];
beforeAll(() => {
  project = installLibrary();
  examples = examplesOf(project.library, ['README.md', 'docs/library.md']);
  write('package.json', JSON.stringify({ private: true, type: 'module' }));
  for (const { name, code } of examples) write(`src/${name}.ts`, code);
  write('src/consumer.ts', CONSUMER);
  write('src/inNode.ts', IN_NODE);
  compile({ module: 'nodenext', moduleResolution: 'nodenext' });
}, SLOWEST);
afterAll(() => rmSync(project.folder, { recursive: true }));

const write = (path: string, text: string) => {
  const file = join(project.folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
};

/** An episode of a network trained for a moment, with everything that the five entries hold. */
const CONSUMER = `
import { tunedBaselines, createAgent, createEnvironment, runEpisode } from 'nanoarb-lab/agents';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from 'nanoarb-lab/env';
import { evaluateAgent } from 'nanoarb-lab/evaluation';
import * as learning from 'nanoarb-lab/learning';
import { DEFAULT_MARKET_CONFIG } from 'nanoarb-lab/market';

export async function play(wasmPaths: learning.BackendChoice['wasmPaths']): Promise<number[]> {
  const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 50 };
  const weights = DEFAULT_REWARD_WEIGHTS;
  const world = { market: DEFAULT_MARKET_CONFIG, env, weights };
  const agent = tunedBaselines('es').imbalanceMaker;
  let total = 0;
  runEpisode(createEnvironment(world), createAgent(agent, env), 7, {
    onStep: (_env, { reward }) => (total += reward),
  });
  const [episode] = evaluateAgent({ ...world, agent, seeds: [7] });
  const dataset = learning.collectEpisodes({ ...world, episodes: [{ agent: { kind: 'random' }, seed: 1 }] });
  const { name } = await learning.chooseBackend({ only: 'wasm', wasmPaths });
  const session = new learning.TrainingSession(learning.HOST_ENVIRONMENT, name);
  session.loadDataset([dataset]);
  const outcome = await session.learn(
    {
      learning: { ...learning.DEFAULT_LEARNING_CONFIG, algorithm: 'bc', hiddenSizes: [8], updates: 5, batchSize: 8 },
      decisionTransformer: null,
      weights,
      seed: 1,
      engine: 'compiled',
      dollarsPerTick: env.tickValueDollars,
    },
    { kind: 'fresh' },
    { onProgress: () => {}, onPolicy: () => {} },
  );
  session.dispose();
  return [total, episode?.return ?? NaN, outcome.policy.updates, ...outcome.policy.parameters.slice(0, 8)];
}
`;
const IN_NODE = `
import { play } from './consumer.js';
console.log(JSON.stringify(await play(null)));
`;
const IN_BROWSER = `
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { play } from './src/consumer.ts';
globalThis.played = await play({ 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd });
`;

/** Checks the project’s types under strict, and writes what it runs in Node. */
function compile(options: object): void {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: [],
    rootDir: 'src',
    outDir: 'out',
    ...options,
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  run(process.execPath, [tsc, '-p', project.folder], project.folder);
}

const nodeOutput = (module: string) =>
  run(process.execPath, [join(project.folder, 'out', module)], project.folder);

describe('the packed library', () => {
  it('holds the modules of its entries and their types, and neither tests nor the page', () => {
    const others = project.files.filter((path) => !/^dist-lib\/.*\.(js|d\.ts)$/.test(path));
    expect(others.sort()).toStrictEqual([
      'LICENSE',
      'README.md',
      'docs/library.md',
      'package.json',
    ]);
    const folders = new Set(project.files.map((path) => /^dist-lib\/([^/]+)/.exec(path)?.[1]));
    for (const folder of ['components', 'store', 'charts', 'lab', 'session', 'cli', 'content']) {
      expect(folders).not.toContain(folder);
    }
  });

  it(
    'is typed under strict and prints in Node what its examples say',
    () => {
      compile({ module: 'esnext', moduleResolution: 'bundler', noEmit: true });
      const entries = ['agents', 'env', 'evaluation', 'learning', 'market', 'READMEDocument'];
      expect(examples.map(({ name }) => name)).toStrictEqual(expect.arrayContaining(entries));
      for (const { name, prints } of examples) {
        expect(prints.length, `lines that ${name} prints`).toBeGreaterThan(0);
        expect(nodeOutput(`${name}.js`).trimEnd().split('\n'), name).toStrictEqual(prints);
      }
    },
    SLOWEST,
  );

  it.skipIf(findChromium() === null)(
    'plays and trains in a browser’s bundle, bit for bit as in Node',
    async () => {
      write('index.html', '<script type="module" src="./page.js"></script>');
      write('page.js', IN_BROWSER);
      const settings = { root: project.folder, configFile: false, logLevel: 'warn' } as const;
      await build({ ...settings, build: { target: 'es2022', minify: false } });
      const server = await preview({ ...settings, preview: { port: 0 } });
      const browser = await chromium.launch({ executablePath: findChromium() ?? '' });
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(SLOWEST);
        await page.goto(server.resolvedUrls?.local[0] ?? '');
        const played = await page.waitForFunction(
          () => Reflect.get(globalThis, 'played') as unknown,
        );
        expect(await played.jsonValue()).toStrictEqual(JSON.parse(nodeOutput('inNode.js')));
      } finally {
        await browser.close();
        await server.close();
      }
    },
    SLOWEST,
  );

  it('names in its types no module that it does not bring or depend on', () => {
    const { dependencies } = JSON.parse(
      readFileSync(join(project.library, 'package.json'), 'utf8'),
    ) as {
      dependencies: Record<string, string>;
    };
    const types = project.files.filter((path) => path.endsWith('.d.ts'));
    const imports = types.flatMap((path) => {
      const text = readFileSync(join(project.library, path), 'utf8').replace(/\/\*[^]*?\*\//g, '');
      return [...text.matchAll(/(?:from|import\() ?['"]([^'"]+)['"]/g)].map(([, name]) => name);
    });
    const packages = new Set(imports.filter((name) => !name.startsWith('.')));
    expect(imports.length).toBeGreaterThan(100);
    expect([...packages].filter((name) => !(name in dependencies))).toStrictEqual([]);
  });
});
