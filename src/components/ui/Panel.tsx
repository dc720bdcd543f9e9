/** A panel is a titled region of the page. Its title explains what is in it. */
import { createContext, useContext, useId, type ReactNode } from 'react';
import type { MetricId } from '../../content/glossary/labels';
import { Explain } from './Explain';

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
  readonly children: ReactNode;
}

export function Panel({ title, metric, actions, note, className = '', children }: PanelProps) {
  const id = useId();
  const plain = useContext(PlainPanels);
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
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
