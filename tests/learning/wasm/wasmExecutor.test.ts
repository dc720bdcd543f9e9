/** Every kernel against plain loops in double precision, at random and at awkward sizes. */
import { assert, asyncProperty, integer, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  compileWasmKernels,
  instantiateWasmKernels,
  type WasmModules,
} from '../../../src/learning/wasm/wasmKernels';
import { compileKernels, EXPONENTIALS, TRAINING_KERNELS } from '../../../scripts/buildKernels.mjs';
import { EXPONENTIALS_BASE64 } from '../../../src/learning/wasm/exponentials.generated';
import { KERNELS_BASE64 } from '../../../src/learning/wasm/kernels.generated';
import {
  emptyFeed,
  INSTRUCTION_KINDS,
  instructionCase,
  ONE_UPDATE,
  worstError,
} from '../compiled/instructionCases';
import { executorInOwnMemory } from './ownMemory';
import type { CaseSizes } from '../compiled/operandCase';
import type { InstructionKind } from '../../../src/learning/compiled/instructions/instructions';

/** Sums of at most 70 products of numbers below 1, each rounded to 24 bits. */
const TOLERANCE = 2e-5;

describe('WebAssembly kernels', () => {
  let kernels: WasmModules;

  beforeAll(async () => {
    kernels = await compileWasmKernels();
  });

  async function errorOf(kind: InstructionKind, sizes: CaseSizes): Promise<number> {
    const { program, before, after } = instructionCase(kind, sizes);
    const { executor } = executorInOwnMemory(kernels, program, emptyFeed());
    const everything = { offset: 0, length: program.arenaLength };
    executor.write(everything, before);
    executor.run(ONE_UPDATE);
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

  it('go on in a memory that grew under them', async () => {
    const { program, before, after } = instructionCase('adam', { rows: 5, inputs: 7, outputs: 3 });
    const { executor, memory } = executorInOwnMemory(kernels, program, emptyFeed());
    const everything = { offset: 0, length: program.arenaLength };
    executor.write(everything, before);
    memory.grow(3);
    executor.run(ONE_UPDATE);
    const [ours] = await executor.read([everything]);
    expect(worstError(ours, after)).toBeLessThan(TOLERANCE);
  });

  it('have no data of their own in the memory that they are given', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    instantiateWasmKernels(kernels, memory);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  });

  it('is what the source in assembly/ compiles to; loading the compiler takes some seconds', async () => {
    const compiled = async (kernels: typeof TRAINING_KERNELS) =>
      Buffer.from(await compileKernels(kernels)).toString('base64');
    expect(await compiled(TRAINING_KERNELS)).toBe(KERNELS_BASE64);
    expect(await compiled(EXPONENTIALS)).toBe(EXPONENTIALS_BASE64);
  }, 60_000);
});
