/**
 * Behaviours play the episodes of a dataset. Offline learning can only be as good as what its data
 * shows, so the default mixture covers the action box coarsely (random), sensible quoting densely
 * (the baselines over a range of settings) and the neighbourhood of sensible quoting (their noisy
 * versions).
 */
import type { MarketPreset } from '../../market/config';
import type { AgentSpec } from '../agentSpec';
import { deriveSeed } from '../seeds';
import { ANALYTIC_BASELINES, ES_BASELINES, NQ_BASELINES } from './tunedBaselines';

export interface WeightedBehaviour {
  readonly agent: AgentSpec;
  /** Share of the episodes, relative to the other weights. */
  readonly weight: number;
}

export interface PlannedEpisode {
  readonly agent: AgentSpec;
  readonly seed: number;
}

/**
 * The agent holds its noise for about a second: noise that moves quotes at every step only loses
 * queues.
 * @param std of the prices, as a share of their range
 * @param sizeStd of the sizes, likewise; as `std` by default
 */
export const noisy = (agent: AgentSpec, std = 0.2, sizeStd = std): AgentSpec => ({
  kind: 'noisy',
  agent,
  std,
  ...(sizeStd !== std && { sizeStd }),
});

export const imbalanceMaker = (
  threshold: number,
  inventoryLean: number,
  sizeFraction: number,
): AgentSpec => ({ kind: 'imbalanceMaker', threshold, inventoryLean, sizeFraction });

export const inventorySkewed = (
  spreadTicks: number,
  skewTicks: number,
  sizeFraction: number,
): AgentSpec => ({ kind: 'inventorySkewed', spreadTicks, skewTicks, sizeFraction });

/**
 * Size is what loses most on ES, so half of what is largest is the most that a maker asks for, and
 * the other makers ask for a third; noise on sizes shows what more and less of it bring. Makers who
 * read the imbalance hold the decisions that earn, quoting nothing with noise those that leave one
 * side empty. Every quoter has noise, held long enough to see what waiting in another queue would
 * have brought. With full-sized makers, as in the market before makers rushed and faded, agents
 * learned to lose 600 dollars an episode; with these they come close to the best rule.
 */
const ES_BEHAVIOURS: readonly WeightedBehaviour[] = [
  { agent: { kind: 'random' }, weight: 2 },
  { agent: { kind: 'doNothing' }, weight: 1 },
  { agent: ES_BASELINES.avellanedaStoikov, weight: 1 },
  { agent: ES_BASELINES.glft, weight: 1 },
  { agent: noisy(imbalanceMaker(0.4, 4, 0.5), 0.2, 0.15), weight: 7 },
  { agent: noisy(imbalanceMaker(0.4, 2, 0.3), 0.2, 0.15), weight: 7 },
  { agent: noisy(imbalanceMaker(0.8, 3, 0.3), 0.3, 0.15), weight: 4 },
  { agent: noisy(inventorySkewed(0, 2, 0.3), 0.3, 0.2), weight: 4 },
  { agent: noisy(inventorySkewed(1, 1, 0.3), 0.4, 0.2), weight: 3 },
  { agent: noisy({ kind: 'doNothing' }, 0.4, 0.3), weight: 3 },
];

/**
 * Gives the tuned baseline, which quotes wide here, at a quarter and at four times its risk
 * aversion.
 */
function aroundRiskAversion(agent: typeof NQ_BASELINES.avellanedaStoikov): WeightedBehaviour[] {
  return [
    { agent: { ...agent, gamma: agent.gamma / 4 }, weight: 2 },
    { agent: { ...agent, gamma: agent.gamma * 4 }, weight: 2 },
    { agent: noisy(agent), weight: 5 },
  ];
}

/**
 * Quoting wide, small and often not at all loses least here: over 12 episodes of 60 s noisy GLFT
 * and the noisy skewed maker lose about 250 dollars, random quoting 8,000, anything full-sized
 * 6,000. The mixture holds little of what costs most.
 */
const NQ_BEHAVIOURS: readonly WeightedBehaviour[] = [
  { agent: { kind: 'doNothing' }, weight: 1 },
  { agent: { kind: 'random' }, weight: 1 },
  { agent: NQ_BASELINES.inventorySkewed, weight: 1 },
  { agent: noisy(NQ_BASELINES.inventorySkewed), weight: 7 },
  ...aroundRiskAversion(NQ_BASELINES.avellanedaStoikov),
  { agent: NQ_BASELINES.glft, weight: 1 },
  { agent: noisy(NQ_BASELINES.glft), weight: 7 },
  { agent: noisy(NQ_BASELINES.imbalanceMaker), weight: 1 },
];

/**
 * Distance is all that matters where nobody is informed and nobody queues: the spread's
 * neighbourhood densely, and no maker who reads an imbalance that says nothing. There, fixed,
 * skewed, Avellaneda-Stoikov and GLFT quotes earn 860 to 1 130 dollars an episode, random ones 500.
 */
const ANALYTIC_BEHAVIOURS: readonly WeightedBehaviour[] = [
  { agent: { kind: 'random' }, weight: 2 },
  {
    agent: {
      kind: 'fixedSpread',
      spreadTicks: ANALYTIC_BASELINES.inventorySkewed.spreadTicks,
      sizeFraction: ANALYTIC_BASELINES.inventorySkewed.sizeFraction,
    },
    weight: 3,
  },
  { agent: noisy(ANALYTIC_BASELINES.inventorySkewed), weight: 7 },
  ...aroundRiskAversion(ANALYTIC_BASELINES.avellanedaStoikov),
  { agent: ANALYTIC_BASELINES.glft, weight: 2 },
  { agent: noisy(ANALYTIC_BASELINES.glft), weight: 5 },
];

const BEHAVIOURS: Readonly<Record<MarketPreset, readonly WeightedBehaviour[]>> = {
  es: ES_BEHAVIOURS,
  nq: NQ_BEHAVIOURS,
  avellanedaStoikov: ANALYTIC_BEHAVIOURS,
};

/** The mixture a dataset is collected with in a market, unless the user chooses another. */
export function defaultBehaviours(preset: MarketPreset = 'es'): readonly WeightedBehaviour[] {
  return BEHAVIOURS[preset];
}

/**
 * Gives each episode its behaviour and seed. Every prefix of the plan holds the behaviours in
 * proportion to their weights, within one episode, so that a dataset cut short is a smaller dataset
 * of the same kind.
 * @throws RangeError when no weight is positive
 */
export function planEpisodes(
  behaviours: readonly WeightedBehaviour[],
  episodes: number,
  seed: number,
): PlannedEpisode[] {
  const total = behaviours.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0) || behaviours.some(({ weight }) => !(weight >= 0))) {
    throw new RangeError(`behaviours: expected weights of at least 0, one of them above`);
  }
  const played = behaviours.map(() => 0);
  return Array.from({ length: episodes }, (_, index) => {
    const owed = behaviours.map(({ weight }, i) => (weight / total) * (index + 1) - played[i]);
    const next = owed.indexOf(Math.max(...owed));
    played[next] += 1;
    return { agent: behaviours[next].agent, seed: deriveSeed(seed, 'collection', index) };
  });
}
