/** One line under a person's quotes: what to do, or what keeps a quote from where it was asked for. */
import { formatFixed, formatPrice } from '../../charts/format';
import { HAND_LIMITS, HAND_TEXTS } from '../../content/manual';
import { isRunning } from '../../store/training/training';
import { useInventoryLimit, useSession, useSessionState, useTickSize } from '../context';

export function HandNote() {
  const note = useNote();
  const isLimit = useSessionState((state) => state.hand.limit !== null);
  return <p className={`hand-note ${isLimit ? '' : 'muted'}`}>{note}</p>;
}

/** What matters most at the moment. */
function useNote(): string {
  const { hand } = useSession();
  const tickSize = useTickSize();
  const most = useInventoryLimit();
  const { phase, quotes, limit } = useSessionState((state) => state.hand);
  const isTraining = useSessionState((state) => isRunning(state.training.phase));
  const inventory = useSessionState((state) => state.readout.inventory);
  // Where the quotes stand moves with the market.
  useSessionState((state) => state.readout.key);

  if (limit !== null) return HAND_LIMITS[limit.why];
  if (phase === 'ready') return HAND_TEXTS.ready;
  if (quotes.isFlattening && inventory !== 0) return HAND_TEXTS.flattening;
  if (Math.abs(inventory) >= most) {
    return `At the limit of ${formatFixed(most, 0)} contracts: your ${inventory > 0 ? 'bid' : 'ask'} waits.`;
  }
  const held = (['ask', 'bid'] as const).find(
    (side) => quotes[side].isOn && hand.standing()[`${side}Price`] !== quotes[side].priceTicks,
  );
  if (held !== undefined) {
    const asked = formatPrice(quotes[held].priceTicks, tickSize);
    return `Your ${held} cannot stand at ${asked} now: it waits as near as it can.`;
  }
  return isTraining ? HAND_TEXTS.training : HAND_TEXTS.fair;
}
