/** Small datasets whose best behaviour is known, for tests of the learners. */
import { ACTION_LENGTH, REWARD_TERM_COUNT, type RewardWeights } from '../../../src/env/types';
import type { Dataset } from '../../../src/learning/data/dataset';
import { allocateColumns } from '../../../src/learning/data/datasetColumns';
import type { Rng } from '../../../src/market/rng';

export const FIRST_TERM_ONLY: RewardWeights = {
  spreadCapture: 1,
  adverseSelection: 0,
  inventoryPnl: 0,
  fees: 0,
  inventoryPenalty: 0,
  spreadPenalty: 0,
};

interface Step {
  readonly observation: readonly number[];
  readonly action: readonly number[];
  /** The first reward term; the second is its negative. */
  readonly reward: number;
}

export interface Episode {
  readonly steps: readonly Step[];
  readonly finalObservation: readonly number[];
  readonly ends: 'terminated' | 'truncated';
  readonly behaviour?: number;
}

export function datasetOf(episodes: readonly Episode[], behaviours = ['test']): Dataset {
  const steps = episodes.flatMap((episode) => episode.steps);
  const rows = steps.length;
  const observationLength = steps[0].observation.length;
  const lastRows = new Map<number, Episode>();
  const episode = new Uint32Array(rows);
  const behaviour = new Uint16Array(rows);
  let row = 0;
  episodes.forEach((one, index) => {
    for (let step = 0; step < one.steps.length; step += 1, row += 1) {
      episode[row] = index;
      behaviour[row] = one.behaviour ?? 0;
    }
    lastRows.set(row - 1, one);
  });
  const flag = (name: Episode['ends']) =>
    Uint8Array.from({ length: rows }, (_, index) => Number(lastRows.get(index)?.ends === name));
  const terms = new Float32Array(rows * REWARD_TERM_COUNT);
  steps.forEach(({ reward }, index) => {
    terms[index * REWARD_TERM_COUNT] = reward;
    terms[index * REWARD_TERM_COUNT + 1] = -reward;
  });
  return {
    ...allocateColumns({ rows, episodes: episodes.length, observationLength }),
    rows,
    observationLength,
    observationKey: 'synthetic',
    observations: Float32Array.from(steps.flatMap((step) => step.observation)),
    actions: Float32Array.from(steps.flatMap((step) => padded(step.action))),
    terms,
    rewards: Float32Array.from(steps, (step) => step.reward),
    terminated: flag('terminated'),
    truncated: flag('truncated'),
    behaviour,
    behaviours,
    episode,
    episodeSeeds: Float64Array.from(episodes, (_, index) => index),
    finalObservations: Float32Array.from(episodes.flatMap((one) => one.finalObservation)),
  };
}

function padded(action: readonly number[]): number[] {
  return Array.from({ length: ACTION_LENGTH }, (_, index) => action[index] ?? 0);
}

/** Episodes of ten steps in which the reward is 1 − (first action)², and actions are uniform. */
export function banditDataset(episodes: number, random: Rng): Dataset {
  const symmetric = () => 2 * random.uniform() - 1;
  const observation = () => [symmetric(), symmetric(), symmetric()];
  return datasetOf(
    Array.from({ length: episodes }, () => ({
      steps: Array.from({ length: 10 }, () => {
        const action = Array.from({ length: ACTION_LENGTH }, symmetric);
        return { observation: observation(), action, reward: 1 - action[0] ** 2 };
      }),
      finalObservation: observation(),
      ends: 'truncated' as const,
    })),
  );
}
