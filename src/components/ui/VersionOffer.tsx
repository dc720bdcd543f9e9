/**
 * Offers a newer version of the page, which waits until a person reloads and nothing is under way.
 */
import { VERSIONS } from '../../content/versions';
import type { NewVersion } from '../../store/versions/versionState';
import { workUnderWay } from '../../store/versions/workUnderWay';
import { useSession, useSessionState } from '../context';
import { CloseIcon } from './icons';

interface VersionOfferProps {
  readonly version: Extract<NewVersion, { kind: 'ready' }>;
}

export default function VersionOffer({ version }: VersionOfferProps) {
  const { versions } = useSession();
  const work = useSessionState(workUnderWay);
  const unstored = useSessionState((state) => state.unsavedRuns.length);
  const { isWanted, otherTabs } = version;
  return (
    <div className="notice" data-testid="new-version">
      <p>
        <b>{VERSIONS.ready}</b>{' '}
        {isWanted && work !== null ? VERSIONS.waits(work) : VERSIONS.unchanged}
      </p>
      {otherTabs > 0 && <p>{VERSIONS.otherTabs(otherTabs)}</p>}
      {unstored > 0 && <p>{VERSIONS.unstored(unstored)}</p>}
      <div className="notice-actions">
        {isWanted ? (
          <button type="button" className="button" onClick={() => versions?.stay()}>
            {VERSIONS.keep}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={unstored > 0}
            onClick={() => versions?.reload()}
          >
            {work === null ? VERSIONS.reload : VERSIONS.reloadAfter(work)}
          </button>
        )}
      </div>
      <button
        type="button"
        className="button plain dismiss"
        aria-label="Dismiss"
        onClick={() => versions?.dismiss()}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
