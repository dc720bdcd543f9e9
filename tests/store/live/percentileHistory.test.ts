import { expect, it } from 'vitest';
import { PercentileHistory } from '../../../src/store/live/percentileHistory';

it('a history keeps the newest 240, newest first', () => {
  const history = new PercentileHistory();
  expect(history.at(0)).toBeNaN();
  for (let value = 0; value < 300; value++) history.push(value);
  expect(history.length).toBe(240);
  expect([history.at(0), history.at(239)]).toEqual([299, 60]);
  expect(history.at(240)).toBeNaN();
});
