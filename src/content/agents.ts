/** What agents are called on the page, what they do, and where they come from. */
import type { AgentKind } from '../store/settings/agent';

export interface AgentNote {
  /** In a sentence or two. */
  readonly idea: string;
  /** In plain symbols, q the inventory; empty where there is none. */
  readonly formula: string;
  readonly source: string;
}

export const AGENT_NOTES: Readonly<Record<AgentKind, AgentNote>> = {
  pretrainedEs: {
    idea: 'A network that came with the page, trained with IQL on ES; its card says how it did.',
    formula: 'action = mean of a Gaussian policy network',
    source: 'npm run lab -- agents.',
  },
  pretrainedToxic: {
    idea: 'As the other one, trained where many traders are informed: it trades little.',
    formula: 'action = mean of a Gaussian policy network',
    source: 'npm run lab -- agents.',
  },
  pretrainedTransformer: {
    idea: 'Came with the page too: a transformer that reads the last seconds and is asked for a return; after every step it is asked for what is left of it.',
    formula: 'action = f(returns to go, states, actions so far)',
    source:
      'Chen et al. 2021, “Decision Transformer”, told returns without luck. npm run lab -- agents.',
  },
  inventorySkewed: {
    idea: 'Quotes around the mid, and moves both quotes against its inventory; at the limit it quotes one side only.',
    formula: 'both quotes shift by −skew · q / limit',
    source: 'NanoARB’s market maker, with bids rounded down and asks up.',
  },
  fixedSpread: {
    idea: 'The same spread and size whatever happens; only the inventory limit stops it.',
    formula: 'bid, ask = mid ∓ spread / 2',
    source: 'The usual control: what quoting earns without a thought.',
  },
  avellanedaStoikov: {
    idea: 'Quotes around a reservation price that moves against inventory, the less the nearer the end.',
    formula: 'r = mid − q·γ·σ²·(T − t);  spread = γσ²(T − t) + (2/γ)·ln(1 + γ/k)',
    source:
      'Avellaneda and Stoikov 2008, “High-frequency trading in a limit order book”. σ is estimated as it trades.',
  },
  glft: {
    idea: 'Avellaneda and Stoikov’s problem with a limit on inventory, in its stationary solution: it does not look to the end.',
    formula: 'maximises the utility of profit when fills come at rate A·e^(−kδ)',
    source:
      'Guéant, Lehalle and Fernandez-Tapia 2013, “Dealing with the inventory risk”. σ is estimated as it trades.',
  },
  imbalanceMaker: {
    idea: 'Rests at the best prices, and steps back from the side that the book is about to run over.',
    formula:
      'x = imbalance − lean · q / limit; the bid steps back at x < −threshold, the ask at x > threshold',
    source: 'Queue imbalance as a predictor of the next move: Gould and Bonart 2016.',
  },
  random: {
    idea: 'Every part of the action uniform over its range, afresh at every decision.',
    formula: '',
    source: 'Scores 0 in comparisons.',
  },
  doNothing: {
    idea: 'Never quotes: earns nothing, risks nothing.',
    formula: '',
    source: 'The line that every maker has to stay above.',
  },
  trained: {
    idea: 'The newest policy that was trained on this page; it follows the training as it goes.',
    formula: 'action = mean of a Gaussian policy network',
    source: 'Your own training.',
  },
};

/** From the name an agent gives itself, such as 'inventory skewed'. */
export function agentLabel(name: string): string {
  if (name === 'network') return 'Trained policy';
  return name.charAt(0).toUpperCase() + name.slice(1);
}
