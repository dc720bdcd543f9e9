/** One hint at a time at the first visit, in a corner, never in the way. */
import { useState } from 'react';
import { HINTS, type HintId } from '../content/hints';
import { CloseIcon } from './icons';
import { readPreference, writePreference } from './storage';

const NAME = 'hints-seen';

const seenHints = (): readonly string[] => readPreference(NAME)?.split(',') ?? [];

export function Hints() {
  const [seen, setSeen] = useState(seenHints);
  const unseen = HINTS.filter(({ id }) => !seen.includes(id));
  if (unseen.length === 0) return null;
  const [hint] = unseen;
  const dismiss = (ids: readonly HintId[]) => {
    const next = [...seen, ...ids];
    setSeen(next);
    writePreference(NAME, next.join(','));
  };
  return (
    <div className="notice hint">
      <p>{hint.text}</p>
      <div className="hint-actions">
        <span className="muted">
          {HINTS.length - unseen.length + 1} of {HINTS.length}
        </span>
        <span className="spacer" />
        {unseen.length > 1 && (
          <button type="button" className="button" onClick={() => dismiss([hint.id])}>
            Next
          </button>
        )}
      </div>
      <button
        type="button"
        className="button plain dismiss"
        aria-label="Dismiss hints"
        onClick={() => dismiss(HINTS.map(({ id }) => id))}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
