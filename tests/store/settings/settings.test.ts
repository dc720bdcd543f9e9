import { describe, expect, it } from 'vitest';
import {
  checkSetting,
  clampSetting,
  requestNumber,
  type SettingKey,
} from '../../../src/store/settings/settings';

describe('a value of a setting', () => {
  it.each<[SettingKey, unknown, string]>([
    ['temperature', 101, 'temperature: expected a number from 0 to 100, got 101'],
    ['maxLoss', 0, 'maxLoss: expected a number from $1 to $1000000000, got 0'],
    [
      'maxInventory',
      2.5,
      'maxInventory: expected a whole number from 1 to 10000 contracts, got 2.5',
    ],
    ['regime', 'storm', 'regime: expected one of base, calm, volatile, toxic, trending, switching'],
    ['postOnly', 'yes', 'postOnly: expected true or false, got "yes"'],
  ])('%s %j is refused with the range', (key, value, message) => {
    expect(() => checkSetting(key, value)).toThrow(message);
  });

  it('is the nearest acceptable one when it is clamped', () => {
    expect(clampSetting('maxInventory', 1e9)).toBe(10_000);
    expect(clampSetting('maxInventory', 2.6)).toBe(3);
    expect(clampSetting('expectile', 0.1)).toBe(0.5);
  });
});

it.each([
  ['maxInventory', 'Enter a whole number, 1–10,000 contracts.'],
  ['maxLoss', 'Enter a number, $1–$1,000,000,000.'],
  ['inventoryPenalty', 'Enter a number, −$1,000 to $1,000.'],
  ['learningRate', 'Enter a number, 0.000001–0.1.'],
  ['targetReturn', 'Enter a whole number, 0–100 %.'],
  ['orderLatency', 'Enter a number, 0–10,000,000 µs.'],
  ['fees', 'Enter a number, −1,000 to 1,000.'],
] as const)('the page asks for %s in words: %s', (key, words) => {
  expect(requestNumber(key)).toBe(words);
});
