/** The data to learn from: its settings take effect with the next collection. */
import { BEHAVIOUR_FACTOR, type MixtureFactors } from '../../agents/baselines/behaviourFamilies';
import { NAMED_OBSERVATIONS, OBSERVATION_FIELD } from '../../env/config';
import { sameJson } from '../../market/canonicalJson';
import { DATASET_FIELDS } from '../../protocol/run';
import { choice, number, settingsOf, type NumberSetting, type Setting } from './kinds';

const dataset = settingsOf('data', 'dataset', DATASET_FIELDS);

const NAMES = Object.entries(NAMED_OBSERVATIONS);

const observationNamed = (name: unknown) => NAMES.find(([one]) => one === name)?.[1];

/** Finds the name of what a run's agents saw; null where it has none. */
const nameOfObservation = (stored: unknown) =>
  NAMES.find(([, config]) => sameJson(config, stored))?.[0] ?? null;

/** Makes the setting for how much of one kind of behaviour a dataset holds. */
const share = (label: string, help: string): NumberSetting =>
  number('data', { ...BEHAVIOUR_FACTOR, help }, { label, slider: { max: 10 } });

export const DATA_SETTINGS = {
  dataEpisodes: dataset.number('episodes', {
    label: 'Episodes',
    aliases: ['episodes'],
    slider: { min: 10, max: 2000, scale: 'log' },
  }),
  observation: choice('data', OBSERVATION_FIELD, {
    label: 'Observation',
    path: 'env.observation',
    codec: { write: observationNamed, read: nameOfObservation },
    labels: { compact: 'Compact', full: 'Full' },
  }),
  mixRandom: share(
    'Random exploration',
    'Every corner of the action box, to learn from; the agent Random is for comparison.',
  ),
  mixFixedSpread: share('Fixed spread', 'Always at the touch, whatever it holds.'),
  mixInventorySkewed: share('Inventory-skewed', 'At the touch, leaning against its position.'),
  mixAvellanedaStoikov: share('Avellaneda-Stoikov', 'At several risk aversions.'),
  mixGlft: share('GLFT', 'With the parameters tuned for this market.'),
  mixImbalanceMaker: share('Imbalance-aware', 'Steps back from the queue that is about to go.'),
  mixDoNothing: share('Do nothing', 'Shows what it is worth not to quote.'),
  mixNoisy: share(
    'With noise',
    'The noisy copies of every behaviour: the data that shows what else could be done.',
  ),
} as const satisfies Record<string, Setting>;

/** Kind of behaviour of each share, in the order of the form. */
export const FAMILY_OF = {
  mixRandom: 'random',
  mixFixedSpread: 'fixedSpread',
  mixInventorySkewed: 'inventorySkewed',
  mixAvellanedaStoikov: 'avellanedaStoikov',
  mixGlft: 'glft',
  mixImbalanceMaker: 'imbalanceMaker',
  mixDoNothing: 'doNothing',
  mixNoisy: 'noisy',
} as const satisfies Partial<Record<keyof typeof DATA_SETTINGS, keyof MixtureFactors>>;
export type MixtureKey = keyof typeof FAMILY_OF;
export const MIXTURE_SETTINGS = Object.keys(FAMILY_OF) as MixtureKey[];
