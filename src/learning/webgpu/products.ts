/**
 * How a matrix product is dispatched, decided here for the adapter at hand:
 * graphics cards take small tiles (shaders/matrix.ts), SwiftShader and its like
 * large ones whose loads are shared between four lanes (shaders/quadMatrix.ts).
 */
import type { Dispatch, Operand } from './dispatch';
import {
  NARROW_TILE,
  productShader,
  WIDE_TILE,
  type ProductKind,
  type ProductOperands,
} from './shaders/matrix';
import {
  NARROW_QUADS,
  quadProductShader,
  QUAD,
  WIDE_QUADS,
  type QuadFlag,
  quadFlags,
} from './shaders/quadMatrix';

export type Products = (kind: ProductKind, twins: number, operands: ProductOperands) => Dispatch;

/** Columns up to which a result counts as narrow: most of a wide tile would be idle. */
const NARROW = 8;

export function productsFor({
  adapterInfo,
  features,
}: Pick<GPUDevice, 'adapterInfo' | 'features'>): Products {
  return adapterInfo.isFallbackAdapter && features.has('subgroups')
    ? softwareProduct
    : hardwareProduct;
}

export const hardwareProduct: Products = (kind, twins, operands) => {
  const { floor, ...whole } = operands;
  const tile = operands.columns > NARROW ? WIDE_TILE : NARROW_TILE;
  const groups = [tile.groupColumns * tile.columns, tile.groupRows * tile.rows] as const;
  return {
    shader: productShader(kind, tile),
    operands: [...Object.values(whole), { float: floor }],
    workgroups: [
      Math.ceil(operands.columns / groups[0]),
      Math.ceil(operands.rows / groups[1]),
      twins,
    ],
  };
};

const FLAGS: Readonly<Record<ProductKind, readonly QuadFlag[]>> = {
  biased: ['bias'],
  biasedAdded: ['bias', 'add'],
  withOnes: ['sums'],
  masked: ['mask'],
  plain: [],
  added: ['add'],
};

export const softwareProduct: Products = (kind, twins, operands) => {
  const { floor, ...whole } = operands;
  const { columns, extraTwin } = operands;
  // The row of ones is no row of the product there, but the columns' sums.
  const rows = kind === 'withOnes' ? operands.rows - 1 : operands.rows;
  const tile = columns > NARROW ? WIDE_QUADS : NARROW_QUADS;
  const resultTwin = kind === 'withOnes' ? extraTwin : rows * columns;
  const own: Operand[] = [{ float: floor }, resultTwin, quadFlags(FLAGS[kind])];
  return {
    shader: quadProductShader(tile),
    operands: [...Object.values({ ...whole, rows }), ...own],
    workgroups: [
      Math.ceil(columns / (QUAD * tile.columns)),
      Math.ceil(rows / (QUAD * tile.rows)),
      twins,
    ],
  };
};
