/** The book around the mid, with the agent's quotes and their place in the queue. */
import { useCallback, useRef } from 'react';
import { formatPrice } from '../charts/format';
import { ladderRows, recentre } from '../charts/ladderModel';
import { drawLadder } from '../charts/ladderView';
import type { Surface } from '../charts/surface';
import { HEADER } from '../protocol/frames';
import { ChartCanvas } from './ChartCanvas';
import { Panel } from './Panel';
import { useSession, useSessionState, useTickSize } from './context';

export function LadderPanel({ rows }: { readonly rows: number }) {
  const session = useSession();
  const centre = useRef(Number.NaN);
  const tickSize = useTickSize();
  const bestBid = useSessionState((state) => state.readout.bestBid);
  const bestAsk = useSessionState((state) => state.readout.bestAsk);

  const draw = useCallback(
    (surface: Surface) => {
      const { header, ladder } = session;
      const mid = (header[HEADER.bestBid] + header[HEADER.bestAsk]) / 2;
      if (Number.isNaN(mid)) return;
      centre.current = recentre(centre.current, mid, rows);
      drawLadder(surface, ladderRows(header, ladder, centre.current, rows), session.tickSize);
    },
    [session, rows],
  );

  return (
    <Panel
      title="Book"
      metric="ladder"
      className="ladder-panel"
      actions={<span className="muted">own quotes outlined: ahead / total</span>}
    >
      <div className="ladder-columns" aria-hidden="true">
        <span>Bid</span>
        <span>Price</span>
        <span>Ask</span>
      </div>
      <ChartCanvas
        part="ladder"
        className={rows > 15 ? 'ladder-canvas' : 'ladder-canvas short'}
        draw={draw}
        summary={`Order book: best bid ${formatPrice(bestBid, tickSize)}, best ask ${formatPrice(bestAsk, tickSize)}`}
      />
    </Panel>
  );
}
