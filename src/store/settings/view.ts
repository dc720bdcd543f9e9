/** How it is watched: at once. */
import { choice, flag, type Setting } from './kinds';

const SPEEDS = ['0.5', '1', '2', '5', '10', 'max'] as const;
export type Speed = (typeof SPEEDS)[number];

const SPEED_LABELS: Readonly<Partial<Record<Speed, string>>> = { '0.5': '½×', max: 'Max' };

export const VIEW_SETTINGS = {
  trainingSeeds: choice<'1' | '3' | '5'>('view', {
    label: 'Training seeds',
    help: 'The same run again with other initial weights and batches; one seed shows luck as skill.',
    default: '1',
    options: [
      { value: '1', label: '1' },
      { value: '3', label: '3' },
      { value: '5', label: '5' },
    ],
  }),
  speed: choice<Speed>('view', {
    label: 'Speed',
    help: 'Market seconds per second.',
    default: '1',
    options: SPEEDS.map((value) => ({ value, label: SPEED_LABELS[value] ?? `${value}×` })),
  }),
  heatmap: flag('view', {
    label: 'Depth heatmap',
    help: 'Shades the price chart by how much waits at each price.',
    default: false,
  }),
  fallback: choice<'off' | '5' | '20' | '50'>('view', {
    label: 'Stand-in',
    help: 'Who quotes after so many decisions in a row beyond the 99th percentile, until as many are within it: the inventory-skewed maker.',
    default: 'off',
    options: [
      { value: 'off', label: 'Nobody' },
      { value: '5', label: 'After 5 decisions' },
      { value: '20', label: 'After 20 decisions' },
      { value: '50', label: 'After 50 decisions' },
    ],
  }),
  window: choice<'30' | '60' | '300'>('view', {
    label: 'Window',
    help: 'How much of the past the charts show.',
    default: '30',
    options: [
      { value: '30', label: '30 s' },
      { value: '60', label: '1 min' },
      { value: '300', label: '5 min' },
    ],
  }),
  replayWindow: choice<'whole' | '5' | '15' | '60'>('view', {
    label: 'Window in replay',
    help: 'How much of an episode the charts show, around the moment that is replayed.',
    default: 'whole',
    options: [
      { value: 'whole', label: 'Whole' },
      { value: '5', label: '5 s' },
      { value: '15', label: '15 s' },
      { value: '60', label: '1 min' },
    ],
  }),
} as const satisfies Record<string, Setting>;
