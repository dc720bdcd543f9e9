/**
 * An entry of the settings table is a field, which says what may be held, and how the page shows
 * it, where it stands in the config of a run, and when a change takes effect.
 */
import type { Learner } from '../../learning/algorithms/config';
import type {
  ChoiceField,
  FieldTable,
  FlagField,
  ListField,
  NumberField,
  TextField,
  ValuesField,
} from '../../market/fields';
import type { RunConfig } from '../../protocol/run';

/**
 * Moment at which a change takes effect: view at once; agent at the next decision; market at the
 * next episode; objective re-scores at once and changes behaviour at the next training; learning at
 * the next training; data at the next collection.
 */
export type SettingKind = 'view' | 'agent' | 'market' | 'objective' | 'learning' | 'data';

/** Parts of a run config that are tables of fields. */
export type RunSection =
  'market' | 'env' | 'weights' | 'dataset' | 'learning' | 'decisionTransformer';

/** Converts a setting that the run config holds in another form. */
interface Codec {
  readonly write: (setting: unknown) => unknown;
  readonly read: (stored: unknown, config: RunConfig) => unknown;
}

interface Placement {
  readonly kind: SettingKind;
  readonly label: string;
  /** Path into the run config, such as `env.maxInventory`; null for what no run holds. */
  readonly path: string | null;
  /** Conversion; null where the run config holds the setting as it is. */
  readonly codec: Codec | null;
  /** Learners that it shapes; all others ignore it. */
  readonly learners: readonly Learner[];
  /** Name of the flag; null where it is called as the setting is, in kebab case. */
  readonly flag: string | null;
  /** Other names of the flag. */
  readonly aliases: readonly string[];
}

/** Ends of a slider; its number field takes whatever lies in the range beyond. */
interface Slider {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
}

export interface NumberSetting extends NumberField, Placement {
  readonly slider: Slider;
}

export interface ChoiceSetting<Value extends string = string>
  extends ChoiceField<Value>, Placement {
  readonly options: readonly { readonly value: Value; readonly label: string }[];
}

export interface FlagSetting extends FlagField, Placement {}

export interface ListSetting extends ListField, Placement {
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface ValuesSetting extends ValuesField, Placement {}

export interface TextSetting extends TextField, Placement {}

export type Setting =
  NumberSetting | ChoiceSetting | FlagSetting | ListSetting | ValuesSetting | TextSetting;

interface Options extends Partial<Omit<Placement, 'label'>> {
  readonly label: string;
}
type NumberOptions = Options & { readonly slider?: Partial<Slider> };
type ChoiceOptions<Value extends string> = Options & {
  readonly labels: Readonly<Record<Value, string>>;
};

function placed(kind: SettingKind, options: Options): Placement {
  const { label, path = null, codec = null, learners = [], flag: name = null } = options;
  const { aliases = [] } = options;
  return { kind, label, path, codec, learners, flag: name, aliases };
}

export const number = (
  kind: SettingKind,
  field: NumberField,
  { slider = {}, ...options }: NumberOptions,
): NumberSetting => ({
  ...field,
  ...placed(kind, options),
  slider: { min: field.min, max: field.max, scale: 'linear', ...slider },
});

export const choice = <Value extends string>(
  kind: SettingKind,
  field: ChoiceField<Value>,
  { labels, ...options }: ChoiceOptions<Value>,
): ChoiceSetting<Value> => ({
  ...field,
  ...placed(kind, options),
  options: field.choices.map((value) => ({ value, label: labels[value] })),
});

export const flag = (kind: SettingKind, field: FlagField, options: Options): FlagSetting => ({
  ...field,
  ...placed(kind, options),
});

export const list = (
  kind: SettingKind,
  field: ListField,
  { labels, ...options }: ChoiceOptions<string>,
): ListSetting => ({
  ...field,
  ...placed(kind, options),
  options: field.choices.map((value) => ({ value, label: labels[value] })),
});

export const values = (kind: SettingKind, field: ValuesField, options: Options): ValuesSetting => ({
  ...field,
  ...placed(kind, options),
});

export const text = (kind: SettingKind, field: TextField, options: Options): TextSetting => ({
  ...field,
  ...placed(kind, options),
});

type NamesOf<Table extends FieldTable, Kind> = {
  [Name in keyof Table]: Table[Name] extends Kind ? Name : never;
}[keyof Table] &
  string;

/** Makes the builders of the settings that are fields of one section of the run config. */
export function settingsOf<Table extends FieldTable>(
  kind: SettingKind,
  section: RunSection,
  fields: Table,
) {
  return {
    number: (name: NamesOf<Table, NumberField>, options: NumberOptions) =>
      number(kind, fields[name] as NumberField, { path: `${section}.${name}`, ...options }),
    choice: <Name extends NamesOf<Table, ChoiceField>>(
      name: Name,
      options: ChoiceOptions<(Table[Name] & ChoiceField)['default']>,
    ) =>
      choice(kind, fields[name] as ChoiceField<(Table[Name] & ChoiceField)['default']>, {
        path: `${section}.${name}`,
        ...options,
      }),
    flag: (name: NamesOf<Table, FlagField>, options: Options) =>
      flag(kind, fields[name] as FlagField, { path: `${section}.${name}`, ...options }),
  };
}
