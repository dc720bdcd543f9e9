/** The short names of the reward's terms, for legends that hold all six in a line. */
import type { RewardTerm } from '../env/types';

export const TERM_NAMES: Readonly<Record<RewardTerm, string>> = {
  spreadCapture: 'Spread',
  adverseSelection: 'Adverse',
  inventoryPnl: 'Inventory',
  fees: 'Fees',
  inventoryPenalty: 'Inv. penalty',
  spreadPenalty: 'Wide penalty',
};
