/** What the agent is paid for: re-scores at once, changes behaviour at the next training. */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import type { RewardTerm } from '../../env/types';
import { number, type NumberSetting, type Setting } from './kinds';

const money = (term: RewardTerm, label: string, help: string): NumberSetting =>
  number('objective', {
    label,
    help,
    default: DEFAULT_REWARD_WEIGHTS[term],
    min: 0,
    max: 3,
    step: 0.05,
    unit: '×',
  });

export const OBJECTIVE_SETTINGS = {
  spreadCapture: money(
    'spreadCapture',
    'Spread capture',
    'Half-spread earned by passive fills, paid by takes.',
  ),
  adverseSelection: money(
    'adverseSelection',
    'Adverse selection',
    'What the market does to fills in their first second.',
  ),
  inventoryPnl: money(
    'inventoryPnl',
    'Inventory profit',
    'What older inventory earns or loses as the mid moves.',
  ),
  fees: money('fees', 'Fees', 'Exchange fees of makers and takers.'),
  inventoryPenalty: number('objective', {
    label: 'Inventory penalty',
    help: 'Dollars a step at the inventory limit, falling as its square.',
    default: DEFAULT_REWARD_WEIGHTS.inventoryPenalty,
    min: 0,
    max: 200,
    step: 1,
    unit: '$',
  }),
  spreadPenalty: number('objective', {
    label: 'Wide-quote penalty',
    help: 'Dollars per step and tick quoted wider than the market.',
    default: DEFAULT_REWARD_WEIGHTS.spreadPenalty,
    min: 0,
    max: 10,
    step: 0.05,
    unit: '$',
  }),
} as const satisfies Record<string, Setting>;
