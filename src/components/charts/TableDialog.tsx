/**
 * The dialog shows the numbers of the charts as a table: a snapshot of the window, to read, to copy
 * and to save with every step.
 */
import { useEffect, useMemo, useRef } from 'react';
import {
  formatContracts,
  formatFixed,
  formatSigned,
  formatTime,
  tickDecimals,
} from '../../charts/format';
import { METRIC_LABELS } from '../../content/glossary/labels';
import { REWARD_TERMS } from '../../env/types';
import { HEADER } from '../../protocol/frames';
import {
  tableCsv,
  tableRows,
  tableSteps,
  type TableColumn,
  type TableRow,
} from '../../store/live/chartTable';
import type { Session } from '../../store/session';
import { rewardWeights } from '../../store/settings/configs';
import { useSession } from '../context';
import { CloseIcon } from '../ui/icons';
import { saveFile } from '../ui/saveFile';

const MAX_ROWS = 120;

interface Column {
  readonly column: TableColumn;
  readonly name: string;
  readonly text: (value: number) => string;
}

export function TableDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // A snapshot: what the charts show while it is read does not change it.
  const { steps, columns, seed } = useMemo(() => snapshotOf(session), [session]);
  const every = Math.max(1, Math.ceil(steps.length / MAX_ROWS));
  const rows = useMemo(() => tableRows(steps, every).toReversed(), [steps, every]);
  return (
    <dialog
      ref={dialog}
      className="dialog wide-dialog"
      aria-labelledby="table-title"
      onClose={onClose}
    >
      <div className="dialog-head">
        <h2 id="table-title">The charts as a table</h2>
        <button
          type="button"
          className="button"
          title={`All ${steps.length} steps, unrounded`}
          onClick={() =>
            saveFile(
              new Blob([tableCsv(steps)], { type: 'text/csv' }),
              `nanoarb-steps-seed-${seed}.csv`,
            )
          }
        >
          Save as CSV
        </button>
        <button type="button" className="button plain" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <p className="muted">
        The window on screen when this was opened, newest first. Reward and its terms are weighted
        {every > 1 ? `, and summed over the ${every} steps of a row` : ''}.
      </p>
      {/* The table scrolls from the keyboard, too. */}
      <div className="table-scroll" role="region" aria-labelledby="table-title" tabIndex={0}>
        <table className="runs steps-table">
          <thead>
            <tr>
              {columns.map(({ column, name }) => (
                <th key={column} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.episode} ${row.timeSeconds}`}>
                {columns.map(({ column, text }) => (
                  <td key={column}>{text(row[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </dialog>
  );
}

/** Shown where the window holds steps of several. */
const EPISODE: Column = {
  column: 'episode',
  name: 'Episode',
  text: (value) => formatFixed(value, 0),
};

const dollars = (value: number): string => formatFixed(value, 2);
/** Profit is as exact as the terms that it is read beside. */
const profit = (value: number): string => formatSigned(value, 2);

function snapshotOf(session: Session): {
  readonly steps: readonly TableRow[];
  readonly columns: readonly Column[];
  readonly seed: number;
} {
  const { view, manual, state } = session;
  const { history, tickSize } = view;
  const beside = manual.trace;
  const steps = tableSteps({
    history,
    window: view.timeView().window,
    tickSize,
    weights: rewardWeights(state.settings),
    beside,
  });
  const price = (value: number) => {
    const isMid = Math.abs(value / tickSize - Math.round(value / tickSize)) > 0.25;
    return formatFixed(value, tickDecimals(isMid ? tickSize / 2 : tickSize));
  };
  const hasSeveral = steps.some(({ episode }) => episode !== steps[0].episode);
  const columns: readonly Column[] = [
    ...(hasSeveral ? [EPISODE] : []),
    { column: 'timeSeconds', name: 'Time', text: formatTime },
    { column: 'bestBid', name: 'Best bid', text: price },
    { column: 'bestAsk', name: 'Best ask', text: price },
    { column: 'ownBid', name: 'Own bid', text: price },
    { column: 'ownAsk', name: 'Own ask', text: price },
    { column: 'inventory', name: 'Inventory', text: formatContracts },
    { column: 'profitDollars', name: 'Profit', text: profit },
    ...(beside === null
      ? []
      : [{ column: 'agentProfitDollars', name: 'Agent’s profit', text: profit } as const]),
    { column: 'reward', name: 'Reward', text: dollars },
    ...REWARD_TERMS.map((term) => ({ column: term, name: METRIC_LABELS[term], text: dollars })),
  ];
  return { steps, columns, seed: view.header[HEADER.seed] };
}
