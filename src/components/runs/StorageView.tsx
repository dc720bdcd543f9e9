/** Says how much the lab keeps in this browser, and whether the browser may clear it. */
import { useEffect, useState } from 'react';
import { formatBytes } from '../../charts/format';
import type { StorageUsage, StoredAmount } from '../../lab/storage/types';
import { StorageTrouble } from './StorageTrouble';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';

export function StorageView() {
  const session = useSession();
  const keepsRuns = useSessionState((state) => state.storageProblem === null);
  const usage = useUsage();
  const own = usage === null ? Number.NaN : total(usage);
  return (
    <Popover
      label={keepsRuns ? <>Stored {formatBytes(own)}</> : 'Not stored'}
      name={keepsRuns ? `Storage: ${formatBytes(own)} used` : 'Storage: nothing is kept'}
      buttonClass="button plain"
      panelClass="form"
    >
      <p className="popover-title">Storage</p>
      <StorageTrouble />
      {usage !== null && (
        <table className="card-table">
          <tbody>
            <Amount names={['run', 'runs']} amount={usage.runs} />
            <Amount
              names={['dataset', 'datasets']}
              amount={usage.datasets}
              onClear={() => void session.runs.clearDatasets()}
            />
            <Amount
              names={['episode', 'episodes']}
              amount={usage.episodes}
              onClear={() => void session.episodes.clear()}
            />
            <Amount names={['recording', 'recordings']} amount={usage.tapes} />
            {usage.browser !== null && (
              <tr>
                <th scope="row">Everything this site stores</th>
                <td>
                  {formatBytes(usage.browser.usedBytes)} of {formatBytes(usage.browser.quotaBytes)}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      )}
      {keepsRuns && usage !== null && (
        <p className="muted">
          {usage.isPersistent
            ? 'Storage is persistent: the browser will not clear it.'
            : 'The browser may clear it when disk space runs low.'}
        </p>
      )}
    </Popover>
  );
}

/** Measures the usage, again whenever the runs change. */
function useUsage(): StorageUsage | null {
  const session = useSession();
  const [usage, setUsage] = useState<StorageUsage | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const measure = async () => {
      const found = await session.runs.attempt((storage) => storage.usage());
      if (isCurrent) setUsage(found ?? null);
    };
    void measure();
    const stop = session.store.subscribe((state, before) => {
      if (
        state.runs !== before.runs ||
        state.tapes.list !== before.tapes.list ||
        state.unsavedRuns !== before.unsavedRuns
      )
        void measure();
    });
    return () => {
      isCurrent = false;
      stop();
    };
  }, [session]);
  return usage;
}

const total = ({ runs, datasets, episodes, tapes }: StorageUsage): number =>
  runs.bytes + datasets.bytes + episodes.bytes + tapes.bytes;

interface AmountProps {
  /** Singular and plural. */
  readonly names: readonly [string, string];
  readonly amount: StoredAmount;
  /** Deletes all of them; absent for what is deleted one by one. */
  readonly onClear?: () => void;
}

function Amount({ names: [one, several], amount: { count, bytes }, onClear }: AmountProps) {
  return (
    <tr>
      <th scope="row">
        {count} {count === 1 ? one : several}
      </th>
      <td>{formatBytes(bytes)}</td>
      <td>
        {onClear !== undefined && count > 0 && (
          <button
            type="button"
            className="button"
            aria-label={`Delete the stored ${several}`}
            onClick={onClear}
          >
            Delete
          </button>
        )}
      </td>
    </tr>
  );
}
