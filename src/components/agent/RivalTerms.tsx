/** A rival's own latencies and limits, behind its name. */
import { useId, useState } from 'react';
import {
  RIVAL_TERM_FIELDS,
  RIVAL_TERM_KEYS,
  type RivalTermKey,
  type RivalTerms,
} from '../../agents/rivals/rivalText';
import { RIVAL_TEXTS } from '../../content/rivals';
import { InvalidInputError } from '../../market/validation';
import { termsText, type PlacedRival } from '../../store/settings/rivalConfigs';
import { SETTINGS, checkSetting, requestNumber } from '../../store/settings/settings';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';

interface RivalTermsProps {
  readonly title: string;
  readonly rival: PlacedRival;
}

/** A rival that differs from the agent has a mark after its name. */
export function RivalTermsButton({ title, rival }: RivalTermsProps) {
  const { terms } = rival.entry;
  const own = termsText(terms);
  return (
    <Popover
      label={own === '' ? title : `${title} *`}
      name={`${title}: ${own === '' ? RIVAL_TEXTS.own : own}`}
      buttonClass="rival-name"
      panelClass="rival-terms"
    >
      <p className="popover-title">{title}</p>
      <p className="muted">{RIVAL_TEXTS.ownNote}</p>
      {RIVAL_TERM_KEYS.map((key) => (
        <TermField key={key} term={key} rival={rival} />
      ))}
    </Popover>
  );
}

interface TermFieldProps {
  readonly term: RivalTermKey;
  readonly rival: PlacedRival;
}

/** Edits one term, which is taken when its field is left or Enter is pressed. */
function TermField({ term, rival: { entry, place } }: TermFieldProps) {
  const session = useSession();
  const agents = useSessionState(({ applied }) => applied[term]);
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const id = useId();
  const { label, unit } = SETTINGS[term];
  const stored = entry.terms[RIVAL_TERM_FIELDS[term]];
  const take = () => {
    if (draft === null) return;
    const text = draft.trim();
    try {
      const value = text === '' ? undefined : Number(checkSetting(term, Number(text)));
      setDraft(null);
      setProblem('');
      if (value === stored) return;
      session.changeRivals((rivals) =>
        rivals.map((each, index) =>
          index === place ? { ...each, terms: withTerm(each.terms, term, value) } : each,
        ),
      );
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      setProblem(requestNumber(term));
    }
  };
  return (
    <div className="rival-term">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="text"
        inputMode="decimal"
        placeholder={String(agents)}
        aria-invalid={problem !== ''}
        value={draft ?? (stored === undefined ? '' : String(stored))}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => {
          if (key === 'Enter') take();
        }}
      />
      <span className="unit muted">{unit}</span>
      {problem !== '' && <p className="problem">{problem}</p>}
    </div>
  );
}

function withTerm(terms: RivalTerms, key: RivalTermKey, value: number | undefined): RivalTerms {
  const { [RIVAL_TERM_FIELDS[key]]: _, ...others } = terms;
  return value === undefined ? others : { ...others, [RIVAL_TERM_FIELDS[key]]: value };
}
