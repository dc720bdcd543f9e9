/**
 * A market of one's own: sliders for the parameters of the flow that matter most, and files of
 * them.
 */
import { useId, useState, type CSSProperties } from 'react';
import { CUSTOM_MARKET, CUSTOM_PARAMETERS } from '../../content/customMarket';
import { valuesOfText, valuesText, type NumberField } from '../../market/fields';
import { changesFrom, flowParameters } from '../../market/synthetic/flowParameters';
import { PARAMETER_FIELDS, type ParameterName } from '../../market/synthetic/parameterFields';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { MOST_MARKET_BYTES, formatMarketFile, parseMarketFile } from '../../protocol/marketFile';
import { marketConfig } from '../../store/settings/configs';
import { sliderPosition, sliderValue } from '../../store/settings/sliderScale';
import { useSession, useSessionState } from '../context';
import { FileButton } from '../ui/FileButton';
import { saveFile } from '../ui/saveFile';

export default function CustomMarket() {
  const session = useSession();
  const preset = useSessionState((state) => state.settings.preset);
  const text = useSessionState((state) => state.settings.parameters);
  const [problem, setProblem] = useState('');
  const base = flowParameters({ preset });
  if (base === null) return null;
  const changes = valuesOfText(text);
  const names = Object.keys(changes);
  const others = names.filter((name) => !CUSTOM_PARAMETERS.some(([own]) => own === name)).length;

  /** Takes new values, or says why they are none. */
  const take = (change: () => void) => {
    try {
      change();
      setProblem('');
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      setProblem(reasonOf(error));
    }
  };
  const set = (name: ParameterName, value: number) =>
    take(() => {
      const kept = changesFrom(preset, { ...changes, [name]: value }) ?? {};
      session.settings.set('parameters', valuesText({ ...kept }));
    });
  const open = async (file: File) => {
    const content = file.size > MOST_MARKET_BYTES ? null : await file.text();
    take(() => {
      if (content === null) {
        throw new InvalidInputError(file.name, CUSTOM_MARKET.tooLarge, `${file.size} bytes`);
      }
      const { market } = parseMarketFile(content, file.name);
      if (market.tape !== undefined || market.preset === 'avellanedaStoikov') {
        throw new InvalidInputError(`${file.name}.market.preset`, 'es or nq', market.preset);
      }
      session.settings.setMany({
        preset: market.preset,
        regime: market.regime,
        parameters: valuesText({ ...market.parameters }),
      });
    });
  };
  const save = () => {
    const market = marketConfig(session.state.settings);
    const file = formatMarketFile(CUSTOM_MARKET.ownName, market);
    saveFile(new Blob([file], { type: 'application/json' }), CUSTOM_MARKET.fileName);
  };
  return (
    <details className="custom-market" open={text !== ''} data-testid="custom-market">
      <summary>{CUSTOM_MARKET.title}</summary>
      <p className="muted">
        {CUSTOM_MARKET.intro} {names.length > 0 && CUSTOM_MARKET.changed(names.length, others)}
      </p>
      {problem !== '' && (
        <p className="alert" role="alert">
          {problem}
        </p>
      )}
      {CUSTOM_PARAMETERS.map(([name, label]) => (
        <ParameterSlider
          key={name}
          label={label}
          field={PARAMETER_FIELDS[name]}
          value={changes[name] ?? base[name]}
          usual={base[name]}
          onChange={(value) => set(name, value)}
        />
      ))}
      <div className="tape-actions">
        <button
          type="button"
          className="button"
          disabled={text === ''}
          onClick={() => take(() => session.settings.set('parameters', ''))}
        >
          {CUSTOM_MARKET.reset}
        </button>
        <button type="button" className="button" onClick={save}>
          {CUSTOM_MARKET.save}
        </button>
        <FileButton
          label={CUSTOM_MARKET.open}
          accept=".json,application/json"
          onFiles={([file]) => void open(file)}
        >
          {CUSTOM_MARKET.open}
        </FileButton>
      </div>
    </details>
  );
}

interface ParameterSliderProps {
  readonly label: string;
  readonly field: NumberField;
  readonly value: number;
  /** The preset's value, which the slider marks. */
  readonly usual: number;
  readonly onChange: (value: number) => void;
}

function ParameterSlider({ label, field, value, usual, onChange }: ParameterSliderProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const entry = { ...field, slider: { min: field.min, max: field.max, scale: 'linear' as const } };
  const style = {
    '--fill': `${sliderPosition(entry, value) * 100}%`,
    '--default': sliderPosition(entry, usual),
  } as CSSProperties;
  const unit = field.unit === '' ? '' : `, ${field.unit}`;
  return (
    <div className="slider-field" style={style} title={field.help}>
      <div className="slider-label">
        <label htmlFor={id}>{label}</label>
      </div>
      <div className="slider-track">
        <input
          type="range"
          aria-label={label}
          min={0}
          max={1}
          step="any"
          value={sliderPosition(entry, value)}
          aria-valuetext={`${value} ${field.unit}`.trim()}
          onChange={(event) => {
            setDraft(null);
            onChange(sliderValue(entry, event.target.valueAsNumber));
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
          aria-label={`${label}${unit}`}
          value={draft ?? String(value)}
          onChange={(event) => {
            setDraft(event.target.value);
            onChange(event.target.value.trim() === '' ? Number.NaN : Number(event.target.value));
          }}
          onBlur={() => setDraft(null)}
        />
        {field.unit !== '' && <span className="unit muted">{field.unit}</span>}
      </div>
      <span />
    </div>
  );
}
