/**
 * The rivals: who else trades in the agent's book, and what each has made of it. Whoever comes or
 * goes, the episode begins anew.
 */
import type { CSSProperties } from 'react';
import { formatCompact, formatContracts, formatProfit, formatShare } from '../../charts/format';
import { rivalLetter } from '../../charts/ladderModel';
import { RIVAL_TEXTS } from '../../content/rivals';
import { HEADER, RIVAL, RIVAL_LENGTH } from '../../protocol/frames';
import { bookRivals, leftOutRivals, type BookRival } from '../../store/live/rivals';
import { RivalTermsButton } from './RivalTerms';
import { FrameText } from '../ui/FrameText';
import { useSession, useSessionState } from '../context';
import { RIVAL_ROW } from '../ui/useLayout';

/** @param props.own name of whoever's profit the card shows */
export function RivalTable({ own: ownTitle }: { readonly own: string }) {
  const session = useSession();
  // Whatever a rival's title comes from.
  useSessionState(({ applied }) => applied);
  useSessionState(({ bundled }) => bundled);
  useSessionState(({ rivalRuns }) => rivalRuns);
  useSessionState(({ runs }) => runs);
  useSessionState(({ mode }) => mode);
  useSessionState(({ replay }) => replay.id);
  const isByHand = useSessionState(({ manual }) => manual.phase !== 'off');
  const { state } = session;
  const rivals = bookRivals(state, session.replay.player?.record.rivalNames ?? []);
  const leftOut = leftOutRivals(state);
  const own = (field: number) => () => session.view.header[field];
  const rival = (index: number) => (field: number) => () =>
    session.view.rivals[index * RIVAL_LENGTH + field];
  if (rivals.length + leftOut.length === 0) return null;
  return (
    <div
      className="rivals-box"
      role="region"
      aria-label={RIVAL_TEXTS.who}
      tabIndex={0}
      style={{ '--rival-row': `${RIVAL_ROW}px` } as CSSProperties}
    >
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
          <tr className="own">
            <th scope="row">{ownTitle}</th>
            <Numbers
              profit={own(HEADER.equityDollars)}
              inventory={own(HEADER.inventory)}
              share={own(HEADER.shareOfVolume)}
              fills={own(HEADER.fillsSoFar)}
            />
            <td />
          </tr>
          {rivals.map((each, index) => {
            const read = rival(index);
            return (
              // The same agent may trade twice.
              <tr key={`${index} ${each.title}`}>
                <th scope="row" title={each.title}>
                  <b>{rivalLetter(index)}</b>{' '}
                  {each.placed === null || isByHand ? (
                    each.title
                  ) : (
                    <RivalTermsButton title={each.title} rival={each.placed} />
                  )}
                </th>
                <Numbers
                  profit={read(RIVAL.equityDollars)}
                  inventory={read(RIVAL.inventory)}
                  share={read(RIVAL.shareOfVolume)}
                  fills={read(RIVAL.fills)}
                />
                <td>
                  <RemoveRival rival={each} />
                </td>
              </tr>
            );
          })}
          {leftOut.map((each) => (
            <tr key={`out ${each.placed?.place} ${each.title}`}>
              <th scope="row" title={each.title} className="muted">
                {each.title}
              </th>
              <td colSpan={4} className="muted">
                {each.why}
              </td>
              <td>
                <RemoveRival rival={each} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

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

function RemoveRival({ rival: { title, placed } }: { readonly rival: BookRival }) {
  const session = useSession();
  const isWatched = useSessionState(
    ({ mode, manual }) => mode === 'live' && manual.phase === 'off',
  );
  if (!isWatched || placed === null) return null;
  const { place } = placed;
  return (
    <button
      type="button"
      className="button plain remove"
      aria-label={`${RIVAL_TEXTS.remove} ${title}`}
      onClick={() => session.changeRivals((rivals) => rivals.toSpliced(place, 1))}
    >
      ×
    </button>
  );
}
