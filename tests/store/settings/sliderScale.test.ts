import { describe, expect, it } from 'vitest';
import { nextValue, sliderPosition, sliderValue } from '../../../src/store/settings/sliderScale';
import { SETTINGS, SETTING_KEYS } from '../../../src/store/settings/settings';
import type { NumberSetting, Setting } from '../../../src/store/settings/kinds';

const NUMBERS = SETTING_KEYS.map((key): readonly [string, Setting] => [key, SETTINGS[key]]).filter(
  (entry): entry is readonly [string, NumberSetting] => entry[1].type === 'number',
);

describe('the slider of', () => {
  it.each(NUMBERS)('%s spans its ends, which lie in the range', (_, setting) => {
    const { slider, min, max } = setting;
    expect(slider.min).toBeGreaterThanOrEqual(min);
    expect(slider.max).toBeLessThanOrEqual(max);
    expect(sliderPosition(setting, slider.min)).toBe(0);
    expect(sliderPosition(setting, slider.max)).toBe(1);
    expect(sliderValue(setting, 0)).toBe(slider.min);
    expect(sliderValue(setting, 1)).toBe(slider.max);
  });

  it.each(NUMBERS)('%s shows values beyond its ends at them', (_, setting) => {
    expect(sliderPosition(setting, setting.min)).toBe(0);
    expect(sliderPosition(setting, setting.max)).toBe(1);
  });

  it.each(NUMBERS)('%s finds its default again', (_, setting) => {
    const position = sliderPosition(setting, setting.default);
    expect(sliderValue(setting, position)).toBe(setting.default);
    expect(sliderValue(setting, position + 0.004)).toBe(setting.default);
  });

  it.each(NUMBERS)(
    '%s goes from end to end by its arrow keys, and never stands still',
    (_, setting) => {
      for (const [from, to, direction] of [
        [setting.slider.min, setting.slider.max, 1],
        [setting.slider.max, setting.slider.min, -1],
      ] as const) {
        let value: number = from;
        for (let press = 0; press < 2000 && direction * (to - value) > 0; press += 1) {
          const next = nextValue(setting, value, direction);
          expect(direction * (next - value)).toBeGreaterThan(0);
          value = next;
        }
        expect(direction * (value - to)).toBeGreaterThanOrEqual(0);
      }
    },
  );
});

describe('an arrow key', () => {
  it('takes at least one step, and goes on beyond the slider up to the range', () => {
    expect(nextValue(SETTINGS.maxInventory, 1, 1)).toBe(2);
    expect(nextValue(SETTINGS.maxInventory, 500, 1)).toBe(501);
    expect(nextValue(SETTINGS.maxInventory, 10_000, 1)).toBe(10_000);
    expect(nextValue(SETTINGS.inventoryPenalty, 0, -1)).toBe(-1);
  });
});

describe('the inventory penalty', () => {
  it('reaches what the documented experiments use', () => {
    for (const weight of [0, 20, 100, 500, 1000]) {
      const position = sliderPosition(SETTINGS.inventoryPenalty, weight);
      expect(sliderValue(SETTINGS.inventoryPenalty, position)).toBe(weight);
    }
  });
});
