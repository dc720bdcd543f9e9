/** The button of the settings of the market and the environment, and how many wait. */
import { keysOfKind } from '../../store/settings/settings';
import { useSessionState } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { lazyPart } from '../ui/lazyPart';
import { Popover } from '../ui/Popover';
import { SlidersIcon } from '../ui/icons';

const MarketForm = lazyPart(LAZY_MODULES.marketForm, {
  name: 'Market settings',
  loading: <p className="muted">Loading</p>,
});
const KEYS = keysOfKind('market');

export function MarketSettings({ onFacts }: { readonly onFacts: () => void }) {
  const pending = useSessionState(
    (state) => KEYS.filter((key) => state.settings[key] !== state.applied[key]).length,
  );
  return (
    <Popover
      label={
        <>
          <SlidersIcon />
          <span className="wide-only">Market</span>
          {pending > 0 && <span className="count">{pending}</span>}
        </>
      }
      name="Market settings"
      buttonClass="button"
      panelClass="form"
    >
      <MarketForm pending={pending} onFacts={onFacts} />
    </Popover>
  );
}
