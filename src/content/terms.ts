/** Short names of the reward's terms, for legends where six stand in a line. */
import type { RewardTerm } from '../env/types';

export const TERM_NAMES: Readonly<Record<RewardTerm, string>> = {
  spreadCapture: 'Spread',
  adverseSelection: 'Adverse',
  inventoryPnl: 'Inventory',
  fees: 'Fees',
  inventoryPenalty: 'Held',
  spreadPenalty: 'Wide',
};
