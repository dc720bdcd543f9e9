/**
 * Keeps the numbers of a table whole that scrolls under its first column: −$179.52 of which that
 * column covers the sign would read $179.52. What it covers in part is not shown.
 */
import { useEffect, useRef } from 'react';

const COVERED = 'covered';

/**
 * Hides the cells that the first column of the table covers in part.
 * @param scroller of one table
 */
export function hideCovered(scroller: HTMLElement): void {
  const rows = scroller.querySelectorAll('tr');
  const [first, ...others] = rows[0]?.children ?? [];
  if (first === undefined) return;
  const { right: edge } = first.getBoundingClientRect();
  const covered = others.findIndex((cell) => {
    const { left, right } = cell.getBoundingClientRect();
    // Distances are of whole pixels where a screen has fractions of them.
    return left < edge - 1 && right > edge + 1;
  });
  for (const { children } of rows)
    for (const [index, cell] of [...children].entries())
      cell.classList.toggle(COVERED, index > 0 && index === covered + 1);
}

/** @returns a ref for what scrolls the table; `hideCovered` is to be called as it scrolls */
export function useWholeColumns() {
  const scroller = useRef<HTMLDivElement>(null);
  // Whatever is rendered may have brought rows, and moved columns.
  useEffect(() => {
    if (scroller.current !== null) hideCovered(scroller.current);
  });
  return scroller;
}
