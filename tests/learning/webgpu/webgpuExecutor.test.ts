/**
 * Every kernel on WebGPU, through Dawn's binding, against plain loops in double precision. In
 * software a kernel takes about a second, most of it to compile its shaders.
 */
import type { IqlSettings } from '../../../src/learning/algorithms/iqlSettings';
import { afterAll, describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import { compileIql } from '../../../src/learning/compiled/iqlProgram';
import { dispatchesOf } from '../../../src/learning/webgpu/kernels';
import {
  hardwareProduct,
  productsFor,
  softwareProduct,
} from '../../../src/learning/webgpu/products';
import { TrainingDevice } from '../../../src/learning/webgpu/device';
import { WebgpuExecutor } from '../../../src/learning/webgpu/webgpuExecutor';
import {
  emptyFeed,
  INSTRUCTION_KINDS,
  instructionCase,
  ONE_UPDATE,
  worstError,
} from '../compiled/instructionCases';
import type { CaseSizes } from '../compiled/operandCase';
import type { InstructionKind } from '../../../src/learning/compiled/instructions/instructions';

const TOLERANCE = 2e-5;

/** Narrow and wide results, tiles that fit and tiles with an edge. */
const SIZES: readonly CaseSizes[] = [
  { rows: 1, inputs: 1, outputs: 1 },
  { rows: 32, inputs: 32, outputs: 32 },
  { rows: 70, inputs: 9, outputs: 5 },
  { rows: 33, inputs: 65, outputs: 34 },
  { rows: 5, inputs: 40, outputs: 70 },
];

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

describe.runIf(unavailable === null)('WebGPU kernels', () => {
  const device = TrainingDevice.open(navigator.gpu);
  afterAll(async () => (await device).destroy());

  async function errorOf(
    kind: InstructionKind,
    sizes: CaseSizes,
    choose = productsFor,
  ): Promise<number> {
    const { program, before, after } = instructionCase(kind, sizes);
    const executor = await WebgpuExecutor.create(await device, program, emptyFeed(), choose);
    const everything = { offset: 0, length: program.arenaLength };
    executor.write(everything, before);
    executor.run(ONE_UPDATE);
    const [ours] = await executor.read([everything]);
    executor.dispose();
    return worstError(ours, after);
  }

  it.each(INSTRUCTION_KINDS)(
    '%s equals the plain one',
    async (kind) => {
      for (const sizes of SIZES) {
        expect(await errorOf(kind, sizes), JSON.stringify(sizes)).toBeLessThan(TOLERANCE);
      }
    },
    60_000,
  );

  it.each(['denseForward', 'weightGradient', 'inputGradient'] as const)(
    '%s equals the plain one whatever the adapter, over several tiles with edges too',
    async (kind) => {
      const several = { rows: 77, inputs: 130, outputs: 69 };
      // Each kind of product, in whole vectors.
      const inVectors = [
        { rows: 40, inputs: 48, outputs: 72 },
        { rows: 33, inputs: 80, outputs: 40 },
        { rows: 64, inputs: 24, outputs: 8 },
        { rows: 65, inputs: 40, outputs: 16 },
      ];
      for (const sizes of [...SIZES, several]) {
        const error = await errorOf(kind, sizes, () => hardwareProduct);
        expect(error, JSON.stringify(sizes)).toBeLessThan(TOLERANCE);
      }
      for (const sizes of [several, ...inVectors]) {
        const error = await errorOf(kind, sizes, () => softwareProduct);
        expect(error, JSON.stringify(sizes)).toBeLessThan(TOLERANCE);
      }
    },
    120_000,
  );

  it('IQL of the usual size is multiplied in vectors in software, but for what joins the action', () => {
    const settings: IqlSettings = {
      observationLength: 64,
      actionLength: 5,
      hiddenSizes: [256, 256],
      learningRate: 3e-4,
      discount: 0.99,
      expectile: 0.8,
      temperature: 3,
      normalisesAdvantages: false,
      targetRate: 0.005,
      policyDecayUpdates: null,
    };
    const { instructions, statistics } = compileIql(settings, 256);
    const products = instructions
      .flatMap((instruction) => dispatchesOf(instruction, statistics, softwareProduct))
      .filter(({ shader }) => shader.includes('quadSwapX'));
    const inVectors = products.filter(({ shader }) => shader.includes('array<vec4<f32>>'));
    // Five layers of 256 to 256 forward, three with gradients, and those from the observation.
    expect(inVectors).toHaveLength(5 + 2 * 3 + 3 + 2);
  });

  it('an adapter in software without subgroups takes the products of graphics cards', () => {
    const adapterInfo = { isFallbackAdapter: true } as GPUAdapterInfo;
    expect(productsFor({ adapterInfo, features: new Set() })).toBe(hardwareProduct);
    expect(productsFor({ adapterInfo, features: new Set(['subgroups']) })).toBe(softwareProduct);
  });
});
