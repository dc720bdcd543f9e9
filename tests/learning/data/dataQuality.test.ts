import { expect, it } from 'vitest';
import { MAX_EDGE_ROWS, measureQuality, RETURN_BINS } from '../../../src/learning/data/dataQuality';
import type { Dataset } from '../../../src/learning/data/dataset';
import { allocateColumns } from '../../../src/learning/data/datasetColumns';
import { datasetOf } from './syntheticDataset';

/**
 * An episode of these actions, each in all five dimensions, that earns `reward` at its first step.
 */
const episode = (reward: number, actions: readonly number[], behaviour = 0) => ({
  steps: actions.map((action, step) => ({
    observation: [step, 7],
    action: Array<number>(5).fill(action),
    reward: step === 0 ? reward : 0,
  })),
  finalObservation: [0, 7],
  ends: 'truncated' as const,
  behaviour,
});

it('trajectory quality is where the mean return lies between the worst and the best', () => {
  const dataset = datasetOf([episode(-10, [0]), episode(0, [0]), episode(30, [0])]);
  // (20/3 + 10)/40.
  expect(measureQuality(dataset, []).trajectoryQuality).toBeCloseTo(5 / 12, 12);
  expect(measureQuality(datasetOf([episode(3, [0])]), []).trajectoryQuality).toBeNaN();
});

it('actions have entropy 0 when they are all the same, 1 when they are uniform', () => {
  const entropy = (...actions: number[]) =>
    measureQuality(datasetOf([episode(0, actions)]), []).actionEntropy;
  expect(entropy(0.3, 0.3, 0.3)).toBeCloseTo(0, 12);
  expect(entropy(-0.9, -0.5, 0, 0.5, 0.9)).toBeCloseTo(1, 12);
  // Two of five bins, equally often: ln 2/ln 5.
  expect(entropy(-1, 1, -1, 1)).toBeCloseTo(Math.log(2) / Math.log(5), 12);
});

it('coverage counts each cell of states and actions once', () => {
  // Steps 0 to 5 fall into thirds of two; with one action there are three cells, with two six.
  const still = datasetOf([episode(0, [0, 0, 0, 0, 0, 0])]);
  expect(measureQuality(still, [0])).toMatchObject({ visitedCells: 3, coverage: 0.5 });
  expect(measureQuality(still, [1])).toMatchObject({ visitedCells: 1 });
  const lively = datasetOf([episode(0, [-1, 1, -1, 1, -1, 1])]);
  expect(measureQuality(lively, [0])).toMatchObject({ visitedCells: 6, coverage: 1 });
  const twice = datasetOf([episode(0, [0, 0, 0, 0, 0, 0]), episode(0, [0, 0, 0, 0, 0, 0])]);
  expect(measureQuality(twice, [0])).toMatchObject({ visitedCells: 3, coverage: 0.25 });
});

it('returns are counted per behaviour over the range of all', () => {
  const dataset = datasetOf(
    [episode(0, [0]), episode(12, [0]), episode(6.5, [0], 1), episode(0.5, [0], 1)],
    ['a', 'b'],
  );
  const { returns, returnRange } = measureQuality(dataset, []);
  expect(returnRange).toEqual([0, 12]);
  const at = (...bins: number[]) =>
    Array.from({ length: RETURN_BINS }, (_, bin) => Number(bins.includes(bin)));
  expect(returns).toEqual([
    { name: 'a', counts: at(0, 11) },
    { name: 'b', counts: at(0, 6) },
  ]);
});

/** Steps 0 to `steps` − 1 under actions that go around all five bins, as one episode. */
function longDataset(steps: number): Dataset {
  const columns = allocateColumns({ rows: steps, episodes: 1, observationLength: 2 });
  columns.truncated[steps - 1] = 1;
  return {
    ...columns,
    rows: steps,
    observationLength: 2,
    observationKey: 'synthetic',
    behaviours: ['test'],
    observations: columns.observations.map((_, at) => (at % 2 === 0 ? at / 2 : 7)),
    actions: columns.actions.map((_, at) => ((Math.floor(at / 5) % 5) - 2) / 2.5),
  };
}

it('counts every row of a million, and says on how many the thirds were found', () => {
  const quality = measureQuality(longDataset(1_000_000), [0, 1]);
  // A worker that is silent for three seconds is replaced: no more rows than this are sorted.
  expect(quality.edgeRows).toBe(MAX_EDGE_ROWS);
  // Three thirds of the steps by five actions.
  expect(quality.visitedCells).toBe(15);
  expect(quality.coverage).toBe(15e-6);
  expect(quality.actionEntropy).toBeCloseTo(1, 12);
});

it('has as many episodes as it likes: a return apiece', () => {
  const many = datasetOf(Array.from({ length: 150_000 }, (_, index) => episode(index % 2, [0])));
  expect(measureQuality(many, []).trajectoryQuality).toBeCloseTo(0.5, 12);
});
