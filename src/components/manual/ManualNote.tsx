/** A line under a person's quotes says what to do, or why a quote is not where it was asked for. */
import { formatFixed, formatPrice } from '../../charts/format';
import { MANUAL_LIMITS, MANUAL_TEXTS } from '../../content/manual';
import { isRunning } from '../../store/training/training';
import { useInventoryLimit, useSession, useSessionState, useTickSize } from '../context';

export function ManualNote() {
  const note = useNote();
  const isLimit = useSessionState((state) => state.manual.limit !== null);
  return <p className={`manual-note ${isLimit ? '' : 'muted'}`}>{note}</p>;
}

/** Returns the note that matters most at the moment. */
function useNote(): string {
  const { manual } = useSession();
  const tickSize = useTickSize();
  const most = useInventoryLimit();
  const { phase, quotes, limit, isInOneBook } = useSessionState((state) => state.manual);
  const isTraining = useSessionState((state) => isRunning(state.training.phase));
  const inventory = useSessionState((state) => state.readout.inventory);
  // Quotes move with the market.
  useSessionState((state) => state.readout.key);

  if (limit !== null) return MANUAL_LIMITS[limit.why];
  if (phase === 'ready') return MANUAL_TEXTS.ready;
  if (quotes.isFlattening && inventory !== 0) return MANUAL_TEXTS.flattening;
  if (Math.abs(inventory) >= most) {
    return `At the limit of ${formatFixed(most, 0)} contracts: your ${inventory > 0 ? 'bid' : 'ask'} is on hold.`;
  }
  const held = (['ask', 'bid'] as const).find(
    (side) => quotes[side].isOn && manual.standing()[`${side}Price`] !== quotes[side].priceTicks,
  );
  if (held !== undefined) {
    const asked = formatPrice(quotes[held].priceTicks, tickSize);
    return `Your ${held} cannot rest at ${asked} now: it stays as close as it can.`;
  }
  if (isTraining) return MANUAL_TEXTS.training;
  return isInOneBook ? MANUAL_TEXTS.oneBook : MANUAL_TEXTS.fair;
}
