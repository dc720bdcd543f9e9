/** What a picture or a video of the view says in its title: who plays where, and the numbers now. */
import { formatContracts, formatExact, formatTime } from '../../charts/format';
import type { ViewCaption } from '../../charts/viewImage';
import { playedTitle } from '../../content/markets';
import { TERM_NAMES } from '../../content/terms';
import { HEADER } from '../../protocol/frames';
import type { Session } from '../session';
import { marketConfig } from '../settings/configs';
import { nameOnScreen } from './nameOnScreen';

export function captionOf(session: Session): ViewCaption {
  const {
    state,
    view: { header },
    replay: { player },
  } = session;
  const market = player?.record.market ?? marketConfig(state.applied);
  const metric = (label: string, field: number, format: (value: number) => string) => ({
    label,
    value: format(header[field]),
  });
  return {
    title: `NanoARB Lab · ${playedTitle(market)} · ${nameOnScreen(session)} · ${state.mode}`,
    termNames: TERM_NAMES,
    comparedMetrics: [
      metric('Time', HEADER.timeSeconds, formatTime),
      metric('Seed', HEADER.seed, String),
      metric('Profit', HEADER.equityDollars, formatExact),
      metric('Realised', HEADER.realisedDollars, formatExact),
      metric('Unrealised', HEADER.unrealisedDollars, formatExact),
      metric('Fees', HEADER.feesDollars, (fees) => formatExact(-fees)),
      metric('Inventory', HEADER.inventory, formatContracts),
    ],
  };
}

/** Names the file of a picture by the moment that it shows, without an extension. */
export const fileTitleOf = ({ view: { header } }: Session): string =>
  `nanoarb-episode-${header[HEADER.episode]}-seed-${header[HEADER.seed]}-step-${header[HEADER.step]}`;
