import { tapeNotices } from '../../content/tapes';
import type { MarketConfig } from '../../market/config';
import type { SessionState } from '../state';

/**
 * Says why work on a market failed, and what to do where that is because its recording is gone.
 * @param reason in the words of what failed
 */
export function marketFailure(
  reason: string,
  { tape }: Pick<MarketConfig, 'tape'>,
  { tapes }: Pick<SessionState, 'tapes'>,
): string {
  if (tape === undefined || tapes.list.some(({ hash }) => hash === tape.hash)) return reason;
  const { instrument, day } = tape;
  return `${reason} ${tapeNotices.goneFrom(day === '' ? instrument : `${instrument} ${day}`)}`;
}
