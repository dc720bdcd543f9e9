import { describe, expect, it } from 'vitest';
import {
  DEFAULT_MIXTURE,
  familyOf,
  mixtureOf,
  parseMixtureFactors,
} from '../../../src/agents/baselines/behaviourFamilies';
import {
  defaultBehaviours,
  type WeightedBehaviour,
} from '../../../src/agents/baselines/behaviours';

const fixed = { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 } as const;
const defaults: readonly WeightedBehaviour[] = [
  { agent: { kind: 'random' }, weight: 2 },
  { agent: fixed, weight: 3 },
  { agent: { kind: 'noisy', agent: fixed, std: 0.2 }, weight: 4 },
];

describe('a mixture in few words', () => {
  it('multiplies the usual weights by those of their kind, and of noise', () => {
    const factors = { ...DEFAULT_MIXTURE, random: 0, fixedSpread: 2, noisy: 0.5 };
    const mixture = mixtureOf(defaults, factors);
    expect(mixture.map(({ agent, weight }) => [agent.kind, weight])).toEqual([
      ['fixedSpread', 6],
      ['noisy', 4],
    ]);
  });

  it('is the usual one when nothing is said', () => {
    expect(mixtureOf(defaults, DEFAULT_MIXTURE)).toEqual(defaults);
  });

  it('names a kind for every behaviour of every market', () => {
    for (const preset of ['es', 'nq', 'avellanedaStoikov'] as const) {
      expect(defaultBehaviours(preset).map(({ agent }) => familyOf(agent))).not.toContain(null);
    }
  });

  it('is refused when it leaves nobody', () => {
    const factors = { ...DEFAULT_MIXTURE, random: 0, fixedSpread: 0 };
    expect(() => mixtureOf(defaults, factors)).toThrow('mixture: expected a share above 0');
  });

  it('is read from a line of text, in any order and with spaces', () => {
    const factors = parseMixtureFactors('noisy = 0.5, random=0', '--mixture');
    expect(factors).toEqual({ ...DEFAULT_MIXTURE, random: 0, noisy: 0.5 });
  });

  it.each([
    ['oracle=1', '--mixture: expected kinds of behaviour, of random'],
    ['random', '--mixture.random: expected a number from 0 to 1000, got "random"'],
    ['random=', '--mixture.random: expected'],
    ['random=-1', '--mixture.random: expected'],
    ['random=1=2', '--mixture.random: expected'],
    ['', '--mixture: expected kinds'],
  ])('is refused by name when it is %j', (text, message) => {
    expect(() => parseMixtureFactors(text, '--mixture')).toThrow(message);
  });
});
