/**
 * The ladder takes quotes under a person's pointer. A press on a side puts its quote there, a drag
 * shows where it would go, and Escape or letting go outside leaves everything as it was. Buttons
 * and keys do the same, so nothing here takes the focus.
 */
import { useEffect, useRef, type PointerEvent } from 'react';
import type { ManualSide } from '../../agents/manual/manualQuotes';
import { useSession } from '../context';

export interface LadderPointer {
  readonly side: ManualSide;
  readonly priceTicks: number;
  readonly isDragging: boolean;
}

/** Pixels that a pointer may stray beyond a side and still be meant. */
const STRAY = 40;

interface ManualLadderProps {
  /**
   * Returns the price under a share of the ladder's height, counted from its top. Stable between
   * renders.
   */
  readonly priceAt: (share: number) => number;
  /** Receives where the pointer is; null when it is gone. Stable between renders. */
  readonly onPoint: (pointer: LadderPointer | null) => void;
}

export function ManualLadder(props: ManualLadderProps) {
  const { onPoint } = props;
  useEffect(() => () => onPoint(null), [onPoint]);
  return (
    <>
      <Side side="bid" {...props} />
      <Side side="ask" {...props} />
    </>
  );
}

function Side({ side, priceAt, onPoint }: ManualLadderProps & { readonly side: ManualSide }) {
  const { manual } = useSession();
  const strip = useRef<HTMLDivElement>(null);
  /** Id of the pointer that drags; null without one. */
  const dragging = useRef<number | null>(null);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const pointer = dragging.current;
      if (event.key !== 'Escape' || pointer === null) return;
      event.preventDefault();
      event.stopPropagation();
      dragging.current = null;
      strip.current?.releasePointerCapture(pointer);
      onPoint(null);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [onPoint]);

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const priceTicks = priceAt(shareUnder(event));
    const isDragging = dragging.current !== null;
    onPoint(isOver(event) ? { side, priceTicks, isDragging } : null);
  };
  const release = () => {
    dragging.current = null;
    onPoint(null);
  };

  return (
    <div
      ref={strip}
      className={`ladder-side ${side}`}
      data-testid={`ladder-${side}`}
      onPointerDown={(event) => {
        if (event.button !== 0 || !manual.isQuoting) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = event.pointerId;
        point(event);
      }}
      onPointerMove={(event) => {
        const isMeant = dragging.current !== null || event.pointerType === 'mouse';
        if (isMeant && manual.isQuoting) point(event);
      }}
      onPointerUp={(event) => {
        if (dragging.current !== event.pointerId) return;
        if (isOver(event)) manual.place(side, priceAt(shareUnder(event)));
        release();
      }}
      onPointerCancel={release}
      onPointerLeave={() => {
        if (dragging.current === null) onPoint(null);
      }}
    />
  );
}

function isOver({ clientX, clientY, currentTarget }: PointerEvent<HTMLDivElement>): boolean {
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
  const isBeside = clientX < left - STRAY || clientX > right + STRAY;
  return !isBeside && clientY >= top - STRAY && clientY <= bottom + STRAY;
}

/** Returns how far down the strip the pointer is, from 0 to below 1. */
function shareUnder(event: PointerEvent<HTMLDivElement>): number {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  return Math.min(0.9999, Math.max(0, (event.clientY - top) / height));
}
