/**
 * Factors describe a mixture in few words: how much of each kind of behaviour it holds, as
 * multiples of the default. The page's sliders, links and the command line's `--mixture` speak of
 * them; which agents a kind stands for stays with the default mixture of the market.
 */
import { expectedNumber, isInRange, numberField } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import type { AgentSpec } from '../agentSpec';
import type { WeightedBehaviour } from './behaviours';

const BEHAVIOUR_FAMILIES = [
  'random',
  'fixedSpread',
  'inventorySkewed',
  'avellanedaStoikov',
  'glft',
  'imbalanceMaker',
  'doNothing',
] as const;
export type BehaviourFamily = (typeof BEHAVIOUR_FAMILIES)[number];

/** Multiple of the default weight of a kind of behaviour. */
export const BEHAVIOUR_FACTOR = numberField({
  default: 1,
  min: 0,
  max: 1000,
  step: 0.1,
  unit: '×',
  help: 'Multiple of the default share.',
});

/**
 * Multiples of the default weight; `noisy` is that of every behaviour with noise, on top of its
 * kind's.
 */
export type MixtureFactors = Readonly<Record<BehaviourFamily | 'noisy', number>>;

export const DEFAULT_MIXTURE: MixtureFactors = {
  random: 1,
  fixedSpread: 1,
  inventorySkewed: 1,
  avellanedaStoikov: 1,
  glft: 1,
  imbalanceMaker: 1,
  doNothing: 1,
  noisy: 1,
};

/**
 * The family of the agent, or of the agent under its noise; null for a kind that no mixture holds.
 */
export function familyOf(agent: AgentSpec): BehaviourFamily | null {
  const { kind } = agent.kind === 'noisy' ? agent.agent : agent;
  return BEHAVIOUR_FAMILIES.find((family) => family === kind) ?? null;
}

/**
 * The default mixture with other weights; what weighs nothing is left out.
 * @throws InvalidInputError when nothing is left
 */
export function mixtureOf<Behaviour extends WeightedBehaviour>(
  defaults: readonly Behaviour[],
  factors: MixtureFactors,
): Behaviour[] {
  const mixture = defaults
    .map((behaviour) => ({ ...behaviour, weight: behaviour.weight * factorOf(behaviour, factors) }))
    .filter(({ weight }) => weight > 0);
  if (mixture.length === 0) {
    throw new InvalidInputError('mixture', 'a share above 0 for at least one behaviour', 'none');
  }
  return mixture;
}

function factorOf({ agent }: WeightedBehaviour, factors: MixtureFactors): number {
  const family = familyOf(agent);
  const own = family === null ? 1 : factors[family];
  return agent.kind === 'noisy' ? own * factors.noisy : own;
}

/**
 * Reads a text like `random=0,imbalanceMaker=2`; what is not named keeps its default.
 * @throws InvalidInputError naming the part that is wrong
 */
export function parseMixtureFactors(text: string, path: string): MixtureFactors {
  const factors = { ...DEFAULT_MIXTURE };
  for (const part of text.split(',')) {
    const [name, value = '', ...rest] = part.split('=').map((word) => word.trim());
    if (!Object.hasOwn(DEFAULT_MIXTURE, name)) {
      const names = Object.keys(DEFAULT_MIXTURE).join(', ');
      throw new InvalidInputError(path, `kinds of behaviour, of ${names}`, name);
    }
    const factor = value === '' || rest.length > 0 ? Number.NaN : Number(value);
    if (!isInRange(BEHAVIOUR_FACTOR, factor)) {
      throw new InvalidInputError(`${path}.${name}`, expectedNumber(BEHAVIOUR_FACTOR), part);
    }
    factors[name as keyof MixtureFactors] = factor;
  }
  return factors;
}
