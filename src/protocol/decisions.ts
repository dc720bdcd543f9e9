/**
 * Questions about decisions, which the page asks the market worker, where the policy is: what the
 * agent would quote elsewhere, and why it quotes what it does.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { FeatureGroup } from '../agents/decisions/featureGroups';
import type { Feature } from '../agents/decisions/features';
import type { QuoteExplanation } from '../agents/decisions/quoteExplanation';
import type { Quotes } from '../agents/decisions/quotes';
import type { ResponseSurface } from '../agents/decisions/responseSurface';
import type { Situation } from '../agents/decisions/situation';
import type { TypicalValues } from '../agents/decisions/typicalValues';
import type { RewardWeights } from '../env/types';

/** A decision of a recorded episode. */
interface RecordedMoment {
  readonly agent: AgentSpec;
  readonly situation: Situation;
  /** Medians of the episode, for an agent that does not say what it was trained on. */
  readonly typical: TypicalValues;
  /** Whether a fallback quoted in its place. */
  readonly isReplaced: boolean;
}

export interface DecisionQuestion {
  /** Weights that an agent is told which hears them. */
  readonly weights: RewardWeights;
  /** Absent for the newest decision of the agent that trades. */
  readonly recorded?: RecordedMoment;
}

export interface SurfaceRequest extends DecisionQuestion {
  readonly x: Feature;
  readonly y: Feature;
  /** What everything else is: as at the decision, or typical. */
  readonly basis: 'now' | 'typical';
  /** Closed forms to draw over it. */
  readonly closedForms: readonly AgentSpec[];
}

/** A feature of the situation asked about, beside its typical value. */
interface FeatureValue {
  readonly feature: Feature;
  readonly now: number;
  readonly typical: number;
}

/** Who answered, and about what. */
export interface AskedAgent {
  readonly name: string;
  readonly kind: AgentSpec['kind'];
  /** Groups of features that it reads; null for all of an observation. */
  readonly reads: readonly FeatureGroup[] | null;
  readonly hearsWeights: boolean;
  /** What of its past the answer rests on, see Decider. */
  readonly memory: 'none' | 'history' | 'forgotten';
  /** Step of the decision, from 0. */
  readonly step: number;
  /** Where typical values come from, and of how many observations; NaN where that is not known. */
  readonly typicalSource: TypicalValues['source'];
  readonly typicalCount: number;
  readonly features: readonly FeatureValue[];
  readonly maxOrderSize: number;
  /** Weights that it was told. */
  readonly weights: RewardWeights;
  /** Whether a fallback quotes in its place. */
  readonly isReplaced: boolean;
}

export interface SurfaceAnswer extends AskedAgent {
  readonly surface: ResponseSurface;
  /** Quotes at the decision itself. */
  readonly quotes: Quotes;
}

export interface WhyAnswer extends AskedAgent {
  readonly explanation: QuoteExplanation;
}
