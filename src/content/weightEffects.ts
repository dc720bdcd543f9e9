/**
 * Puts in words what reward weights did to agents that were trained under them. The numbers are
 * those of docs/data/slider-effects.json, from which `npm run docs` makes weightEffects.json; what
 * was not measured is not said.
 */
import type { ObjectiveId } from '../env/objectives';
import type { RewardTerm } from '../env/types';
import {
  EFFECT_METRICS,
  TRIED_WEIGHTS,
  type Change,
  type EffectMetric,
  type VariantName,
  type WeightEffects,
} from '../evaluation/weightEffects';
import measured from './weightEffects.json';

/** What was measured in the market of this version; null where nothing was. */
export const MEASURED_EFFECTS: WeightEffects | null = measured;

/** Changes below this share are little, whether they are certain or not. */
const LITTLE = 0.1;
/** Most changes that one sentence names for one weight. */
const MOST = 3;

/** @param share that something grew or shrank by, without its sign */
type Wording = Readonly<Record<'more' | 'less', (share: string) => string>>;

const WORDINGS: Readonly<Record<EffectMetric, Wording>> = {
  meanAbsInventory: {
    more: (share) => `held ${share} more`,
    less: (share) => `held ${share} less`,
  },
  quotedSpread: {
    more: (share) => `quoted ${share} wider`,
    less: (share) => `quoted ${share} tighter`,
  },
  contractsTraded: {
    more: (share) => `traded ${share} more`,
    less: (share) => `traded ${share} less`,
  },
  profit: {
    more: (share) => `earned ${share} more`,
    less: (share) => `earned ${share} less`,
  },
  // It is money, which adverse selection takes: more of it is a smaller loss.
  adverseSelection: {
    more: (share) => `lost ${share} less a contract to adverse selection`,
    less: (share) => `lost ${share} more a contract to adverse selection`,
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
    return `Trained at ${weights}, the agent changed little.`;
  }
  const [first, ...others] = ends.map(
    ({ weight, changes }, index) =>
      `${weight}, ${index === 0 ? 'the agent' : 'it'} ${listed(changes)}`,
  );
  return [`Trained at ${first}`, ...others.map((text) => `at ${text}`)].join('; ') + '.';
}

/** Says what an objective did in comparison with the default one; empty where that was not measured. */
export function objectiveEffectText(
  objective: ObjectiveId,
  effects: WeightEffects | null = MEASURED_EFFECTS,
): string {
  const changes = changesOf(effects, objective);
  return changes === null ? '' : `Against Balanced, a trained agent ${listed(changes)}.`;
}

const listed = (changes: readonly string[]): string =>
  changes.length === 0
    ? 'changed little'
    : [...changes.slice(0, -2), changes.slice(-2).join(' and ')].join(', ');

/** Names the largest changes that are certain, the largest first; null where none was measured. */
function changesOf(effects: WeightEffects | null, variant: VariantName): string[] | null {
  const changes = effects?.changes[variant];
  if (changes === undefined) return null;
  return EFFECT_METRICS.flatMap((metric) => {
    const change = changes[metric];
    return change === undefined || !isCertain(change) ? [] : [{ metric, share: change.estimate }];
  })
    .filter(({ share }) => Math.abs(share) >= LITTLE)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .slice(0, MOST)
    .map(({ metric, share }) =>
      WORDINGS[metric][share > 0 ? 'more' : 'less'](`${percent(share)} %`),
    );
}

const isCertain = ({ low, high }: Change) => low > 0 || high < 0;
const percent = (share: number) => Math.round(Math.abs(100 * share));
