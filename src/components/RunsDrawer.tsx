/**
 * Every run of this visit beside the baselines, on the same seeds, re-scored
 * under the weights on screen. Opens over the lower half of the page.
 */
import { useEffect, useMemo } from 'react';
import { formatFixed, formatProfit, formatShare } from '../charts/format';
import { agentLabel } from '../content/agents';
import type { MetricId } from '../content/glossary';
import type { Interval } from '../evaluation/statistics';
import {
  baselinesAmong,
  compareRuns,
  defaultPin,
  describeSettings,
  type ComparedAgent,
} from '../store/runs';
import { rewardWeights } from '../store/configs';
import { Explain } from './Explain';
import { useSession, useSessionState } from './context';
import { CloseIcon } from './icons';

const COLUMNS: readonly { readonly metric: MetricId; readonly name?: string }[] = [
  { metric: 'profitPerEpisode' },
  { metric: 'againstBaseline', name: 'Against pinned' },
  { metric: 'episodeReturn', name: 'Return, re-scored' },
  { metric: 'maxDrawdown' },
  { metric: 'meanAbsInventory' },
  { metric: 'fillRate' },
  { metric: 'quotedSpread' },
];

export function RunsDrawer({ onClose }: { readonly onClose: () => void }) {
  const settings = useSessionState((state) => state.settings);
  const runs = useSessionState((state) => state.runs);
  const chosenPin = useSessionState((state) => state.pinned);
  const found = useSessionState((state) => state.baselines.found);
  const baselines = useMemo(() => found ?? baselinesAmong(runs), [found, runs]);
  const pinned = chosenPin ?? defaultPin(baselines);
  const rows = useMemo(
    () => compareRuns(runs, rewardWeights(settings), pinned, baselines),
    [runs, settings, pinned, baselines],
  );
  useBaselines();
  const seeds = rows.reduce((most, row) => Math.max(most, row.seeds), 0);
  return (
    <section className="drawer" aria-labelledby="runs-title">
      <div className="panel-head">
        <h2 id="runs-title">Runs</h2>
        <div className="panel-actions">
          <span className="muted">
            {seeds === 0
              ? ''
              : `${seeds} episodes each, the same seeds; 95 % intervals over episodes, one training seed`}
          </span>
          <button type="button" className="button plain" aria-label="Close runs" onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="empty muted">
          Nothing to compare yet. When a run ends, it is evaluated on fresh seeds beside every
          baseline, and stays here.
        </p>
      ) : (
        <div className="table-scroll">
          <table className="runs">
            <thead>
              <tr>
                <th scope="col">Agent</th>
                {COLUMNS.map(({ metric, name }) => (
                  <th key={metric} scope="col">
                    <Explain metric={metric}>{name}</Explain>
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <AgentRow key={row.key} row={row} isPinned={row.key === pinned} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Has the baselines evaluated as long as somebody looks. */
function useBaselines(): void {
  const session = useSession();
  useEffect(() => {
    const look = () => void session.baselines.show();
    look();
    const stop = session.store.subscribe((state, before) => {
      if (state.settings !== before.settings) look();
    });
    return () => {
      stop();
      session.baselines.cancel();
    };
  }, [session]);
}

function AgentRow({ row, isPinned }: { readonly row: ComparedAgent; readonly isPinned: boolean }) {
  const session = useSession();
  const { run } = row;
  const changes = run === null ? '' : describeSettings(run.config);
  return (
    <tr>
      <th scope="row">
        {run === null ? (
          agentLabel(row.name)
        ) : (
          <input
            className="run-name"
            aria-label={`Name of ${run.name}`}
            value={run.name}
            maxLength={60}
            onChange={(event) => void session.shelf.label(run.id, { name: event.target.value })}
          />
        )}
        {run !== null && (
          <span className="muted run-settings" title={changes}>
            {run.status === 'finished' ? changes || 'default settings' : run.status}
          </span>
        )}
      </th>
      <IntervalCell interval={row.figures.profit.value} />
      {isPinned ? (
        <td className="muted">pinned</td>
      ) : (
        <IntervalCell interval={row.figures.profit.difference} />
      )}
      <IntervalCell interval={row.figures.return.value} />
      <td>{formatProfit(-row.figures.maxDrawdown.value.estimate)}</td>
      <td>{formatFixed(row.figures.meanAbsInventory.value.estimate, 1)}</td>
      <td>{formatShare(row.figures.fillRate.value.estimate)}</td>
      <td>{formatFixed(row.figures.quotedSpread.value.estimate, 2)}</td>
      <td className="row-actions">
        {run !== null && run.hasPolicy && (
          <button type="button" className="button" onClick={() => void session.watchRun(run.id)}>
            Watch
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-pressed={isPinned}
          onClick={() => session.pin(row.key)}
        >
          {isPinned ? 'Pinned' : 'Pin'}
        </button>
        {run !== null && (
          <button
            type="button"
            className="button plain"
            aria-label={`Delete ${run.name}`}
            title="Delete"
            onClick={() => void session.shelf.delete(run.id)}
          >
            <CloseIcon />
          </button>
        )}
      </td>
    </tr>
  );
}

/** The mean, and half the width of its interval. */
function IntervalCell({ interval }: { readonly interval: Interval }) {
  const half = (interval.high - interval.low) / 2;
  return (
    <td>
      {formatProfit(interval.estimate)}
      {Number.isFinite(half) && (
        <span className="muted"> ± {formatProfit(half).replace('+', '')}</span>
      )}
    </td>
  );
}
