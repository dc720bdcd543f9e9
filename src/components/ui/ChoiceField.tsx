/** Fields for a choice and for a flag of the settings table, with label and help. */
import { useId } from 'react';
import { SETTINGS, type SettingKey, type Settings } from '../../store/settings/settings';
import type { ChoiceSetting } from '../../store/settings/kinds';
import { useSession, useSessionState } from '../context';

type KeyOfType<Type extends 'choice' | 'flag'> = {
  [Key in SettingKey]: (typeof SETTINGS)[Key]['type'] extends Type ? Key : never;
}[SettingKey];

export function ChoiceField({ setting }: { readonly setting: KeyOfType<'choice'> }) {
  const session = useSession();
  const value = useSessionState((state) => state.settings[setting]);
  const id = useId();
  const entry: ChoiceSetting = SETTINGS[setting];
  return (
    <div className="choice-field">
      <label htmlFor={id}>{entry.label}</label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={(event) =>
          session.settings.set(setting, event.target.value as Settings[typeof setting])
        }
      >
        {entry.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <p className="slider-help muted">{entry.help}</p>
    </div>
  );
}

export function FlagField({ setting }: { readonly setting: KeyOfType<'flag'> }) {
  const session = useSession();
  const value = useSessionState((state) => state.settings[setting]);
  const id = useId();
  const entry = SETTINGS[setting];
  return (
    <div className="choice-field">
      <label htmlFor={id}>{entry.label}</label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch"
        checked={value}
        onChange={(event) => session.settings.set(setting, event.target.checked)}
      />
      <p className="slider-help muted">{entry.help}</p>
    </div>
  );
}
