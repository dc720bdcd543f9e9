/** Follows the size of an element in CSS pixels. */
import { useCallback, useState } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * @returns the size, null while the element takes no place, as in a closed popover, and a ref for
 *   the element
 */
export function useSize() {
  const [size, setSize] = useState<Size | null>(null);
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => {
        if (width === 0 || height === 0) return null;
        return before?.width === width && before.height === height ? before : { width, height };
      });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [size, measure] as const;
}
