/**
 * An engine makes a run's updates: eager layers and gradients of tfjs, which are the reference, or
 * the same update compiled to a program for the backend. Both start from the same plain state and
 * give it back, so a run does not know which it has.
 */
import type { MetricMeans } from '../algorithms/trainingMetrics';
import type { Rng } from '../../market/rng';
import type { AdvantageTransform } from '../compiled/advantageTransform';
import type { LearnerState } from '../algorithms/learnerState';

export type PolicyMeans = MetricMeans & { readonly policyStd: number };
export type SequenceMeans = Readonly<Record<'policyLoss' | 'gradientNorm', number>>;

export interface EngineReading<Means> {
  /** Means over the updates since the last reading. */
  readonly means: Means;
  /** Whether all of them are finite numbers. */
  readonly finite: boolean;
}

export interface Engine<Means> {
  /** Says whether its device can disappear; reading then throws a DeviceLostError. */
  readonly canBeLost: boolean;
  /** Starts `count` updates; where the device is another, it returns before they are done. */
  updateMany(count: number, random: Rng): void;
  /** Waits for the updates that were started. */
  readMetrics(): Promise<EngineReading<Means>>;
  /** [network, logσ], or the whole of a model, after the updates that were started. */
  readPolicy(): Promise<Float32Array>;
  saveState(): Promise<LearnerState>;
  dispose(): void;
}

/** Changes that an experiment makes in the updates of a compiled engine. */
export interface EngineHooks {
  readonly transformAdvantages?: AdvantageTransform;
}

export type PolicyEngine = Engine<PolicyMeans>;
export type SequenceEngine = Engine<SequenceMeans>;
