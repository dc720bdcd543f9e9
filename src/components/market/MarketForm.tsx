/** The form of the market and the environment, which apply from the next episode. */
import { useMemo } from 'react';
import { RECORDED_LIMITS } from '../../content/tapeCard';
import { PRESET_REGIMES } from '../../market/config';
import { SETTINGS, keysOfKind, type NumberKey } from '../../store/settings/settings';
import { readTapeText, type ChosenTape } from '../../store/settings/tapeFields';
import { useSession, useSessionState } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { ChoiceField, FlagField } from '../ui/ChoiceField';
import { lazyPart } from '../ui/lazyPart';
import { SliderField } from '../ui/SliderField';

const CustomMarket = lazyPart(LAZY_MODULES.customMarket, { name: 'Custom market', loading: null });

/** The recording that is played, and what its data leave no choice in. */
function Recording({ tape: { instrument, day } }: { readonly tape: ChosenTape }) {
  const session = useSession();
  return (
    <>
      <p>
        <b>RECORDED</b> {instrument} {day}{' '}
        <button type="button" className="button" onClick={() => session.tapes.leave()}>
          Back to the lab’s market
        </button>
      </p>
      <p className="muted">{RECORDED_LIMITS}</p>
      <ChoiceField setting="tapeSplit" />
    </>
  );
}

const NUMBER_KEYS = keysOfKind('market').filter(
  (key): key is NumberKey => SETTINGS[key].type === 'number',
);

interface MarketFormProps {
  /** Settings that wait for the next episode. */
  readonly pending: number;
  readonly onFacts: () => void;
}

export function MarketForm({ pending, onFacts }: MarketFormProps) {
  const session = useSession();
  const text = useSessionState((state) => state.settings.tape);
  const tape = useMemo(() => readTapeText(text), [text]);
  const hasRegimes = useSessionState((state) => PRESET_REGIMES[state.settings.preset].length > 1);
  return (
    <>
      <p className="popover-title">Market and environment</p>
      <p className="muted">Applies from the next episode.</p>
      <div className="tape-actions">
        <button type="button" className="button" title="M" onClick={onFacts}>
          Market facts
        </button>
        <button type="button" className="button" onClick={() => session.tapes.open()}>
          Your data
        </button>
      </div>
      {tape !== null && <Recording tape={tape} />}
      {tape === null && <ChoiceField setting="preset" />}
      {tape === null && hasRegimes && <ChoiceField setting="regime" />}
      {tape === null && hasRegimes && <CustomMarket />}
      {NUMBER_KEYS.map((key) => (
        <SliderField key={key} setting={key} />
      ))}
      <ChoiceField setting="adverseHorizon" />
      <FlagField setting="postOnly" />
      <FlagField setting="flattenAtEnd" />
      <div className="form-foot">
        <span className="muted">
          {pending === 0
            ? 'The current episode uses these settings.'
            : `${pending} ${pending === 1 ? 'change applies' : 'changes apply'} from the next episode.`}
        </span>
        <button type="button" className="button" onClick={() => session.settings.applyMarket()}>
          New episode now
        </button>
      </div>
    </>
  );
}
