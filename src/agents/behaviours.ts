/**
 * Who plays the episodes of a dataset. Offline learning can only be as good as
 * what its data shows, so the default mixture covers the action box coarsely
 * (random), sensible quoting densely (the baselines over a range of settings)
 * and the neighbourhood of sensible quoting (their noisy versions).
 */
import type { AgentSpec } from './agentSpec';
import { deriveSeed } from './seeds';
import { ES_BASELINES, ES_CALIBRATION } from './tunedBaselines';

export interface WeightedBehaviour {
  readonly agent: AgentSpec;
  /** Share of the episodes, relative to the other weights. */
  readonly weight: number;
}

export interface PlannedEpisode {
  readonly agent: AgentSpec;
  readonly seed: number;
}

const noisy = (agent: AgentSpec, std: number): AgentSpec => ({ kind: 'noisy', agent, std });

const fixedSpread = (spreadTicks: number): AgentSpec => ({
  kind: 'fixedSpread',
  spreadTicks,
  sizeFraction: 0.5,
});

const skewed = (spreadTicks: number, skewTicks: number): AgentSpec => ({
  kind: 'inventorySkewed',
  spreadTicks,
  skewTicks,
  sizeFraction: 0.5,
});

const avellanedaStoikov = (gamma: number): AgentSpec => ({
  kind: 'avellanedaStoikov',
  gamma,
  k: ES_CALIBRATION.k,
  sizeFraction: 0.5,
});

/** The mixture a dataset is collected with unless the user chooses another. */
export function defaultBehaviours(): readonly WeightedBehaviour[] {
  return [
    { agent: { kind: 'random' }, weight: 2 },
    { agent: fixedSpread(1), weight: 1 },
    { agent: fixedSpread(3), weight: 1 },
    { agent: noisy(fixedSpread(2), 0.3), weight: 2 },
    { agent: skewed(1, 1), weight: 1 },
    { agent: noisy(skewed(1, 1), 0.3), weight: 2 },
    { agent: noisy(skewed(2, 1), 0.3), weight: 2 },
    { agent: avellanedaStoikov(0.0005), weight: 1 },
    { agent: avellanedaStoikov(0.002), weight: 1 },
    { agent: avellanedaStoikov(0.01), weight: 1 },
    { agent: noisy(avellanedaStoikov(0.002), 0.3), weight: 2 },
    { agent: ES_BASELINES.glft, weight: 1 },
    { agent: ES_BASELINES.imbalanceMaker, weight: 1 },
    { agent: noisy(ES_BASELINES.imbalanceMaker, 0.3), weight: 2 },
  ];
}

/**
 * Gives each episode its behaviour and seed. Every prefix of the plan holds the
 * behaviours in proportion to their weights, within one episode, so that a
 * dataset cut short is a smaller dataset of the same kind.
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
