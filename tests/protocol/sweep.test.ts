import { describe, expect, it } from 'vitest';
import { parseSweep, sweepJson } from '../../src/protocol/sweep';
import { exampleSweep } from './exampleSweep';

const sweep = exampleSweep();
const changed = (change: object) => () => parseSweep({ ...sweepJson(sweep), ...change });

describe('a sweep as JSON', () => {
  it('comes back whole, and null is what nothing was measured of', () => {
    const json = JSON.parse(JSON.stringify(sweepJson(sweep))) as unknown;
    expect(parseSweep(json)).toStrictEqual(sweep);
    expect(JSON.stringify(json)).toContain('"markoutTicks":[0,0,null]');
    expect(sweep.points[0].metrics[0].markoutTicks[2]).toBeNaN();
  });

  it('is refused where a field is not what it may be, and the error names it', () => {
    const point = { weights: sweep.points[0].weights, metrics: [], runId: null, failure: '' };
    expect(changed({ version: 2 })).toThrow('sweep.version: expected 1, got 2');
    expect(changed({ method: 'guessing' })).toThrow('sweep.method: expected one of evaluation');
    expect(changed({ episodes: 0 })).toThrow('sweep.episodes: expected');
    expect(changed({ config: { ...sweep.config, seed: -1 } })).toThrow('sweep.config.seed');
    expect(changed({ axes: [{ term: 'fees', values: [1, 0] }] })).toThrow(
      'sweep.axes.0.values: expected ascending values',
    );
    expect(changed({ axes: [{ term: 'alpha', values: [1] }] })).toThrow('sweep.axes.0.term');
    expect(changed({ points: [{ ...point, weights: { fees: 1 } }] })).toThrow(
      'sweep.points.0.weights',
    );
    expect(changed({ points: Array.from({ length: 227 }, () => point) })).toThrow(
      'sweep.points: expected at most 226 points',
    );
    expect(changed({ extra: 1 })).toThrow('sweep');
  });
});
