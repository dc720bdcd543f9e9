import { expect, it } from 'vitest';
import { MAX_EDGE_ROWS, measureQuality, RETURN_BINS } from '../../../src/learning/data/dataQuality';
import type { Dataset } from '../../../src/learning/data/dataset';
import { datasetOf } from './syntheticDataset';

/** An episode of these actions, each in all five dimensions, that earns `reward` at its first step. */
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
  const one = datasetOf([episode(0, [0])]);
  const column = <
    Column extends Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array,
  >(
    make: new (length: number) => Column,
  ) => new make(steps);
  const truncated = column(Uint8Array);
  truncated[steps - 1] = 1;
  return {
    ...one,
    rows: steps,
    observations: Float32Array.from({ length: 2 * steps }, (_, at) => (at % 2 === 0 ? at / 2 : 7)),
    actions: Float32Array.from(
      { length: 5 * steps },
      (_, at) => ((Math.floor(at / 5) % 5) - 2) / 2.5,
    ),
    terms: new Float32Array(6 * steps),
    rewards: column(Float32Array),
    inventory: column(Float32Array),
    midTicks: column(Float64Array),
    midInnovationTicks: column(Float32Array),
    terminated: column(Uint8Array),
    truncated,
    behaviour: column(Uint16Array),
    logProbability: column(Float32Array).fill(Number.NaN),
    episode: column(Uint32Array),
  };
}

it('counts every row of a million in a moment, and says on how many the thirds were found', () => {
  const dataset = longDataset(1_000_000);
  const start = performance.now();
  const quality = measureQuality(dataset, [0, 1]);
  // A fifth of that on a quiet machine; a worker that is silent for three seconds is replaced.
  expect(performance.now() - start).toBeLessThan(1500);
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
