/** The parameters of the order flow that a market config asks for. */
import type { ParameterChanges } from './parameterFields';
import { ES, NQ, type QueueReactiveParameters } from './presets';

/** Parameters by preset; null where there is no flow of orders. */
const PRESET_PARAMETERS = {
  es: ES,
  nq: NQ,
  avellanedaStoikov: null,
} as const satisfies Readonly<Record<string, QueueReactiveParameters | null>>;

interface FlowConfig {
  readonly preset: keyof typeof PRESET_PARAMETERS;
  readonly parameters?: ParameterChanges | undefined;
}

/**
 * Gives the parameters of a config before its regime changes them: those of the preset, with what
 * the config carries of its own.
 * @returns null where there is no flow of orders
 */
export function flowParameters({ preset, parameters }: FlowConfig): QueueReactiveParameters | null {
  const base = PRESET_PARAMETERS[preset];
  return base === null || parameters === undefined ? base : { ...base, ...parameters };
}

/**
 * Keeps what differs from the preset, so that the same market has one form.
 * @returns undefined for nothing
 */
export function changesFrom(
  preset: FlowConfig['preset'],
  parameters: ParameterChanges,
): ParameterChanges | undefined {
  const base = PRESET_PARAMETERS[preset];
  if (base === null) return undefined;
  const changes = Object.entries(parameters).filter(
    ([name, value]) => base[name as keyof QueueReactiveParameters] !== value,
  );
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}
