/**
 * Lists who may join the agent's book: the person, baselines, agents of the page, and stored runs.
 */
import { RIVAL_TEXTS } from '../../content/rivals';
import { MOST_RIVALS } from '../../protocol/frames';
import { trainedChoices } from '../../store/live/liveAgentTitle';
import { RIVAL_KINDS, rivalEntries, type RivalEntry } from '../../store/settings/rivals';
import { SETTINGS } from '../../store/settings/settings';
import { useSession, useSessionState } from '../context';

/** Value of the person in the list; no agent is called so. */
const YOURSELF = 'yourself';
/** Begins the value of a run; no kind of agent has a colon. */
const RUN_MARK = 'run:';

function entryOf(value: string): RivalEntry {
  const kind = RIVAL_KINDS.find((one) => one === value);
  const who = kind ?? { run: value.slice(RUN_MARK.length), place: null };
  return { who, terms: {} };
}

export function AddRival() {
  const session = useSession();
  const preset = useSessionState(({ applied }) => applied.preset);
  const count = useSessionState(({ applied }) => rivalEntries(applied).length);
  const bundled = useSessionState((state) => state.bundled);
  const runs = useSessionState((state) => state.runs);
  const trained = trainedChoices({ runs, watchedRun: null, runUnderWay: null }, NOT_TRAINING);
  const isRecorded = useSessionState(({ applied }) => applied.tape !== '');
  const isFull = count >= MOST_RIVALS;
  const add = (value: string) => {
    if (value === YOURSELF) session.manual.enter(true);
    else session.changeRivals((rivals) => [...rivals, entryOf(value)]);
  };
  // Nobody queues in the analytic market.
  if (preset === 'avellanedaStoikov') {
    return count === 0 ? null : <p className="muted">{RIVAL_TEXTS.noneQueue}</p>;
  }
  return (
    <select
      className="field"
      aria-label={RIVAL_TEXTS.add}
      title={isRecorded ? RIVAL_TEXTS.whyNotRecorded : SETTINGS.rivals.help}
      value=""
      disabled={isFull || isRecorded}
      onChange={({ target }) => add(target.value)}
    >
      <option value="">{placeholderOf(isFull, isRecorded)}</option>
      <option value={YOURSELF}>{RIVAL_TEXTS.yourself}</option>
      {SETTINGS.rivals.options.map(({ value, label }) => {
        const isMissing =
          value in bundled && bundled[value as keyof typeof bundled].kind !== 'ready';
        return (
          <option key={value} value={value} disabled={isMissing}>
            {label}
          </option>
        );
      })}
      {trained.length > 0 && (
        <optgroup label={RIVAL_TEXTS.stored}>
          {trained.map(({ id, name }) => (
            <option key={id} value={RUN_MARK + id}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}

function placeholderOf(isFull: boolean, isRecorded: boolean): string {
  if (isRecorded) return RIVAL_TEXTS.recorded;
  return isFull ? RIVAL_TEXTS.full : RIVAL_TEXTS.add;
}

/** A run that trains has its newest policy in no storage, and joins once it is stored. */
const NOT_TRAINING = { hasOwnPolicy: false, runName: '' };
