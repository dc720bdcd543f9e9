/** What the page calls agents, and says of the one that trades. agentNotes.ts explains them. */
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import { formatProfit, formatShare, formatSpan } from '../charts/format';

/** Says what a policy is asked for. @param asked in its own units, see Conditioning */
export function askedText(policy: AnyPolicy, asked: number): string {
  const conditioning = policy.kind === 'decisionTransformer' ? policy.conditioning : undefined;
  if (conditioning === 'valueQuantile') {
    return `decisions that promise more than ${formatShare(asked)} of the data’s`;
  }
  return conditioning === 'returnDeviations'
    ? `an episode ${asked.toFixed(1)} deviations above the mean return of the data`
    : `${formatProfit(asked)} per episode`;
}

/** Says on a card that the market has changed since. */
export const OTHER_MARKET =
  'It was trained on another version of the market: what its card measured does not hold in this one.';

/** Names in the list of agents. */
export const CHOOSER_TEXTS = {
  trainedHere: 'Trained here',
  noneTrained: 'none yet',
  notLoaded: 'not loaded',
  /** In place of a price: the agent has none on that side. */
  noQuote: 'no quote',
  /** Stands in place of the queue of a side that has had no quote for a while. */
  noQuoteFor: (seconds: number) => `for ${formatSpan(seconds)}`,
} as const;

/** Says whose policy trades while a run trains. */
export const FOLLOWING_TEXTS = {
  follows: (run: string) => `Takes every newer policy of ${run} as it trains.`,
  waits: (run: string) => `${run} trains; it trades here from its first policy on.`,
  pinned: (run: string, agent: string) => `${agent} stays, as you chose, while ${run} trains.`,
  follow: (run: string) => `Let ${run} trade`,
  /** Beside a profit to which the agent before has added. */
  tookOver: (time: string, before: string) => `Took over at ${time} from ${before}`,
  /** Names who played what is on screen, and who plays on. */
  next: (before: string, name: string) => `${before}; next ${name}`,
  /** Names who plays by hand, and the agent beside them. */
  youAnd: (rival: string) => `you and ${rival}`,
  /** Beside what is all of the agent before. */
  takesOver: (name: string, before: string) =>
    `${before} until here; ${name} from the next decision`,
} as const;

/**
 * Names an agent as the list of agents does.
 * @param name as an agent gives it itself, such as 'inventory skewed'
 */
export function agentLabel(name: string): string {
  if (name === 'network') return 'Trained policy';
  if (name === 'decisionTransformer') return 'Decision Transformer';
  const listed = name.replaceAll('inventory skewed', 'inventory-skewed');
  return listed.charAt(0).toUpperCase() + listed.slice(1);
}
