/** What a link to a demo carries of the settings. */
import { keysOfKind, type SettingKey, type Settings } from './settings';
import { defaultSettings } from './tuning';

/** Settings of training and of replay, which a demo does not show. */
const UNUSED: readonly SettingKey[] = [
  ...keysOfKind('learning'),
  ...keysOfKind('data'),
  'trainingSeeds',
  'replayWindow',
];

/** Keeps who trades, where and under which weights, and a speed at which that can be watched. */
export function demoSettings(settings: Settings): Settings {
  const defaults = defaultSettings(settings.agent, settings.preset);
  const dropped = settings.speed === 'max' ? [...UNUSED, 'speed' as const] : UNUSED;
  return { ...settings, ...Object.fromEntries(dropped.map((key) => [key, defaults[key]])) };
}
