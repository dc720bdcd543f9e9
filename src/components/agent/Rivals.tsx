/**
 * The rivals: who else trades in the agent's book, what each has made of it, and a list from which
 * another is added. Whoever comes or goes, the episode begins anew.
 */
import { formatCompact, formatContracts, formatProfit, formatShare } from '../../charts/format';
import { rivalLetter } from '../../charts/ladderModel';
import { RIVAL_TEXTS } from '../../content/rivals';
import { HEADER, MOST_RIVALS, RIVAL, RIVAL_LENGTH } from '../../protocol/frames';
import { rivalTitles } from '../../store/live/rivals';
import { rivalKinds } from '../../store/settings/configs';
import type { RivalKind } from '../../store/settings/agent';
import { SETTINGS } from '../../store/settings/settings';
import { FrameText } from '../ui/FrameText';
import { useSession, useSessionState } from '../context';

/** @param props.own name of whoever's profit the card shows */
export function RivalTable({ own: ownTitle }: { readonly own: string }) {
  const session = useSession();
  const names = useSessionState(() => rivalTitles(session).join('\n'));
  const titles = names === '' ? [] : names.split('\n');
  const own = (field: number) => () => session.view.header[field];
  const rival = (index: number) => (field: number) => () =>
    session.view.rivals[index * RIVAL_LENGTH + field];
  if (titles.length === 0) return null;
  return (
    <table className="quotes rivals" aria-label={RIVAL_TEXTS.table}>
      <thead>
        <tr>
          <th scope="col">{RIVAL_TEXTS.who}</th>
          <th scope="col">{RIVAL_TEXTS.profit}</th>
          <th scope="col">{RIVAL_TEXTS.inventory}</th>
          <th scope="col">{RIVAL_TEXTS.share}</th>
          <th scope="col">{RIVAL_TEXTS.fills}</th>
          <th scope="col">
            <span className="visually-hidden">{RIVAL_TEXTS.remove}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{ownTitle}</th>
          <Numbers
            profit={own(HEADER.equityDollars)}
            inventory={own(HEADER.inventory)}
            share={own(HEADER.shareOfVolume)}
            fills={own(HEADER.fillsSoFar)}
          />
          <td />
        </tr>
        {titles.map((title, index) => {
          const read = rival(index);
          return (
            // The same agent may trade twice.
            <tr key={`${index} ${title}`}>
              <th scope="row" title={title}>
                <b>{rivalLetter(index)}</b> {title}
              </th>
              <Numbers
                profit={read(RIVAL.equityDollars)}
                inventory={read(RIVAL.inventory)}
                share={read(RIVAL.shareOfVolume)}
                fills={read(RIVAL.fills)}
              />
              <td>
                <RemoveRival index={index} title={title} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Value of the person in the list; no agent is called so. */
const YOURSELF = 'yourself';

interface NumbersProps {
  readonly profit: () => number;
  readonly inventory: () => number;
  readonly share: () => number;
  readonly fills: () => number;
}

function Numbers({ profit, inventory, share, fills }: NumbersProps) {
  return (
    <>
      <td>
        <FrameText read={() => formatProfit(profit())} />
      </td>
      <td>
        <FrameText read={() => formatContracts(inventory())} />
      </td>
      <td>
        <FrameText read={() => formatShare(share())} />
      </td>
      <td>
        <FrameText read={() => formatCompact(fills())} />
      </td>
    </>
  );
}

function RemoveRival({ index, title }: { readonly index: number; readonly title: string }) {
  const session = useSession();
  const count = useSessionState(({ applied }) => rivalKinds(applied).length);
  const isWatched = useSessionState(
    ({ mode, manual }) => mode === 'live' && manual.phase === 'off',
  );
  if (!isWatched || index >= count) return null;
  return (
    <button
      type="button"
      className="button plain"
      aria-label={`${RIVAL_TEXTS.remove} ${title}`}
      onClick={() => session.changeRivals((kinds) => kinds.toSpliced(index, 1))}
    >
      ×
    </button>
  );
}

/** Lists who may join: the person, baselines, and the agents that come with the page. */
export function AddRival() {
  const session = useSession();
  const preset = useSessionState(({ applied }) => applied.preset);
  const count = useSessionState(({ applied }) => rivalKinds(applied).length);
  const bundled = useSessionState((state) => state.bundled);
  const isFull = count === MOST_RIVALS;
  const add = (value: string) => {
    if (value === YOURSELF) session.manual.enter(true);
    else session.changeRivals((kinds) => [...kinds, value as RivalKind]);
  };
  // Nobody queues in the analytic market.
  if (preset === 'avellanedaStoikov') return null;
  return (
    <select
      className="field"
      aria-label={RIVAL_TEXTS.add}
      title={SETTINGS.rivals.help}
      value=""
      disabled={isFull}
      onChange={({ target }) => add(target.value)}
    >
      <option value="">{isFull ? RIVAL_TEXTS.full : RIVAL_TEXTS.add}</option>
      <option value={YOURSELF}>{RIVAL_TEXTS.yourself}</option>
      {SETTINGS.rivals.options.map(({ value, label }) => {
        const isMissing =
          value in bundled && bundled[value as keyof typeof bundled].kind !== 'ready';
        return (
          <option key={value} value={value} disabled={isMissing}>
            {label}
          </option>
        );
      })}
    </select>
  );
}
