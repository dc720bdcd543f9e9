/**
 * Compiles src/learning/wasm/assembly to src/learning/wasm/kernels.generated.ts:
 * `npm run build:kernels`, after a change there. The result is committed, so that
 * nobody needs the compiler to run the lab; a test compiles again and compares.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = 'src/learning/wasm/assembly/index.ts';
const TARGET = 'src/learning/wasm/kernels.generated.ts';

/** @returns {Promise<Uint8Array>} the module's bytes */
export async function compileKernels() {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const options = ['--outFile', 'kernels.wasm', '--runtime', 'stub', '--noAssert', '-O3'];
  const { error } = await main([SOURCE, ...options, '--enable', 'simd', '--baseDir', ROOT], {
    writeFile(name, contents) {
      if (name === 'kernels.wasm' && typeof contents !== 'string') bytes = contents;
    },
  });
  if (error !== null || bytes === undefined) {
    throw new Error(`${SOURCE} does not compile.`, { cause: error });
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
function kernelsModule(bytes) {
  return [
    '/** The kernels of assembly/, compiled by `npm run build:kernels`. Do not edit. */',
    `export const KERNELS_BASE64 =\n  '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL(TARGET, `file://${ROOT}`), kernelsModule(await compileKernels()));
}
