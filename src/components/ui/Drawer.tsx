/** A drawer opens over the charts under a title, and Escape or a cross closes it. */
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { CloseIcon } from './icons';
import { takesEscape } from './takesEscape';

interface DrawerProps {
  /** Of the title, by which the drawer is named. */
  readonly titleId: string;
  readonly title: string;
  /** Gets the title, which can have the focus: see `useReturnFocus`. */
  readonly titleRef: RefObject<HTMLHeadingElement | null>;
  readonly className: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** Hears the keys that are not Escape, and that nothing inside has taken. */
  readonly onKey?: (event: KeyboardEvent) => void;
  /** What stands between the title and the cross. */
  readonly head: ReactNode;
  readonly children: ReactNode;
}

export function Drawer(props: DrawerProps) {
  const { titleId, title, titleRef, className, closeLabel, onClose, onKey, head, children } = props;
  return (
    <section
      className={className}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.defaultPrevented) return;
        if (takesEscape(event)) onClose();
        else if (event.key !== 'Escape') onKey?.(event);
      }}
    >
      <div className="panel-head">
        <h2 id={titleId} ref={titleRef} tabIndex={-1}>
          {title}
        </h2>
        {head}
        <button type="button" className="button plain" aria-label={closeLabel} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      {children}
    </section>
  );
}
