/** What a setting is: how it is shown, what it may hold, and when a change of it takes effect. */

/**
 * When a change takes effect: view at once; agent at the next decision; market
 * at the next episode; objective re-scores at once and changes behaviour at the
 * next training; learning at the next training; data at the next collection.
 */
export type SettingKind = 'view' | 'agent' | 'market' | 'objective' | 'learning' | 'data';

interface SettingText {
  readonly kind: SettingKind;
  readonly label: string;
  /** One line, shown under the control. */
  readonly help: string;
}

export interface NumberSetting extends SettingText {
  readonly type: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
  readonly scale: 'linear' | 'log';
}

export interface ChoiceSetting<Value extends string = string> extends SettingText {
  readonly type: 'choice';
  readonly default: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
}

export interface FlagSetting extends SettingText {
  readonly type: 'flag';
  readonly default: boolean;
}

export type Setting = NumberSetting | ChoiceSetting | FlagSetting;

type NumberOptions = Omit<NumberSetting, 'type' | 'kind' | 'unit' | 'scale'> &
  Partial<Pick<NumberSetting, 'unit' | 'scale'>>;

export const number = (kind: SettingKind, options: NumberOptions): NumberSetting => ({
  type: 'number',
  kind,
  unit: '',
  scale: 'linear',
  ...options,
});

export const choice = <Value extends string>(
  kind: SettingKind,
  options: Omit<ChoiceSetting<Value>, 'type' | 'kind'>,
): ChoiceSetting<Value> => ({ type: 'choice', kind, ...options });

export const flag = (
  kind: SettingKind,
  options: Omit<FlagSetting, 'type' | 'kind'>,
): FlagSetting => ({
  type: 'flag',
  kind,
  ...options,
});
