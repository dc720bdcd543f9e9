/**
 * Lists the agent's newest fills. A press explains one and marks it in the charts. The live list
 * stands still under the pointer and while it has the focus.
 */
import { Fragment, useState } from 'react';
import { formatFixed, formatPrice, formatSigned, formatTime } from '../../charts/format';
import {
  MARKER_HORIZON_SECONDS,
  episodeAtTime,
  markoutTicks,
  type History,
} from '../../charts/history';
import { FILL } from '../../protocol/frames';
import { LAZY_MODULES } from '../lazyModules';
import { lazyPart } from '../ui/lazyPart';
import { Panel } from '../ui/Panel';
import { useLandingFocus } from '../ui/useLandingFocus';
import { useSession, useSessionState } from '../context';

const FillDetail = lazyPart(LAZY_MODULES.fillDetail, { name: 'The fill', loading: null });

/** @param props.most fills to list */
export function FillList({ most }: { readonly most: number }) {
  const session = useSession();
  const mode = useSessionState((state) => state.mode);
  // The history is read again whenever the readout changes: four times a second at most.
  useSessionState((state) => state.readout.key);
  const selected = useSessionState((state) => state.selectedFill);
  const [held, setHeld] = useState<HeldFills | null>(null);
  const [hasExplained, setHasExplained] = useState(false);
  const landing = useLandingFocus<HTMLOListElement>(hasExplained && selected === null);
  const { history } = session.view;
  const { playheadSeconds } = session.view.timeView();
  const present = Number.isNaN(playheadSeconds) ? Infinity : playheadSeconds;
  const fills =
    held?.history === history
      ? held.fills
      : newestFills(history, present, session.view.tickSize, most);
  const all = fillsUntil(history, present);
  // A replayed list follows the playhead, which the user moves.
  const hold = () => setHeld(mode === 'live' ? { history, fills } : null);
  const release = () => setHeld(null);
  const explained =
    selected !== null && selected >= history.fillStart && selected < history.fillEnd
      ? selected
      : null;
  // An explained fill takes the list's place, which is then neither left nor blurred.
  if (selected !== null && held !== null) release();
  if (selected !== null && !hasExplained) setHasExplained(true);
  return (
    <Panel
      title="Fills"
      className="fills-panel"
      actions={
        explained !== null ? (
          <button
            type="button"
            className="button plain"
            onClick={() => session.playback.selectFill(null)}
          >
            All fills
          </button>
        ) : (
          <span className="muted">
            {fills === held?.fills ? 'paused' : `markout after ${MARKER_HORIZON_SECONDS} s, ticks`}
          </span>
        )
      }
    >
      {explained !== null ? (
        <FillDetail fill={explained} />
      ) : fills.length === 0 ? (
        <p className="empty muted">No fills yet</p>
      ) : (
        <ol
          ref={landing}
          className="fills landing"
          aria-label="Fills, newest first"
          tabIndex={-1}
          onFocus={({ target, currentTarget }) => {
            if (target !== currentTarget) hold();
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            const stays = currentTarget.contains(relatedTarget) || currentTarget.matches(':hover');
            if (!stays) release();
          }}
          onPointerEnter={hold}
          onPointerLeave={({ currentTarget }) => {
            if (!currentTarget.contains(document.activeElement)) release();
          }}
        >
          {fills.map((fill, index) => (
            <Fragment key={fill.key}>
              {fill.earlier !== null && fill.earlier !== fills[index - 1]?.earlier && (
                <li className="fills-episode muted">Episode {fill.earlier}</li>
              )}
              <li>
                <button
                  type="button"
                  title={
                    mode === 'live' ? 'Why it was filled and what it earned' : 'Go to this fill'
                  }
                  onClick={() => {
                    release();
                    session.playback.selectFill(fill.key);
                  }}
                  aria-label={`${fill.side > 0 ? 'bought' : 'sold'} ${fill.size} at ${fill.price}, ${fill.earlier === null ? '' : `episode ${fill.earlier}, `}${fill.time}${fill.maker ? '' : ', as taker'}`}
                >
                  <span aria-hidden="true">{marker(fill.side, fill.markout)}</span>
                  <span>
                    {formatFixed(fill.size, 0)} at {fill.price}
                    {fill.maker ? '' : ' taker'}
                  </span>
                  <span className="muted number">{fill.time}</span>
                  <span className="number">{formatSigned(fill.markout, 1)}</span>
                </button>
              </li>
            </Fragment>
          ))}
          {all > fills.length && held === null && (
            <li className="fills-more muted">
              The newest {fills.length} of {formatFixed(all, 0)}.
            </li>
          )}
        </ol>
      )}
    </Panel>
  );
}

interface HeldFills {
  readonly history: History;
  readonly fills: readonly ListedFill[];
}

type ListedFill = ReturnType<typeof newestFills>[number];

function marker(side: number, markout: number): string {
  if (side > 0) return markout < 0 ? '△' : '▲';
  return markout < 0 ? '▽' : '▼';
}

/** Counts the fills that are kept, up to a time. */
function fillsUntil(history: History, present: number): number {
  let end = history.fillEnd;
  while (end > history.fillStart && history.fillTimeAt(end - 1) > present + 1e-9) end -= 1;
  return end - history.fillStart;
}

function newestFills(history: History, present: number, tickSize: number, most: number) {
  const list = [];
  const { episodes } = history;
  const onScreen = episodeAtTime(history, present);
  for (let fill = history.fillEnd - 1; fill >= history.fillStart && list.length < most; fill--) {
    const seconds = history.fillTimeAt(fill);
    if (seconds > present + 1e-9) continue;
    const episode = episodeAtTime(history, seconds);
    list.push({
      key: fill,
      /** Number of its episode where that is not the one on screen. */
      earlier: episode === onScreen ? null : episodes.numberAt(episode),
      side: history.fillAt(fill, FILL.side),
      size: history.fillAt(fill, FILL.size),
      price: formatPrice(history.fillAt(fill, FILL.priceTicks), tickSize),
      time: formatTime(history.fillAt(fill, FILL.timeSeconds)),
      maker: history.fillAt(fill, FILL.isMaker) === 1,
      markout: markoutTicks(history, fill, MARKER_HORIZON_SECONDS),
    });
  }
  return list;
}
