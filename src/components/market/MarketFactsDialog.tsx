/** The market facts have a dialog of their own, whose content is loaded when it first opens. */
import { useEffect, useRef } from 'react';
import { LAZY_MODULES } from '../lazyModules';
import { CloseIcon } from '../ui/icons';
import { lazyPart } from '../ui/lazyPart';

const MarketFacts = lazyPart(LAZY_MODULES.marketFacts, {
  name: 'Market facts',
  loading: <p className="muted">Loading</p>,
});

export function MarketFactsDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="dialog wide-dialog facts-dialog"
      aria-labelledby="facts-title"
      onClose={onClose}
    >
      <div className="dialog-head">
        <h2 id="facts-title">Market facts</h2>
        <button type="button" className="button plain" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <MarketFacts />
    </dialog>
  );
}
