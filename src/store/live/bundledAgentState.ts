/** The agents that come with the page, each as far as it is loaded. */
import type { BundledAgent, BundledAgentName } from '../../lab/bundledAgents';

export type BundledAgentState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly agent: BundledAgent }
  /** `message` says why, for a person to read. */
  | { readonly kind: 'failed'; readonly message: string };

export type BundledAgents = Readonly<Record<BundledAgentName, BundledAgentState>>;

/** State before anything is loaded. */
export const NONE_LOADED: BundledAgents = {
  pretrainedEs: { kind: 'loading' },
  pretrainedToxic: { kind: 'loading' },
  pretrainedTransformer: { kind: 'loading' },
};
