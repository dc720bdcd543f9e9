/**
 * Text that belongs to a frame is written in the shared drawing loop, together with the canvases,
 * so that a number and the chart beside it are of the same moment. Nothing here re-renders.
 */
import { useEffect, useRef, type RefObject } from 'react';
import { useReportError } from './Boundary';
import { usePage } from '../context';

/** Calls `paint` whenever the canvases are drawn, with the element once it is there. */
export function useFramePainter<Element extends HTMLElement>(
  paint: (element: Element) => void,
): RefObject<Element | null> {
  const { stage } = usePage();
  const reportError = useReportError();
  const element = useRef<Element>(null);
  const latest = useRef(paint);
  useEffect(() => {
    latest.current = paint;
    stage.invalidate();
  }, [paint, stage]);
  useEffect(
    () =>
      stage.add({
        paint: () => {
          if (element.current === null) return;
          try {
            latest.current(element.current);
          } catch (error) {
            reportError(error);
          }
        },
      }),
    [stage, reportError],
  );
  return element;
}

interface FrameTextProps {
  readonly read: () => string;
  readonly className?: string;
  readonly testId?: string;
}

export function FrameText({ read, className, testId }: FrameTextProps) {
  const element = useFramePainter<HTMLSpanElement>((span) => {
    const text = read();
    if (span.textContent !== text) span.textContent = text;
  });
  return <span ref={element} className={className} data-testid={testId} />;
}
