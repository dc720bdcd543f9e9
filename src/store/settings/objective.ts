/** The reward weights: they re-score at once, and change behaviour at the next training. */
import { REWARD_WEIGHT_FIELDS } from '../../env/config';
import type { RewardTerm } from '../../env/types';
import { settingsOf, type NumberSetting } from './kinds';

const weights = settingsOf('objective', 'weights', REWARD_WEIGHT_FIELDS);
/** Range of the weights of terms in dollars, which count as they are at 1. */
const MONEY = { min: 0, max: 3 };

export const OBJECTIVE_SETTINGS = {
  spreadCapture: weights.number('spreadCapture', { label: 'Spread capture', slider: MONEY }),
  adverseSelection: weights.number('adverseSelection', {
    label: 'Adverse selection',
    slider: MONEY,
  }),
  inventoryPnl: weights.number('inventoryPnl', { label: 'Inventory profit', slider: MONEY }),
  fees: weights.number('fees', { label: 'Fees', slider: MONEY }),
  inventoryPenalty: weights.number('inventoryPenalty', {
    label: 'Inventory penalty',
    aliases: ['inventory-weight'],
    slider: { min: 0, max: 1000, scale: 'log' },
  }),
  spreadPenalty: weights.number('spreadPenalty', {
    label: 'Wide-quote penalty',
    slider: { min: 0, max: 10, scale: 'log' },
  }),
} as const satisfies Record<RewardTerm, NumberSetting>;
