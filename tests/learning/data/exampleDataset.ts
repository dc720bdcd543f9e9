/** A sound dataset with every awkward number in it: −0, NaN log-probabilities, large seeds. */
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { observationLayout } from '../../../src/env/observationLayout';

import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../src/env/types';
import type { DataQuality, Dataset, DatasetOrigin } from '../../../src/learning/data/dataset';
import { Rng } from '../../../src/market/rng';

export const exampleOrigin: DatasetOrigin = {
  market: { preset: 'es', regime: 'base' },
  env: DEFAULT_ENV_CONFIG,
  weights: DEFAULT_REWARD_WEIGHTS,
  mixture: [
    { agent: { kind: 'random' }, weight: 1 },
    {
      agent: {
        kind: 'noisy',
        agent: { kind: 'avellanedaStoikov', gamma: 0.1, k: 1.5, sizeFraction: 0.5 },
        std: 0.3,
      },
      weight: 2,
    },
  ],
  seed: 7,
};

/** Episodes of these lengths; behaviours alternate, the last step of odd episodes terminates. */
export function exampleDataset(lengths: readonly number[], seed = 1): Dataset {
  const random = new Rng(seed, 99);
  const layout = observationLayout(exampleOrigin.env.observation);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
  const uniforms = (length: number) =>
    Float32Array.from({ length }, () => Math.fround(2 * random.uniform() - 1));
  const episode = Uint32Array.from(
    lengths.flatMap((length, index) => Array<number>(length).fill(index)),
  );
  const isLast = (row: number) => row + 1 === rows || episode[row + 1] !== episode[row];
  const observations = normals(rows * layout.length);
  observations[0] = -0;
  return {
    rows,
    observationLength: layout.length,
    observationKey: layout.key,
    observations,
    actions: uniforms(rows * ACTION_LENGTH),
    terms: normals(rows * REWARD_TERM_COUNT),
    rewards: normals(rows),
    inventory: Float32Array.from({ length: rows }, () => Math.round(20 * random.normal()) % 50),
    midTicks: Float64Array.from({ length: rows }, () => 20_000 + Math.round(random.normal()) / 2),
    midInnovationTicks: normals(rows),
    midDriftTicks: normals(rows),
    terminated: Uint8Array.from(episode, (index, row) => (isLast(row) && index % 2 === 1 ? 1 : 0)),
    truncated: Uint8Array.from(episode, (index, row) => (isLast(row) && index % 2 === 0 ? 1 : 0)),
    behaviour: Uint16Array.from(episode, (index) => index % 2),
    behaviours: ['random', 'noisy Avellaneda-Stoikov'],
    logProbability: Float32Array.from(episode, (index) =>
      index % 2 === 0 ? Number.NaN : random.normal(),
    ),
    episode,
    episodeSeeds: Float64Array.from(lengths, (_, index) => 2 ** 32 - 1 - index),
    finalObservations: normals(lengths.length * layout.length),
  };
}

/** Of data that nobody looks at. */
export const exampleQuality: DataQuality = {
  returnRange: [-1, 1],
  returns: [],
  actionEntropy: 0.5,
  trajectoryQuality: 0.5,
  visitedCells: 10,
  coverage: 0.5,
  edgeRows: 20,
};
