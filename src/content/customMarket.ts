/** Words of the custom market: which parameters a slider has, and what they are called. */
import type { ParameterName } from '../market/synthetic/parameterFields';

/** Parameters that matter most, in the order of their sliders. */
export const CUSTOM_PARAMETERS: readonly (readonly [ParameterName, string])[] = [
  ['referenceQueue', 'Queue length'],
  ['addRate', 'New orders'],
  ['uninformedRate', 'Uninformed trades'],
  ['informedRate', 'Informed trades'],
  ['informedThreshold', 'Informed threshold'],
  ['tether', 'Leaning of queues'],
  ['volatility', 'Volatility'],
  ['impact', 'Impact of trades'],
  ['clockDeviation', 'Uneven activity'],
  ['jumpRate', 'Jumps'],
  ['newestProbability', 'Cancels from the back'],
  ['rushOrders', 'Rush to new prices'],
];

export const CUSTOM_MARKET = {
  title: 'Custom market',
  intro:
    'Parameters of the order flow that differ from the preset. The link, runs and agents keep them; market facts are measured for them on demand.',
  preset: (name: string) => `All as in ${name}`,
  changed: (count: number, others: number) =>
    `${count} ${count === 1 ? 'parameter differs' : 'parameters differ'} from the preset${
      others > 0 ? `, ${others} of them without a slider` : ''
    }.`,
  reset: 'Back to the preset',
  save: 'Save market.json',
  open: 'Open market.json',
  fileName: 'market.json',
  ownName: 'Custom market',
  tooLarge: 'a file of at most 1 MB',
} as const;
