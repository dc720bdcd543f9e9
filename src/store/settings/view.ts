/** How the lab is watched: these settings take effect at once. */
import { choiceField, flagField } from '../../market/fields';
import { choice, flag, type Setting } from './kinds';

const SPEEDS = ['0.5', '1', '2', '5', '10', 'max'] as const;
export type Speed = (typeof SPEEDS)[number];

const TRAINING_SEEDS_FIELD = choiceField({
  default: '1',
  choices: ['1', '3', '5'],
  help: 'The same run again with other initial weights and batches; one seed shows luck as skill.',
});

const SPEED_FIELD = choiceField<Speed>({
  default: '1',
  choices: SPEEDS,
  help: 'Market seconds per second.',
});

const HEATMAP_FIELD = flagField({
  default: false,
  help: 'Shades the price chart by how much waits at each price.',
});

const ONLY_RUN_OVER_FIELD = flagField({
  default: false,
  help: 'Shows only the fills after which the market moved against the agent within a second.',
});

const FALLBACK_FIELD = choiceField({
  default: 'off',
  choices: ['off', '5', '20', '50'],
  help: 'Who quotes after so many decisions in a row beyond the 99th percentile, until as many are within it: the inventory-skewed maker.',
});

const WINDOW_FIELD = choiceField({
  default: '30',
  choices: ['30', '60', '300'],
  help: 'How much of the past the charts show.',
});

const REPLAY_WINDOW_FIELD = choiceField({
  default: 'whole',
  choices: ['whole', '5', '15', '60'],
  help: 'How much of an episode the charts show, around the moment that is replayed.',
});

export const VIEW_SETTINGS = {
  trainingSeeds: choice('view', TRAINING_SEEDS_FIELD, {
    label: 'Training seeds',
    labels: {
      '1': '1',
      '3': '3',
      '5': '5',
    },
  }),
  speed: choice('view', SPEED_FIELD, {
    label: 'Speed',
    labels: {
      '0.5': '½×',
      '1': '1×',
      '2': '2×',
      '5': '5×',
      '10': '10×',
      max: 'Max',
    },
  }),
  heatmap: flag('view', HEATMAP_FIELD, { label: 'Depth heatmap' }),
  onlyRunOver: flag('view', ONLY_RUN_OVER_FIELD, { label: 'Only fills that were run over' }),
  fallback: choice('view', FALLBACK_FIELD, {
    label: 'Fallback',
    labels: {
      off: 'None',
      '5': 'After 5 decisions',
      '20': 'After 20 decisions',
      '50': 'After 50 decisions',
    },
  }),
  window: choice('view', WINDOW_FIELD, {
    label: 'Window',
    labels: {
      '30': '30 s',
      '60': '1 min',
      '300': '5 min',
    },
  }),
  replayWindow: choice('view', REPLAY_WINDOW_FIELD, {
    label: 'Window in replay',
    labels: {
      whole: 'Whole',
      '5': '5 s',
      '15': '15 s',
      '60': '1 min',
    },
  }),
} as const satisfies Record<string, Setting>;
