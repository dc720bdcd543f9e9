/** "Explain this number": a dotted label that opens its glossary entry. */
import type { ReactNode } from 'react';
import { GLOSSARY, type GlossaryEntry, type MetricId } from '../content/glossary';
import { Popover } from './Popover';

interface ExplainProps {
  readonly metric: MetricId;
  /** The formula with the numbers of this moment in it, where there are any. */
  readonly now?: string;
  /** Instead of the metric's own label. */
  readonly children?: ReactNode;
}

export function Explain({ metric, now, children }: ExplainProps) {
  const entry: GlossaryEntry = GLOSSARY[metric];
  return (
    <Popover label={children ?? entry.label} buttonClass="explain">
      <p className="popover-title">{entry.label}</p>
      <p>{entry.sentence}</p>
      {entry.formula !== '' && (
        <p className="formula">
          {entry.formula}
          {now !== undefined && (
            <>
              <br />
              <span className="muted">now </span>
              {now}
            </>
          )}
        </p>
      )}
      {entry.good !== '' && (
        <p>
          <span className="muted">Good: </span>
          {entry.good}
        </p>
      )}
    </Popover>
  );
}
