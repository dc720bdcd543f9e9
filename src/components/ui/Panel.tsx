/** A panel is a titled region of the page. Its title explains what is in it. */
import { createContext, useContext, useId, type ReactNode } from 'react';
import type { MetricId } from '../../content/glossary/labels';
import { Explain } from './Explain';
import { takesEscape } from './takesEscape';

/** Whether panels are only looked at: they then have no explanations to open and no actions. */
export const PlainPanels = createContext(false);

interface PanelProps {
  readonly title: string;
  /** The glossary entry behind the title. */
  readonly metric?: MetricId;
  readonly actions?: ReactNode;
  /** What there is to know for reading the panel; it is shown to those who only look, too. */
  readonly note?: string;
  readonly className?: string;
  /** Called for Escape inside of a panel that can be closed. */
  readonly onEscape?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function Panel(props: PanelProps) {
  const { title, metric, actions, note, className = '', onEscape, children } = props;
  const id = useId();
  const plain = useContext(PlainPanels);
  return (
    <section
      className={`panel ${className}`}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (onEscape !== undefined && takesEscape(event)) onEscape();
      }}
    >
      <div className="panel-head">
        <h2 id={id}>
          {metric === undefined || plain ? title : <Explain metric={metric}>{title}</Explain>}
        </h2>
        {note !== undefined && <span className="panel-actions muted">{note}</span>}
        {actions !== undefined && !plain && <div className="panel-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
