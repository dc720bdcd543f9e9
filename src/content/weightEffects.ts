/**
 * Puts in words what reward weights did to agents that were trained under them. The numbers are
 * those of docs/data/slider-effects.json, from which `npm run docs` makes weightEffects.json; what
 * was not measured is not said.
 */
import { formatCompact, formatFixed } from '../charts/format';
import type { ObjectiveId } from '../env/objectives';
import type { RewardTerm } from '../env/types';
import {
  EFFECT_METRICS,
  MONEY_METRIC,
  TRIED_WEIGHTS,
  type Change,
  type EffectMetric,
  type VariantName,
  type WeightEffects,
} from '../evaluation/weightEffects';
import measured from './weightEffects.json';

/** What was measured in the market of this version; null where nothing was. */
export const MEASURED_EFFECTS: WeightEffects | null = measured;

/** Changes below this share are not clear, whether they are certain or not. */
const LITTLE = 0.1;
/** Most changes that one sentence names for one weight. */
const MOST = 3;
/** Growth from this share on is told as a number of times. */
const MANY = 1;

interface Wording {
  readonly did: string;
  readonly more: string;
  readonly less: string;
  /** After a number of times. */
  readonly as: string;
  /** Whether the metric is what was lost, below zero: more of it is a smaller loss. */
  readonly isLoss?: boolean;
}

const HELD: Omit<Wording, 'did'> = { more: 'more', less: 'less', as: 'as much' };

const WORDINGS: Readonly<Record<EffectMetric, Wording>> = {
  meanAbsInventory: { did: 'held', ...HELD },
  quotedSpread: { did: 'quoted', more: 'wider', less: 'tighter', as: 'as wide' },
  contractsTraded: { did: 'traded', ...HELD },
  profit: { did: 'earned', more: 'more an episode', less: 'less an episode', as: '' },
  adverseSelection: {
    did: 'lost',
    more: 'less a contract to adverse selection',
    less: 'more a contract to adverse selection',
    as: 'as much a contract to adverse selection',
    isLoss: true,
  },
};

/** Says what the ends of a weight's slider did; empty where that was not measured. */
export function weightEffectText(
  term: RewardTerm,
  effects: WeightEffects | null = MEASURED_EFFECTS,
): string {
  const ends = (['low', 'high'] as const).flatMap((end, index) => {
    const changes = changesOf(effects, `${term}.${end}`);
    return changes === null ? [] : [{ weight: TRIED_WEIGHTS[term][index], changes }];
  });
  if (ends.length === 0) return '';
  if (ends.every(({ changes }) => changes.length === 0)) {
    const weights = ends.map(({ weight }) => weight).join(' or at ');
    return `Trained at ${weights}, the agent showed no clear change.`;
  }
  const [first, ...others] = ends.map(
    ({ weight, changes }, index) =>
      `${weight}, ${index === 0 ? 'the agent' : 'it'} ${listed(changes)}`,
  );
  return [`Trained at ${first}`, ...others.map((text) => `at ${text}`)].join('; ') + '.';
}

/**
 * Says what an objective did in comparison with the default one; empty where that was not measured.
 */
export function objectiveEffectText(
  objective: ObjectiveId,
  effects: WeightEffects | null = MEASURED_EFFECTS,
): string {
  const changes = changesOf(effects, objective);
  return changes === null ? '' : `Against Balanced, a trained agent ${listed(changes)}.`;
}

const listed = (changes: readonly string[]): string =>
  changes.length === 0
    ? 'showed no clear change'
    : [...changes.slice(0, -2), changes.slice(-2).join(' and ')].join(', ');

/** Names the largest changes that are certain, the largest first; null where none was measured. */
function changesOf(effects: WeightEffects | null, variant: VariantName): string[] | null {
  const changes = effects?.changes[variant];
  if (changes === undefined) return null;
  const certain = EFFECT_METRICS.flatMap((metric) => {
    const change = changes[metric];
    return change === undefined || !isCertain(change) ? [] : [{ metric, change: change.estimate }];
  });
  const shares = certain
    .filter(({ metric, change }) => metric !== MONEY_METRIC && Math.abs(change) >= LITTLE)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, MOST)
    .map(({ metric, change }) => inWords(WORDINGS[metric], change));
  const money = certain
    .filter(({ metric }) => metric === MONEY_METRIC)
    .map(({ metric, change }) => {
      const { did, more, less } = WORDINGS[metric];
      return `${did} $${formatCompact(Math.abs(Math.round(change)))} ${change > 0 ? more : less}`;
    });
  return [...shares, ...money];
}

/** @param share that something grew by, or shrank */
function inWords({ did, more, less, as, isLoss = false }: Wording, share: number): string {
  const grew = isLoss ? -share : share;
  if (grew >= MANY) return `${did} ${formatFixed(1 + grew, 1)} times ${as}`;
  return `${did} ${Math.round(Math.abs(100 * share))} % ${share > 0 ? more : less}`;
}

const isCertain = ({ low, high }: Change) => low > 0 || high < 0;
