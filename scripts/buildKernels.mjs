/**
 * Compiles the AssemblyScript in the assembly/ folders to the generated modules beside them:
 * `npm run build:kernels`, after a change there. The results are committed, so that nobody needs
 * the compiler to run the lab; tests compile again and compare.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Kernels that run in a memory they are given, and have no data of their own there. */
export const TRAINING_KERNELS = {
  source: 'src/learning/wasm/assembly/index.ts',
  target: 'src/learning/wasm/kernels.generated.ts',
  constant: 'KERNELS_BASE64',
  options: ['--importMemory', '--noExportMemory'],
};
export const EXPONENTIALS = {
  source: 'src/learning/wasm/assembly/exponentials.ts',
  target: 'src/learning/wasm/exponentials.generated.ts',
  constant: 'EXPONENTIALS_BASE64',
  options: [],
};
export const ACTING_KERNEL = {
  source: 'src/agents/policies/kernels/assembly/index.ts',
  target: 'src/agents/policies/kernels/denseKernel.generated.ts',
  constant: 'DENSE_KERNEL_BASE64',
  options: [],
};

/**
 * @param {{ source: string, options: readonly string[] }} kernels
 * @returns {Promise<Uint8Array>} the module's bytes
 */
export async function compileKernels({ source, options }) {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const common = ['--outFile', 'kernels.wasm', '--runtime', 'stub', '--noAssert', '-O3'];
  const all = [source, ...common, ...options, '--enable', 'simd', '--baseDir', ROOT];
  const { error } = await main(all, {
    writeFile(name, contents) {
      if (name === 'kernels.wasm' && typeof contents !== 'string') bytes = contents;
    },
  });
  if (error !== null || bytes === undefined) {
    throw new Error(`${source} does not compile.`, { cause: error });
  }
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @param {string} constant
 */
function kernelsModule(bytes, constant) {
  return [
    '/** The kernels of assembly/, compiled by `npm run build:kernels`. Do not edit. */',
    `export const ${constant} =\n  '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const kernels of [TRAINING_KERNELS, EXPONENTIALS, ACTING_KERNEL]) {
    const bytes = await compileKernels(kernels);
    const target = new URL(kernels.target, `file://${ROOT}`);
    await writeFile(target, kernelsModule(bytes, kernels.constant));
  }
}
