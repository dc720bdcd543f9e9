/**
 * The text of a glossary entry, whose formula shows the current numbers for as long as it is open.
 */
import { GLOSSARY } from '../../content/glossary';
import { ANALYTIC_NOTES } from '../../content/glossary/analytic';
import { METRIC_LABELS, type MetricId } from '../../content/glossary/labels';
import { formulaNow, numbersNow } from '../../store/live/formulasNow';
import { useSession, useSessionState } from '../context';

interface ExplanationProps {
  readonly metric: MetricId;
  /** The formula with its numbers, where only the component that shows it knows them. */
  readonly now: string | undefined;
  readonly isOpen: boolean;
}

export function Explanation({ metric, now, isOpen }: ExplanationProps) {
  const session = useSession();
  const fillsByRate = useSessionState(() => session.view.fillsByRate);
  const { sentence, formula, good: elsewhere } = GLOSSARY[metric];
  const note = fillsByRate ? ANALYTIC_NOTES[metric] : undefined;
  const good = note?.good ?? elsewhere;
  return (
    <>
      <p className="popover-title">{METRIC_LABELS[metric]}</p>
      <p>{sentence}</p>
      {formula !== '' && (
        <p className="formula">
          {formula}
          {isOpen && (now === undefined ? <NumbersNow metric={metric} /> : <Now text={now} />)}
        </p>
      )}
      {formula === '' && now !== undefined && <p>{now}</p>}
      {good !== '' && (
        <p>
          <span className="muted">
            {note === undefined ? 'Good: ' : 'In the analytic market: '}
          </span>
          {good}
        </p>
      )}
    </>
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
