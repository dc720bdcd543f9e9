/** Recordings have a dialog of their own, whose content is loaded when it first opens. */
import { useEffect, useRef } from 'react';
import { useSession } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { CloseIcon } from '../ui/icons';
import { lazyPart } from '../ui/lazyPart';

const YourData = lazyPart(LAZY_MODULES.yourData, {
  name: 'Your data',
  loading: <p className="muted">Loading</p>,
});

export function YourDataDialog({ onFacts }: { readonly onFacts: () => void }) {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => session.tapes.close();
  return (
    <dialog
      ref={dialog}
      className="dialog tapes-dialog"
      aria-labelledby="tapes-title"
      onClose={close}
    >
      <div className="dialog-head">
        <h2 id="tapes-title">Your data</h2>
        <button type="button" className="button plain" aria-label="Close" onClick={close}>
          <CloseIcon />
        </button>
      </div>
      <YourData onFacts={onFacts} />
    </dialog>
  );
}
