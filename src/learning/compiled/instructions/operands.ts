/**
 * The operands of instructions. A row names the operands of one instruction in the order in which
 * every executor passes them: a kernel in WebAssembly takes them as its arguments, a shader as the
 * fields of its uniform buffer. The types of instructions derive from the rows.
 */
import { TRAINING_METRICS } from '../../algorithms/trainingMetrics';

export type OperandKind =
  /** The address of floats that the instruction reads, fills or changes. */
  | 'reads'
  | 'writes'
  | 'updates'
  /** The address of floats that it reads, or null where there are none. */
  | 'optional'
  /** A whole number: a length, a width, a number of rows. */
  | 'count'
  | 'scalar'
  | 'flag'
  /**
   * Number of networks of the same sizes that an instruction computes, and the distances between
   * their data. A kernel that takes one twin at a time is not passed these.
   */
  | 'twins'
  | 'stride'
  /** The place of the training metric of that name; an instruction does not carry it. */
  | 'metric';

export type OperandRow = Readonly<Record<string, OperandKind>>;

type ValueOf<Kind> = Kind extends 'flag'
  ? boolean
  : Kind extends 'optional'
    ? number | null
    : number;

/** Values of all operands of a row but the metrics. */
export type OperandValues<Row extends OperandRow> = {
  readonly [Name in keyof Row as Row[Name] extends 'metric' ? never : Name]: ValueOf<Row[Name]>;
};

/** An operand as executors pass it. */
export interface Operand {
  readonly name: string;
  readonly kind: OperandKind;
  /** Value; flags are 0 or 1, and null stands for data that are not there. */
  readonly value: number | null;
}

/**
 * Lists the operands in the row's order.
 * @param metrics address of the training metrics, in the order of TRAINING_METRICS
 * @throws RangeError when a row has a metric that does not exist
 */
export function listOperands<Row extends OperandRow>(
  row: Row,
  values: OperandValues<Row>,
  metrics: number,
): Operand[] {
  const given: Readonly<Record<string, number | boolean | null>> = values;
  return Object.entries(row).map(([name, kind]) => {
    if (kind === 'metric') return { name, kind, value: metrics + metricIndex(name) };
    const value = given[name];
    return { name, kind, value: typeof value === 'boolean' ? Number(value) : value };
  });
}

export function isAddress(kind: OperandKind): boolean {
  return (
    kind === 'reads' ||
    kind === 'writes' ||
    kind === 'updates' ||
    kind === 'optional' ||
    kind === 'metric'
  );
}

function metricIndex(name: string): number {
  const index = TRAINING_METRICS.findIndex((metric) => metric === name);
  if (index < 0) throw new RangeError(`instruction: expected a training metric, got ${name}`);
  return index;
}
