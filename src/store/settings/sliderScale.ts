/**
 * Converts between a setting's value and the position of its slider, 0 to 1, on a linear or a
 * logarithmic scale. A slider may span less than the setting's range: values beyond stand at its
 * ends.
 */
import type { NumberSetting } from './kinds';

type Scaled = Pick<NumberSetting, 'min' | 'max' | 'whole' | 'step' | 'default' | 'slider'>;

/** Distance within which the slider holds on to the default, so that it can be found again. */
const MAGNET = 0.005;
/** Distance that an arrow key moves a logarithmic slider. */
const STRIDE = 0.02;

/**
 * On a log scale that starts at 0 or below, one step above the minimum counts as the first value.
 */
const logOffset = ({ slider: { min }, step }: Scaled) => (min > 0 ? 0 : step - min);

export function sliderPosition(setting: Scaled, value: number): number {
  const { min, max, scale } = setting.slider;
  const inside = Math.min(max, Math.max(min, value));
  if (scale === 'linear') return (inside - min) / (max - min);
  const offset = logOffset(setting);
  const low = min + offset;
  return Math.log((inside + offset) / low) / Math.log((max + offset) / low);
}

/**
 * Gives the value at a position: the default near its mark, otherwise a value on the setting's
 * grid, of two digits on a log scale.
 */
export function sliderValue(setting: Scaled, position: number): number {
  const { step, slider } = setting;
  const { min, max, scale } = slider;
  if (position <= 0) return min;
  if (position >= 1) return max;
  if (Math.abs(position - sliderPosition(setting, setting.default)) < MAGNET) {
    return setting.default;
  }
  if (scale === 'linear') {
    const steps = Math.round((position * (max - min)) / step);
    return within(slider, min + steps * step);
  }
  const offset = logOffset(setting);
  const low = min + offset;
  const raw = low * ((max + offset) / low) ** position - offset;
  return within(slider, Math.round(Number(raw.toPrecision(2)) / step) * step);
}

/**
 * Gives the value that an arrow key leads to, at least one step away, also beyond the slider's
 * ends.
 */
export function nextValue(setting: Scaled, value: number, direction: 1 | -1): number {
  const oneStep = value + direction * setting.step;
  const stride =
    setting.slider.scale === 'linear'
      ? oneStep
      : sliderValue(setting, sliderPosition(setting, value) + direction * STRIDE);
  const moved = direction > 0 ? Math.max(oneStep, stride) : Math.min(oneStep, stride);
  return within(setting, moved);
}

const within = ({ min, max }: { readonly min: number; readonly max: number }, value: number) =>
  Math.min(max, Math.max(min, Number(value.toPrecision(12))));
