import { expect, it } from 'vitest';
import { PercentileHistory } from '../../../src/store/live/percentileHistory';

it('a history keeps as many as are counted, newest first', () => {
  const history = new PercentileHistory();
  expect(history.at(0)).toBeNaN();
  for (let value = 0; value < 300; value++) history.push(value);
  expect(history.length).toBe(200);
  expect([history.at(0), history.at(199)]).toEqual([299, 100]);
  expect(history.at(200)).toBeNaN();
});
