/** A first visit gets three hints, one at a time, in a line of their own that covers nothing. */
import { useState } from 'react';
import { HINTS, type HintId } from '../../content/hints';
import { useSessionState } from '../context';
import { CloseIcon } from './icons';
import { readPreference, writePreference } from './storage';

const NAME = 'hints-seen';

const seenHints = (): readonly string[] => readPreference(NAME)?.split(',') ?? [];

export function Hints() {
  const playing = useSessionState((state) => state.playing);
  // The hints are about the agent, which does not trade while a person quotes.
  const isManual = useSessionState(({ manual }) => manual.phase !== 'off');
  const [seen, setSeen] = useState(seenHints);
  const unseen = HINTS.filter(({ id }) => !seen.includes(id));
  if (unseen.length === 0 || isManual) return null;
  const [hint] = unseen;
  const dismiss = (ids: readonly HintId[]) => {
    const next = [...seen, ...ids];
    setSeen(next);
    writePreference(NAME, next.join(','));
  };
  return (
    <aside className="hint" aria-label="Hint">
      <span className="muted">
        {HINTS.length - unseen.length + 1} of {HINTS.length}
      </span>
      <p>{!playing && 'paused' in hint ? hint.paused : hint.text}</p>
      {unseen.length > 1 && (
        <button type="button" className="button plain" onClick={() => dismiss([hint.id])}>
          Next
        </button>
      )}
      <button
        type="button"
        className="button plain"
        aria-label="Dismiss hints"
        onClick={() => dismiss(HINTS.map(({ id }) => id))}
      >
        <CloseIcon />
      </button>
    </aside>
  );
}
