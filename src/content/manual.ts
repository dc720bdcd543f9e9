/** What quoting by hand says about itself. */
import type { ManualLimit } from '../store/manual/manualState';

export const MANUAL_TEXTS = {
  enter: 'The same market and seed, your quotes against the agent’s.',
  ready:
    'Press a price in the book, or J to join both best prices. The clock starts with your first quote.',
  fair: 'You and the agent face the same orders of others: what differs is only what your own orders change.',
  flattening: 'Taking the position out: across a spread of one tick, at the mid of a wider one.',
  training: 'Training goes on; the agent beside you keeps its policy until you are back.',
} as const;

/** Why a quote did not go where it was asked to. */
export const MANUAL_LIMITS: Readonly<Record<ManualLimit, string>> = {
  crosses: 'There it would take: your quotes only make. F takes the position out.',
  far: 'The action reaches four ticks from the mid, yours as the agent’s.',
  lopsided: 'The action holds one quote at most two ticks farther out than the other.',
};
