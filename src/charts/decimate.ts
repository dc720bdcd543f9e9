/**
 * Min-max decimation keeps the first, lowest, highest and last value of every pixel column, in
 * their order of time. A line through these covers exactly the pixels that the full line covers,
 * and no spike is lost.
 */

/** Calls `emit` with the indices in [from, to) worth drawing, in rising order. */
export function decimateMinMax(
  from: number,
  to: number,
  column: (index: number) => number,
  value: (index: number) => number,
  emit: (index: number) => void,
): void {
  let index = from;
  while (index < to) {
    const pixel = Math.floor(column(index));
    const first = index;
    let lowest = index;
    let highest = index;
    let last = index;
    for (index++; index < to && Math.floor(column(index)) === pixel; index++) {
      last = index;
      if (value(index) < value(lowest)) lowest = index;
      if (value(index) > value(highest)) highest = index;
    }
    const inner = lowest < highest ? [lowest, highest] : [highest, lowest];
    emit(first);
    if (inner[0] > first && inner[0] < last) emit(inner[0]);
    if (inner[1] > first && inner[1] < last && inner[1] !== inner[0]) emit(inner[1]);
    if (last > first) emit(last);
  }
}
