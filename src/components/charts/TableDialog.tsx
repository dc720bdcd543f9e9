/**
 * The dialog shows the numbers of the charts as a table: a snapshot of the window, to
 * read and to copy.
 */
import { useEffect, useRef } from 'react';
import {
  formatContracts,
  formatFixed,
  formatPrice,
  formatProfit,
  formatTime,
} from '../../charts/format';
import { samplesInWindow } from '../../charts/history';
import { sideValueAt } from '../../charts/sideTrace';
import { GLOSSARY } from '../../content/glossary';
import { weightedReward, weightedTerms } from '../../env/reward';
import { REWARD_TERMS } from '../../env/types';
import { SAMPLE, SAMPLE_TERMS } from '../../protocol/frames';
import type { Session } from '../../store/session';
import { rewardWeights } from '../../store/settings/configs';
import { useSession } from '../context';
import { CloseIcon } from '../ui/icons';

const MAX_ROWS = 120;
const COLUMNS = ['Time', 'Best bid', 'Best ask', 'Own bid', 'Own ask', 'Inventory', 'Profit'];

export function TableDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { rows, every, hasRival } = tableRows(session);
  return (
    <dialog
      ref={dialog}
      className="dialog wide-dialog"
      aria-labelledby="table-title"
      onClose={onClose}
    >
      <div className="dialog-head">
        <h2 id="table-title">The charts as a table</h2>
        <button type="button" className="button plain" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <p className="muted">
        The window on screen when this was opened, newest first
        {every > 1 ? `, one step in ${every}` : ''}. Reward and its terms are weighted.
      </p>
      {/* The table scrolls from the keyboard, too. */}
      <div className="table-scroll" role="region" aria-labelledby="table-title" tabIndex={0}>
        <table className="runs">
          <thead>
            <tr>
              {[...COLUMNS, ...(hasRival ? ['Agent’s profit'] : [])].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {REWARD_TERMS.map((term) => (
                <th key={term} scope="col">
                  {GLOSSARY[term].label}
                </th>
              ))}
              <th scope="col">Reward</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map(({ column, text }) => (
                  <td key={column}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </dialog>
  );
}

function tableRows(session: Session) {
  const { view, manual } = session;
  const { history, tickSize } = view;
  const beside = manual.trace;
  const weights = rewardWeights(session.state.settings);
  const [from, to] = samplesInWindow(history, session.view.timeView().window);
  const every = Math.max(1, Math.ceil((to - from) / MAX_ROWS));
  const rows = [];
  for (let index = to - 1; index >= from; index -= every) {
    const value = (field: number) => history.valueAt(index, field);
    const terms = Array.from(REWARD_TERMS.keys(), (term) => value(SAMPLE_TERMS + term));
    const rivals: readonly (readonly [string, string])[] =
      beside === null ? [] : [['rival', formatProfit(sideValueAt(beside, history.timeAt(index)))]];
    const texts: readonly (readonly [string, string])[] = [
      ['time', formatTime(value(SAMPLE.timeSeconds))],
      ['bestBid', formatPrice(value(SAMPLE.bestBid), tickSize)],
      ['bestAsk', formatPrice(value(SAMPLE.bestAsk), tickSize)],
      ['bidPrice', formatPrice(value(SAMPLE.bidPrice), tickSize)],
      ['askPrice', formatPrice(value(SAMPLE.askPrice), tickSize)],
      ['inventory', formatContracts(value(SAMPLE.inventory))],
      ['profit', formatProfit(value(SAMPLE.equityDollars))],
      ...rivals,
      ...weightedTerms(terms, weights).map(
        (value, term) => [REWARD_TERMS[term], formatFixed(value, 2)] as const,
      ),
      ['reward', formatFixed(weightedReward(terms, weights), 2)],
    ];
    rows.push({ key: index, cells: texts.map(([column, text]) => ({ column, text })) });
  }
  return { rows, every, hasRival: beside !== null };
}
