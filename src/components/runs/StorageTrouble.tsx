/** Says what is not stored and why, for as long as it is not, and tries again. */
import { useState } from 'react';
import { NOTHING_STORED, NOT_STORED, runsNotStored } from '../../content/storage';
import { useSession, useSessionState } from '../context';
import { Popover } from '../ui/Popover';

/** Stands in the header as long as anything is not stored. */
export function StorageWarning() {
  const isTroubled = useIsTroubled();
  if (!isTroubled) return null;
  return (
    <Popover
      label={NOT_STORED}
      name={`${NOT_STORED}: why, and try again`}
      buttonClass="badge strong"
      panelClass="form"
    >
      <StorageTrouble />
    </Popover>
  );
}

export function StorageTrouble() {
  const session = useSession();
  const isTroubled = useIsTroubled();
  const problem = useSessionState((state) => state.storageProblem);
  const unsaved = useSessionState((state) => state.unsavedRuns.length);
  const reason = useSessionState((state) => state.unsavedReason);
  const [isTrying, setIsTrying] = useState(false);
  if (!isTroubled) return null;
  const tryAgain = async () => {
    setIsTrying(true);
    await session.runs.saveRest();
    setIsTrying(false);
  };
  return (
    <div role="status">
      <p>{problem === null ? runsNotStored(unsaved) : NOTHING_STORED}</p>
      <p className="muted">{problem ?? reason}</p>
      <button type="button" className="button" disabled={isTrying} onClick={() => void tryAgain()}>
        Try again
      </button>
    </div>
  );
}

const useIsTroubled = () =>
  useSessionState((state) => state.storageProblem !== null || state.unsavedRuns.length > 0);
