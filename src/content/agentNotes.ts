/** What agents do, and where they come from. */
import type { Learner } from '../learning/algorithms/config';
import type { ReturnLabel } from '../learning/algorithms/decisionTransformerConfig';
import type { AgentKind } from '../store/settings/agent';

export interface AgentNote {
  /** The agent in a sentence or two. */
  readonly idea: string;
  /** The quoting rule in plain symbols, with q the inventory; empty where there is none. */
  readonly formula: string;
  readonly source: string;
}

const NETWORK_FORMULA = 'action = mean of a Gaussian policy network';
const TRANSFORMER_FORMULA = 'action = f(returns to go, states, actions so far)';

export const AGENT_NOTES: Readonly<Record<AgentKind, AgentNote>> = {
  pretrainedEs: {
    idea: 'A bundled network, trained with IQL on ES for every weighting: it acts on the reward weights as they stand. Its card shows how it did.',
    formula: NETWORK_FORMULA,
    source: 'npm run lab -- agents.',
  },
  pretrainedToxic: {
    idea: 'A bundled network, trained with IQL where many traders are informed, for every weighting: it trades little, and acts on the reward weights as they stand.',
    formula: NETWORK_FORMULA,
    source: 'npm run lab -- agents.',
  },
  pretrainedTransformer: {
    idea: 'A bundled transformer that reads the last few seconds and is asked for a return. After every step it is asked for what remains of it.',
    formula: TRANSFORMER_FORMULA,
    source:
      'Chen et al. 2021, “Decision Transformer”, trained on returns without luck. npm run lab -- agents.',
  },
  inventorySkewed: {
    idea: 'Quotes around the mid and shifts both quotes against its inventory. At the limit it quotes one side only.',
    formula: 'both quotes shift by −skew · q / limit',
    source: 'NanoARB’s market maker, with bids rounded down and asks up.',
  },
  fixedSpread: {
    idea: 'The same spread and size whatever happens; only the inventory limit stops it.',
    formula: 'bid, ask = mid ∓ spread / 2',
    source: 'The usual control: what quoting earns with no model at all.',
  },
  avellanedaStoikov: {
    idea: 'Quotes around a reservation price that moves against inventory, less so towards the end of the episode.',
    formula: 'r = mid − q·γ·σ²·(T − t);  spread = γσ²(T − t) + (2/γ)·ln(1 + γ/k)',
    source:
      'Avellaneda and Stoikov 2008, “High-frequency trading in a limit order book”. σ is estimated as it trades.',
  },
  glft: {
    idea: 'Avellaneda and Stoikov’s problem with an inventory limit, in its stationary solution: it ignores the time left.',
    formula: 'maximises the utility of profit when fills arrive at rate A·e^(−kδ)',
    source:
      'Guéant, Lehalle and Fernandez-Tapia 2013, “Dealing with the inventory risk”. σ is estimated as it trades.',
  },
  imbalanceMaker: {
    idea: 'Rests at the best prices, and steps back on the side that the book is about to run over.',
    formula:
      'x = imbalance − lean · q / limit; the bid steps back at x < −threshold, the ask at x > threshold',
    source: 'Queue imbalance as a predictor of the next move: Gould and Bonart 2016.',
  },
  random: {
    idea: 'Draws a new action uniformly at every decision.',
    formula: '',
    source: 'Scores 0 in comparisons.',
  },
  doNothing: {
    idea: 'Never quotes: earns nothing, risks nothing.',
    formula: '',
    source: 'Every market maker has to beat it.',
  },
  trained: {
    idea: 'A policy trained on this page. While its run trains, it takes every newer policy.',
    formula: NETWORK_FORMULA,
    source: 'Your own training.',
  },
};

/** Describes the policy of a run. @param learner null where no run's policy trades yet */
export const trainedNote = (learner: Learner | null): AgentNote =>
  learner === 'dt'
    ? {
        ...AGENT_NOTES.trained,
        idea: 'A Decision Transformer trained on this page. It reads the last few seconds, is asked for a return and after every step for what remains of it, or at every step for a rank.',
        formula: TRANSFORMER_FORMULA,
      }
    : AGENT_NOTES.trained;

/** What the target of a Decision Transformer of each labelling asks for. */
export const TARGET_NOTES: Readonly<Record<ReturnLabel, string>> = {
  plain:
    'The target is the return of an episode, between the least of its data and the most; after every step it is asked for what is left, and never for more than the data have.',
  withoutLuck:
    'The target is the return of an episode without luck, between the least of its data and the most; after every step it is asked for what is left, and never for more than the data have.',
  critic:
    'The target is the discounted return that its critic expects; after some steps it is the least or the most of the data, whatever is asked.',
  quantile:
    'The target is how much every decision has to promise: at 80 % more than 80 % of those in the data, as its critic sees them.',
};
