/** Every kernel against plain loops in double precision, at random and at awkward sizes. */
import { assert, asyncProperty, integer, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/learning/wasm/wasmExecutor';
import { compileWasmKernels } from '../../../src/learning/wasm/wasmKernels';
import { compileKernels, TRAINING_KERNELS } from '../../../scripts/buildKernels.mjs';
import { KERNELS_BASE64 } from '../../../src/learning/wasm/kernels.generated';
import { emptyFeed, instructionCase, worstError } from '../compiled/instructionCases';
import type { CaseSizes } from '../compiled/operandCase';
import {
  INSTRUCTION_KINDS,
  type InstructionKind,
} from '../../../src/learning/compiled/instructions/instructions';

/** Sums of at most 70 products of numbers below 1, each rounded to 24 bits. */
const TOLERANCE = 2e-5;

describe('WebAssembly kernels', () => {
  let kernels: WebAssembly.Module;

  beforeAll(async () => {
    kernels = await compileWasmKernels();
  });

  async function errorOf(kind: InstructionKind, sizes: CaseSizes): Promise<number> {
    const { program, before, after } = instructionCase(kind, sizes);
    const executor = new WasmExecutor(kernels, program, emptyFeed());
    const everything = { offset: 0, length: program.arenaLength };
    executor.write(everything, before);
    executor.execute();
    const [ours] = await executor.read([everything]);
    return worstError(ours, after);
  }

  it.each(INSTRUCTION_KINDS)('%s equals the plain one at 40 random sizes', async (kind) => {
    const size = integer({ min: 1, max: 70 });
    const sizes = record({ rows: size, inputs: size, outputs: size });
    await assert(
      asyncProperty(sizes, async (drawn) => {
        expect(await errorOf(kind, drawn)).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it('is what the source in assembly/ compiles to; loading the compiler takes some seconds', async () => {
    expect(Buffer.from(await compileKernels(TRAINING_KERNELS)).toString('base64')).toBe(
      KERNELS_BASE64,
    );
  }, 60_000);
});
