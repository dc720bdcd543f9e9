/**
 * A dotted label opens its glossary entry, whose formula shows the current numbers for
 * as long as it is open.
 */
import { useState, type ReactNode } from 'react';
import { GLOSSARY, type GlossaryEntry, type MetricId } from '../../content/glossary';
import { formulaNow, numbersNow } from '../../store/live/formulasNow';
import { Popover } from './Popover';
import { useSession, useSessionState } from '../context';

interface ExplainProps {
  readonly metric: MetricId;
  /** The formula with its numbers, where only the component that shows it knows them. */
  readonly now?: string;
  /** Replaces the metric's own label. */
  readonly children?: ReactNode;
}

export function Explain({ metric, now, children }: ExplainProps) {
  const entry: GlossaryEntry = GLOSSARY[metric];
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover label={children ?? entry.label} buttonClass="explain" onOpen={setIsOpen}>
      <p className="popover-title">{entry.label}</p>
      <p>{entry.sentence}</p>
      {entry.formula !== '' && (
        <p className="formula">
          {entry.formula}
          {isOpen && (now === undefined ? <NumbersNow metric={metric} /> : <Now text={now} />)}
        </p>
      )}
      {entry.formula === '' && now !== undefined && <p>{now}</p>}
      {entry.good !== '' && (
        <p>
          <span className="muted">Good: </span>
          {entry.good}
        </p>
      )}
    </Popover>
  );
}

/** Shows the formula with numbers that follow what is on screen. */
function NumbersNow({ metric }: { readonly metric: MetricId }) {
  const session = useSession();
  useSessionState((state) => state.readout.key);
  useSessionState((state) => state.training);
  const text = formulaNow(metric, numbersNow(session));
  return text === null ? null : <Now text={text} />;
}

function Now({ text }: { readonly text: string }) {
  return (
    <>
      <br />
      <span className="muted">now </span>
      {text}
    </>
  );
}
