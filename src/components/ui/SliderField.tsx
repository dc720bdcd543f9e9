/**
 * Edits one number of the settings table with a slider, which marks the default, and a number
 * field. Both write the same value.
 */
import { useId, useState, type CSSProperties, type ReactNode } from 'react';
import { InvalidInputError } from '../../market/validation';
import { nextValue, sliderPosition, sliderValue } from '../../store/settings/sliderScale';
import { SETTINGS, requestNumber, type NumberKey } from '../../store/settings/settings';
import { defaultSettings } from '../../store/settings/tuning';
import { useSession, useSessionState } from '../context';
import { ResetIcon } from './icons';

interface SliderFieldProps {
  readonly setting: NumberKey;
  /** Replaces the plain label before the slider. */
  readonly label?: ReactNode;
}

export function SliderField({ setting, label }: SliderFieldProps) {
  const session = useSession();
  const value = useSessionState((state) => state.settings[setting]);
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const id = useId();
  const entry = SETTINGS[setting];
  const defaults = useSessionState(
    (state) => defaultSettings(state.settings.agent, state.applied.preset)[setting],
  );
  const position = sliderPosition(entry, value);
  const style = {
    '--fill': `${position * 100}%`,
    '--default': sliderPosition(entry, defaults),
  } as CSSProperties;

  const write = (text: string) => {
    setDraft(text);
    try {
      session.settings.set(setting, text.trim() === '' ? Number.NaN : Number(text));
      setProblem('');
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      setProblem(requestNumber(setting));
    }
  };

  return (
    <div className="slider-field" style={style}>
      <div className="slider-label">{label ?? <label htmlFor={id}>{entry.label}</label>}</div>
      <div className="slider-track">
        <input
          type="range"
          aria-label={entry.label}
          min={0}
          max={1}
          step="any"
          value={position}
          aria-valuetext={`${value} ${entry.unit}`.trim()}
          onChange={(event) => {
            setDraft(null);
            setProblem('');
            session.settings.set(setting, sliderValue(entry, event.target.valueAsNumber));
          }}
          onKeyDown={(event) => {
            const direction = ARROWS[event.key];
            if (direction === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            session.settings.set(setting, nextValue(entry, value, direction));
          }}
        />
        <span className="default-mark" aria-hidden="true" />
      </div>
      <div className="slider-number">
        <input
          id={id}
          className="field"
          type="text"
          inputMode="decimal"
          aria-label={`${entry.label}${entry.unit === '' ? '' : `, ${entry.unit}`}`}
          aria-invalid={problem !== ''}
          aria-describedby={`${id}-help`}
          value={draft ?? String(value)}
          onChange={(event) => write(event.target.value)}
          onBlur={() => {
            setDraft(null);
            setProblem('');
          }}
        />
        {entry.unit !== '' && <span className="unit muted">{entry.unit}</span>}
      </div>
      <button
        type="button"
        className="button plain"
        aria-label={`Reset ${entry.label} to ${defaults}`}
        title={`Reset to ${defaults}`}
        disabled={value === defaults}
        onClick={() => session.settings.set(setting, defaults)}
      >
        <ResetIcon />
      </button>
      <p id={`${id}-help`} className={problem === '' ? 'slider-help muted' : 'slider-help problem'}>
        {problem === '' ? entry.help : problem}
      </p>
    </div>
  );
}

const ARROWS: Readonly<Record<string, 1 | -1 | undefined>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
};
