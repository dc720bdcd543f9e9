/** What is collected to learn from: from the next collection on. */
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { number, type Setting } from './kinds';

/** How much of one kind of behaviour a dataset holds. */
const share = (label: string, help: string) =>
  number('data', { label, help, default: 1, min: 0, max: 10, step: 0.1, unit: '×' });

export const DATA_SETTINGS = {
  dataEpisodes: number('data', {
    label: 'Episodes',
    help: 'To collect, dealt to the behaviours by their shares.',
    default: DEFAULT_RUN_CONFIG.dataset.episodes,
    min: 10,
    max: 2000,
    step: 1,
    scale: 'log',
  }),
  mixRandom: share('Random', 'Every corner of the action box, held for a while.'),
  mixFixedSpread: share('Fixed spread', 'Always at the touch, whatever it holds.'),
  mixInventorySkewed: share('Inventory-skewed', 'At the touch, leaning against its position.'),
  mixAvellanedaStoikov: share('Avellaneda-Stoikov', 'At several risk aversions.'),
  mixGlft: share('GLFT', 'With the parameters tuned for this market.'),
  mixImbalanceMaker: share('Imbalance-aware', 'Steps back from the queue that is about to go.'),
  mixDoNothing: share('Do nothing', 'Shows what it is worth not to quote.'),
  mixNoisy: share(
    'With noise',
    'Of every behaviour that is there with noise: the data that shows what else could be done.',
  ),
} as const satisfies Record<string, Setting>;
