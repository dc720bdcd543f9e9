/**
 * A button opens a panel that is placed below it, or below the number that it names, and inside
 * the window. The browser's popover handles dismissal, Escape and focus. A page has dozens of
 * panels of which few are ever opened, so what a panel holds is made when it first opens. It
 * stays after that: a field that is left by closing is left like any other.
 */
import { useCallback, useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

interface PopoverProps {
  readonly label: ReactNode;
  /** The accessible name, for a label that is only an icon. */
  readonly name?: string;
  readonly buttonClass: string;
  readonly panelClass?: string;
  /** Called before the panel is seen and after it is gone: what moves need not move unseen. */
  readonly onOpen?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

const MARGIN = 8;

export function Popover(props: PopoverProps) {
  const { label, name, buttonClass, panelClass = '', onOpen, children } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [wasOpened, setOpened] = useState(false);

  const place = useCallback(() => {
    if (button.current === null || panel.current === null) return;
    // In a list of terms the panel leaves the value of its term to be seen.
    const named = button.current.closest('dt')?.parentElement ?? button.current;
    const anchor = named.getBoundingClientRect();
    const box = panel.current.getBoundingClientRect();
    const below = anchor.bottom + 4 + box.height + MARGIN <= window.innerHeight;
    const top = below ? anchor.bottom + 4 : Math.max(MARGIN, anchor.top - box.height - 4);
    const left = Math.min(anchor.left, window.innerWidth - box.width - MARGIN);
    panel.current.style.top = `${top}px`;
    panel.current.style.left = `${Math.max(MARGIN, left)}px`;
  }, []);

  // What the panel holds may grow while it is open, as a menu does that has more to offer.
  const resizing = useRef<ResizeObserver | null>(null);
  const follow = () => {
    place();
    if (panel.current === null) return;
    resizing.current?.disconnect();
    resizing.current = new ResizeObserver(place);
    resizing.current.observe(panel.current);
  };
  useEffect(() => () => resizing.current?.disconnect(), []);

  return (
    <>
      <button
        ref={button}
        type="button"
        className={buttonClass}
        popoverTarget={id}
        aria-label={name}
        title={name}
      >
        {label}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={`popover ${panelClass}`}
        onBeforeToggle={(event) => {
          if (event.newState !== 'open') {
            onOpen?.(false);
            return;
          }
          // The panel is placed by its size, so its content has to be there at once.
          flushSync(() => {
            setOpened(true);
            onOpen?.(true);
          });
        }}
        onToggle={(event) => {
          if (event.newState === 'open') follow();
          else resizing.current?.disconnect();
        }}
      >
        {wasOpened && children}
      </div>
    </>
  );
}
