/**
 * The help explains the page in five lines and lists its keys. A native dialog leaves Escape and
 * focus to the browser.
 */
import { useEffect, useRef } from 'react';
import { SHORTCUTS } from '../../content/shortcuts';
import { CloseIcon } from './icons';

interface HelpDialogProps {
  readonly onClose: () => void;
  /** Whether single keys are shortcuts. */
  readonly singleKeys: boolean;
  readonly onSingleKeys: (on: boolean) => void;
}

export function HelpDialog({ onClose, singleKeys, onSingleKeys }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="help-title" onClose={onClose}>
      <div className="dialog-head">
        <h2 id="help-title">How to use the lab</h2>
        <button
          type="button"
          className="button plain"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </div>
      <ol className="steps">
        <li>Watch an agent make a market: its quotes, queue positions and fills.</li>
        <li>Move a reward weight: everything so far is re-scored at once.</li>
        <li>
          Press Train your own: an agent learns from several market makers, and the live agent
          follows.
        </li>
        <li>Replay the last episode, and step from fill to fill.</li>
        <li>Click any dotted label for an explanation with the current numbers.</li>
      </ol>
      <h3>Keys</h3>
      <label className="menu-switch">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => onSingleKeys(event.target.checked)}
        />
        Use single-key shortcuts (Ctrl+Z always works)
      </label>
      <dl className="keys">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">
        Everything runs on this machine. The lab’s own markets are synthetic: they are tuned for
        plausibility, not calibrated on recorded data. No result here is advice to trade.
      </p>
    </dialog>
  );
}
