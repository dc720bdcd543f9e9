/** A titled region of the page; the title explains what is in it. */
import { useId, type ReactNode } from 'react';
import type { MetricId } from '../content/glossary';
import { Explain } from './Explain';

interface PanelProps {
  readonly title: string;
  /** The glossary entry behind the title. */
  readonly metric?: MetricId;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel({ title, metric, actions, className = '', children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{metric === undefined ? title : <Explain metric={metric}>{title}</Explain>}</h2>
        {actions !== undefined && <div className="panel-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
