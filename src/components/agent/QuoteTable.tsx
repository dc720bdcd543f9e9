/** The table of the agent's quotes: prices, sizes and their places in the queue. */
import { MISSING, formatCompact, formatPrice, formatTime } from '../../charts/format';
import { CHART_TEXTS } from '../../content/charts';
import { CHOOSER_TEXTS } from '../../content/agents';
import { HEADER, SAMPLE } from '../../protocol/frames';
import { quoteGapStart, STEPS_OUT } from '../../store/live/quoteGaps';
import type { Session } from '../../store/session';
import { Explain } from '../ui/Explain';
import { FrameText } from '../ui/FrameText';
import { useSession } from '../context';

function QuoteRow({ name, tone }: { readonly name: string; readonly tone: 'bid' | 'ask' }) {
  const session = useSession();
  const read = (field: number, format: (value: number) => string) => () =>
    format(session.view.header[field]);
  const price = (ticks: number) =>
    Number.isNaN(ticks) && session.view.header[HEADER.step] > 0
      ? CHOOSER_TEXTS.noQuote
      : formatPrice(ticks, session.view.tickSize);
  const place = () => {
    const gap = gapText(session, tone);
    if (gap !== '') return gap;
    const ahead = session.view.header[HEADER[`${tone}Ahead`]];
    const level = session.view.header[HEADER[`${tone}LevelSize`]];
    return Number.isNaN(ahead) ? MISSING : `${formatCompact(ahead)} / ${formatCompact(level)}`;
  };
  return (
    <tr>
      <th scope="row" className={tone}>
        {name}
      </th>
      <td>
        <FrameText read={read(HEADER[`${tone}Price`], price)} />
      </td>
      <td>
        <FrameText read={read(HEADER[`${tone}Size`], formatCompact)} />
      </td>
      <td>
        <FrameText read={place} />
      </td>
    </tr>
  );
}

/** Says for how long a side has had no quote, once that is longer than a fill takes to be replaced. */
function gapText({ view: { history }, replay: { player } }: Session, tone: 'bid' | 'ask'): string {
  const end = player === null ? history.end : player.step + 1;
  const first = quoteGapStart(history, end, [SAMPLE[`${tone}Price`]]);
  return end - first < STEPS_OUT
    ? ''
    : CHOOSER_TEXTS.noQuoteFor(history.timeAt(end - 1) - history.timeAt(first));
}

export function QuoteTable() {
  const session = useSession();
  return (
    <table className="quotes" aria-label="Agent’s quotes">
      <thead>
        <tr>
          <th scope="col" title={CHART_TEXTS.cardClock}>
            <FrameText read={() => `At ${formatTime(session.view.header[HEADER.timeSeconds])}`} />
          </th>
          <th scope="col">Price</th>
          <th scope="col">Size</th>
          <th scope="col">
            <Explain metric="quantityAhead" />
          </th>
        </tr>
      </thead>
      <tbody>
        <QuoteRow name="Ask" tone="ask" />
        <QuoteRow name="Bid" tone="bid" />
      </tbody>
    </table>
  );
}
