/**
 * The panel shows the book around the mid with the agent's quotes and their place in the queue, or
 * takes a person's quotes.
 */
import { useCallback, useEffect, useRef, type CSSProperties } from 'react';
import { restingReach, type ManualSide } from '../../agents/manual/manualQuotes';
import { formatPrice, formatProfit } from '../../charts/format';
import { drawManualMarks, type ManualMark, type ManualMarks } from '../../charts/manualMarks';
import { ladderRows, recentre } from '../../charts/ladderModel';
import { drawLadder } from '../../charts/ladderView';
import type { Surface } from '../../charts/surface';
import { CHART_TEXTS } from '../../content/charts';
import { HEADER } from '../../protocol/frames';
import type { Session } from '../../store/session';
import { ChartCanvas } from '../charts/ChartCanvas';
import { FrameText } from '../ui/FrameText';
import { LAZY_MODULES } from '../lazyModules';
import type { LadderPointer } from '../manual/ManualLadder';
import { lazyPart } from '../ui/lazyPart';
import { Panel } from '../ui/Panel';
import { usePage, useSessionState, useTickSize } from '../context';

const ManualLadder = lazyPart(LAZY_MODULES.manualLadder, {
  name: 'Quoting in the book',
  loading: null,
});

/** Rows of a ladder that takes quotes: few, so that they are tall enough to press. */
const MANUAL_ROWS = 13;

export function LadderPanel({ rows: most }: { readonly rows: number }) {
  const { session, stage } = usePage();
  const centre = useRef(Number.NaN);
  const book = useRef<HTMLDivElement>(null);
  const pointer = useRef<LadderPointer | null>(null);
  const tickSize = useTickSize();
  const fillsByRate = useSessionState(() => session.view.fillsByRate);
  const bestBid = useSessionState((state) => state.readout.bestBid);
  const bestAsk = useSessionState((state) => state.readout.bestAsk);
  const takesQuotes = useSessionState(
    ({ mode, manual }) =>
      mode === 'live' && (manual.phase === 'ready' || manual.phase === 'quoting'),
  );
  // The result has the same ladder above it, so that nothing jumps at the end.
  const isManual = useSessionState(({ mode, manual }) => mode === 'live' && manual.phase !== 'off');
  const rows = isManual ? Math.min(most, MANUAL_ROWS) : most;

  // Quoting by hand may start from further down the page, and needs the book in view.
  useEffect(() => {
    if (isManual) book.current?.scrollIntoView({ block: 'start' });
  }, [isManual]);

  const draw = useCallback(
    (surface: Surface) => {
      const { header, ladder, rivals } = session.view;
      const mid = (header[HEADER.bestBid] + header[HEADER.bestAsk]) / 2;
      if (Number.isNaN(mid)) return;
      // Rows hold still under a quote that is being dragged.
      if (pointer.current?.isDragging !== true) {
        centre.current = recentre(centre.current, mid, rows);
      }
      const model = ladderRows(header, ladder, rivals, centre.current, rows);
      drawLadder(surface, model, session.view.tickSize);
      if (takesQuotes) drawManualMarks(surface, model, manualMarks(session, pointer.current));
    },
    [session, rows, takesQuotes],
  );

  const onPoint = useCallback(
    (to: LadderPointer | null) => {
      pointer.current = to;
      stage.invalidate();
    },
    [stage],
  );
  const priceAt = useCallback(
    (share: number) => centre.current + (rows >> 1) - Math.floor(share * rows),
    [rows],
  );

  return (
    <Panel
      title="Book"
      metric="ladder"
      className="ladder-panel"
      {...(takesQuotes
        ? { actions: <FrameText read={() => bothProfits(session.view.header)} /> }
        : { note: fillsByRate ? CHART_TEXTS.fillsByRate : CHART_TEXTS.ownQuotes })}
    >
      <div className="ladder-columns" aria-hidden="true">
        <span>Bid</span>
        <span>Price</span>
        <span>Ask</span>
      </div>
      <div
        ref={book}
        className={isManual ? 'ladder-book by-hand' : 'ladder-book'}
        style={{ '--rows': rows } as CSSProperties}
      >
        <ChartCanvas
          part="ladder"
          className="ladder-canvas"
          draw={draw}
          summary={`Order book: best bid ${formatPrice(bestBid, tickSize)}, best ask ${formatPrice(bestAsk, tickSize)}`}
        />
        {takesQuotes && <ManualLadder priceAt={priceAt} onPoint={onPoint} />}
      </div>
    </Panel>
  );
}

/** Both profits stand where the eyes are while quotes are moved. */
function bothProfits(header: Float64Array): string {
  if (!(header[HEADER.step] > 0)) return 'click or drag to quote';
  const { [HEADER.equityDollars]: yours, [HEADER.rivalEquityDollars]: rivals } = header;
  return `you ${formatProfit(yours)}, agent ${formatProfit(rivals)}`;
}

function manualMarks({ state, manual, view }: Session, pointer: LadderPointer | null): ManualMarks {
  const { quotes } = state.manual;
  const { header } = view;
  const touch = { bestBid: header[HEADER.bestBid], bestAsk: header[HEADER.bestAsk] };
  const asked = (side: ManualSide): readonly ManualMark[] => {
    const { isOn, priceTicks, size } = quotes[side];
    const rests = header[HEADER[`${side}Price`]] === priceTicks;
    return isOn && !rests ? [{ side, priceTicks, size }] : [];
  };
  return {
    reach: {
      bid: restingReach('bid', touch, { low: 0, high: 0 }),
      ask: restingReach('ask', touch, { low: 0, high: 0 }),
    },
    asked: [...asked('bid'), ...asked('ask')],
    ghost:
      pointer === null || !manual.isQuoting
        ? null
        : { ...pointer, size: quotes[pointer.side].size },
  };
}
