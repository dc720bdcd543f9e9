/** Fixed-width rows in one typed array that grows by doubling. */

type RowArray = Float64Array | Int32Array;

export class Rows<Values extends RowArray> {
  private values: Values;
  private length = 0;

  /** @param create makes an array of the kind kept, zeroed */
  constructor(
    private readonly width: number,
    private readonly create: (length: number) => Values,
    rows = 256,
  ) {
    this.values = create(rows * width);
  }

  get count(): number {
    return this.length / this.width;
  }

  /** @param row `width` numbers, copied */
  push(row: Values): void {
    if (this.length + this.width > this.values.length) {
      const grown = this.create(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values.set(row, this.length);
    this.length += this.width;
  }

  clear(): void {
    this.length = 0;
  }

  /** Moves the first rows, `limit` at most, to the start of `target`. @returns how many */
  shiftInto(target: Values, limit: number): number {
    const rows = Math.min(limit, this.count);
    const end = rows * this.width;
    target.set(this.values.subarray(0, end));
    this.values.copyWithin(0, end, this.length);
    this.length -= end;
    return rows;
  }

  /** Copies the rows into a buffer of their own. */
  copy(): Values {
    const result = this.create(this.length);
    result.set(this.values.subarray(0, this.length));
    return result;
  }
}
