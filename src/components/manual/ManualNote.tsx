/** A line under a person's quotes says what to do, or why a quote is not where it was asked for. */
import { formatPrice } from '../../charts/format';
import { MANUAL_TEXTS } from '../../content/manual';
import { MANUAL_LIMITS, onHoldText } from '../../content/manualHold';
import { isRunning } from '../../store/training/training';
import { useSession, useSessionState, useTickSize } from '../context';

export function ManualNote() {
  const note = useNote();
  const isLimit = useSessionState((state) => state.manual.limit !== null);
  return <p className={`manual-note ${isLimit ? '' : 'muted'}`}>{note}</p>;
}

/** Returns the note that matters most at the moment. */
function useNote(): string {
  const { manual } = useSession();
  const tickSize = useTickSize();
  const { phase, quotes, limit, isInOneBook } = useSessionState((state) => state.manual);
  const isTraining = useSessionState((state) => isRunning(state.training.phase));
  const inventory = useSessionState((state) => state.readout.inventory);
  // What can rest changes with the market.
  useSessionState((state) => state.readout.key);

  if (limit !== null) return MANUAL_LIMITS[limit.why];
  if (phase === 'ready') return MANUAL_TEXTS.ready;
  if (quotes.isFlattening && inventory !== 0) return MANUAL_TEXTS.flattening;
  const held = manual.onHold().map(({ side, why }) => {
    const price = formatPrice(quotes[side].priceTicks, tickSize);
    return onHoldText(side, price, why);
  });
  if (held.length > 0) return held.join(' ');
  if (isTraining) return MANUAL_TEXTS.training;
  return isInOneBook ? MANUAL_TEXTS.oneBook : MANUAL_TEXTS.fair;
}
