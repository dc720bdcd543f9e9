/**
 * Specs are agents as plain data: what links, workers and datasets name, and `createAgent` builds.
 */
import type { CriticSnapshot } from './policies/criticPair';
import type { DecisionTransformerSnapshot } from './policies/decisionTransformerSnapshot';
import type { PolicySnapshot } from './policies/policySnapshot';

export type AgentSpec =
  | { readonly kind: 'doNothing' }
  | { readonly kind: 'random' }
  | { readonly kind: 'fixedSpread'; readonly spreadTicks: number; readonly sizeFraction: number }
  | {
      readonly kind: 'inventorySkewed';
      readonly spreadTicks: number;
      readonly skewTicks: number;
      readonly sizeFraction: number;
    }
  | {
      readonly kind: 'avellanedaStoikov';
      /** Risk aversion, per tick × contract of wealth, as in the paper's exponential utility. */
      readonly gamma: number;
      /** Decay of fill intensity with distance, per tick. */
      readonly k: number;
      readonly sizeFraction: number;
    }
  | {
      /** Guéant, Lehalle and Fernandez-Tapia 2013. */
      readonly kind: 'glft';
      /** Risk aversion, per tick × quote of wealth. */
      readonly gamma: number;
      /** Fills per second of a quote at the mid. */
      readonly a: number;
      /** Decay of fill intensity with distance, per tick. */
      readonly k: number;
      readonly sizeFraction: number;
    }
  | {
      readonly kind: 'imbalanceMaker';
      /** Imbalance, 0 to 1, beyond which the threatened quote steps back. */
      readonly threshold: number;
      /** How far a full inventory moves that threshold. */
      readonly inventoryLean: number;
      readonly sizeFraction: number;
    }
  | {
      readonly kind: 'network';
      readonly policy: PolicySnapshot;
      /** Whether actions are sampled from the Gaussian instead of being its mean. */
      readonly stochastic: boolean;
      /** Critics that value what it does where it is recorded; it acts without. */
      readonly critics?: CriticSnapshot;
      /** Its name where it is recorded; 'network' without one. */
      readonly title?: string;
      /** Id of the run that it comes from, if the page has it. */
      readonly run?: string;
    }
  | {
      readonly kind: 'decisionTransformer';
      readonly policy: DecisionTransformerSnapshot;
      /** The return asked for from the whole episode, in the reward's units. */
      readonly targetReturn: number;
      /** Its name where it is recorded; 'decisionTransformer' without one. */
      readonly title?: string;
      /** Id of the run that it comes from, if the page has it. */
      readonly run?: string;
    }
  /** Another agent's action plus Gaussian noise of this std in scaled action space. */
  | {
      readonly kind: 'noisy';
      readonly agent: AgentSpec;
      readonly std: number;
      /** The std of the sizes, where theirs is another. */
      readonly sizeStd?: number | undefined;
    };
