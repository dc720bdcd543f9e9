/** Between a setting's value and the position of its slider, 0 to 1, linear or logarithmic. */
import type { NumberSetting } from './kinds';

type Range = Pick<NumberSetting, 'min' | 'max' | 'step' | 'scale'>;

/** On a log scale that starts at 0 or below, one step above the minimum counts as the first value. */
const logOffset = ({ min, step }: Range) => (min > 0 ? 0 : step - min);

export function sliderPosition(range: Range, value: number): number {
  const share =
    range.scale === 'linear'
      ? (value - range.min) / (range.max - range.min)
      : Math.log((value + logOffset(range)) / (range.min + logOffset(range))) /
        Math.log((range.max + logOffset(range)) / (range.min + logOffset(range)));
  return Math.min(1, Math.max(0, share));
}

/** The value at a position: on the setting's grid, to two or three digits on a log scale. */
export function sliderValue(range: Range, position: number): number {
  if (range.scale === 'linear') {
    const steps = Math.round((position * (range.max - range.min)) / range.step);
    return clamp(range, Number((range.min + steps * range.step).toPrecision(12)));
  }
  const offset = logOffset(range);
  const low = range.min + offset;
  const raw = low * ((range.max + offset) / low) ** position - offset;
  const rounded = Number(raw.toPrecision(2));
  const onGrid = Math.round(rounded / range.step) * range.step;
  return clamp(range, Number(onGrid.toPrecision(12)));
}

const clamp = ({ min, max }: Range, value: number) => Math.min(max, Math.max(min, value));
