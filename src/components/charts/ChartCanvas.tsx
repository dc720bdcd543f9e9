/**
 * A canvas in the shared drawing loop keeps its size, and calls `draw` with a cleared surface
 * whenever there is something new. Nothing here re-renders.
 */
import { useEffect, useRef } from 'react';
import type { ViewPart } from '../../charts/viewImage';
import { prepareSurface, type Surface } from '../../charts/surface';
import { useReportError } from '../ui/Boundary';
import { usePage } from '../context';

interface ChartCanvasProps {
  /** An accessible summary of what is drawn, refreshed slowly. */
  readonly summary: string;
  readonly draw: (surface: Surface) => void;
  readonly className?: string;
  /** Part in a picture of the view; a chart without one is left out of it. */
  readonly part?: ViewPart;
  /** Listens to the canvas; stable between renders. @returns a function that stops it */
  readonly attach?: (canvas: HTMLCanvasElement) => () => void;
}

export function ChartCanvas(props: ChartCanvasProps) {
  const { summary, draw, part, className = '', attach } = props;
  const page = usePage();
  const reportError = useReportError();
  const canvas = useRef<HTMLCanvasElement>(null);
  const latestDraw = useRef(draw);

  useEffect(() => {
    latestDraw.current = draw;
    page.stage.invalidate();
  }, [draw, page]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null || part === undefined) return undefined;
    page.canvases.set(part, element);
    return () => {
      if (page.canvases.get(part) === element) page.canvases.delete(part);
    };
  }, [page, part]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let width = 0;
    let height = 0;
    const observer = new ResizeObserver(([entry]) => {
      ({ width, height } = entry.contentRect);
      page.stage.invalidate();
    });
    observer.observe(element);
    const remove = page.stage.add({
      paint: () => {
        try {
          const ratio = window.devicePixelRatio * (element.currentCSSZoom ?? 1);
          const surface = prepareSurface(element, width, height, ratio, page.palette());
          if (surface !== null) latestDraw.current(surface);
        } catch (error) {
          reportError(error);
        }
      },
    });
    return () => {
      observer.disconnect();
      remove();
    };
  }, [page, reportError]);

  useEffect(() => {
    const element = canvas.current;
    return element === null ? undefined : attach?.(element);
  }, [attach]);

  return <canvas ref={canvas} role="img" aria-label={summary} className={`chart ${className}`} />;
}
