/** The reward weights: they re-score at once, and change behaviour at the next training. */
import { REWARD_WEIGHT_FIELDS } from '../../env/config';
import { WEIGHT_RANGES, type WeightRange } from '../../env/weightRanges';
import type { RewardTerm } from '../../env/types';
import { settingsOf, type NumberSetting } from './kinds';

const weights = settingsOf('objective', 'weights', REWARD_WEIGHT_FIELDS);

const sliderOf = ({ min, max, logOffset }: WeightRange) =>
  ({ min, max, scale: logOffset === null ? 'linear' : 'log' }) as const;

const weight = (term: RewardTerm, label: string, aliases: readonly string[] = []): NumberSetting =>
  weights.number(term, { label, aliases, slider: sliderOf(WEIGHT_RANGES[term]) });

export const OBJECTIVE_SETTINGS = {
  spreadCapture: weight('spreadCapture', 'Spread capture'),
  adverseSelection: weight('adverseSelection', 'Adverse selection'),
  inventoryPnl: weight('inventoryPnl', 'Inventory profit'),
  fees: weight('fees', 'Fees'),
  inventoryPenalty: weight('inventoryPenalty', 'Inventory penalty', ['inventory-weight']),
  spreadPenalty: weight('spreadPenalty', 'Wide-quote penalty'),
} as const satisfies Record<RewardTerm, NumberSetting>;
