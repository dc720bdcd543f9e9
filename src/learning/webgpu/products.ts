/**
 * Dispatches matrix products in the way that suits the adapter at hand: graphics cards take small
 * tiles (shaders/matrix.ts), SwiftShader and its like large ones whose loads are shared between
 * four lanes (shaders/quadMatrix.ts).
 */
import { dispatch, type Dispatch } from './dispatch';
import {
  NARROW_TILE,
  productShader,
  WIDE_TILE,
  type ProductKind,
  type ProductOperands,
} from './shaders/matrix';
import {
  NARROW_QUADS,
  NEIGHBOURS,
  quadProductShader,
  SCALAR_QUADS,
  SQUARE_QUADS,
  WIDE_QUADS,
  type QuadOperands,
} from './shaders/quadMatrix';
import { QUAD, type Neighbour, type QuadTile } from './shaders/quadOperand';

export type Products = (kind: ProductKind, twins: number, operands: ProductOperands) => Dispatch;

/** Most columns of a narrow result, which would leave most of a wide tile idle. */
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
  const tile = operands.columns > NARROW ? WIDE_TILE : NARROW_TILE;
  const groups = [tile.groupColumns * tile.columns, tile.groupRows * tile.rows] as const;
  return dispatch(productShader(kind, tile), operands, [
    Math.ceil(operands.columns / groups[0]),
    Math.ceil(operands.rows / groups[1]),
    twins,
  ]);
};

export const softwareProduct: Products = (kind, twins, operands) => {
  // The row of ones is no row of the product there, but the columns' sums.
  const rows = kind === 'withOnes' ? operands.rows - 1 : operands.rows;
  const whole: WholeProduct = {
    ...operands,
    rows,
    resultTwin: kind === 'withOnes' ? operands.extraTwin : rows * operands.columns,
    extraTwin: kind === 'masked' ? rows * operands.columns : operands.extraTwin,
  };
  const tile = tileFor(kind, whole);
  return dispatch(quadProductShader(kind, tile), quadOperands(kind, whole, tile.width), [
    Math.ceil(whole.columns / (QUAD * tile.columns)),
    Math.ceil(rows / (QUAD * tile.rows)),
    twins,
  ]);
};

interface WholeProduct extends ProductOperands {
  readonly resultTwin: number;
}

function tileFor(kind: ProductKind, whole: WholeProduct): QuadTile {
  if (whole.columns <= NARROW) return NARROW_QUADS;
  // Gradients gain nothing from the wider tile.
  const tile = kind === 'biased' || kind === 'biasedAdded' ? WIDE_QUADS : SQUARE_QUADS;
  return fitsVectors(kind, whole, tile) ? tile : SCALAR_QUADS;
}

/** Says whether whole vectors lie at whole places. */
function fitsVectors(kind: ProductKind, whole: WholeProduct, tile: QuadTile): boolean {
  if (whole.length % tile.depth !== 0) return false;
  return Object.values(quadOperands(kind, whole, tile.width)).every(Number.isInteger);
}

/**
 * Counts the operands in floats or in vectors; a place that is no whole vector becomes a fraction.
 */
function quadOperands(
  kind: ProductKind,
  whole: WholeProduct,
  width: QuadTile['width'],
): QuadOperands {
  const [left, right] = NEIGHBOURS[kind];
  const strides = (neighbour: Neighbour, lines: number, line: number, step: number) =>
    neighbour === 'line'
      ? { lines: lines / width, line, step: step / width }
      : { lines, line: line / width, step };
  const ofLeft = strides(left, whole.rows, whole.leftRow, whole.leftStep);
  const ofRight = strides(right, whole.columns, whole.rightColumn, whole.rightStep);
  return {
    rows: whole.rows,
    columns: whole.columns / width,
    length: whole.length,
    left: whole.left / width,
    leftTwin: whole.leftTwin / width,
    leftLine: ofLeft.line,
    leftLines: ofLeft.lines,
    leftStep: ofLeft.step,
    right: whole.right / width,
    rightTwin: whole.rightTwin / width,
    rightLine: ofRight.line,
    rightLines: ofRight.lines,
    rightStep: ofRight.step,
    result: whole.result / width,
    resultTwin: whole.resultTwin / width,
    extra: whole.extra / width,
    extraTwin: whole.extraTwin / width,
    floor: whole.floor,
  };
}
