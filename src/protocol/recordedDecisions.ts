/**
 * The decisions behind the quotes of a recorded episode: what the agent saw at each, what it meant
 * to do and how sure it was, what its critics expected, and the weights that it was told. A row of
 * float32 for each step, so that an episode of a minute takes some 170 kB more, and the newest
 * `MAX_DECISION_NUMBERS` of an endless one. Of a window of book snapshots a row has the newest: the
 * others are in the rows before.
 */
import type { AgentSpec } from '../agents/agentSpec';
import { layoutOf, readScalars, type Situation } from '../agents/decisions/situation';
import { typicalOfObservations, type TypicalValues } from '../agents/decisions/typicalValues';
import { observationLayoutOf, type ObservationLayout } from '../env/observationLayout';
import { ACTION_LENGTH, ACTION_NAMES, REWARD_TERMS, type RewardWeights } from '../env/types';
import { InvalidInputError } from '../market/validation';

const named = (prefix: string) => ACTION_NAMES.map((name) => `${prefix}.${name}`);

/** Fields of a row; the observation without its older snapshots follows. */
export const DECISION_FIELDS: readonly string[] = [
  'timeLeftSeconds',
  'volatilityTicks',
  'midTicks',
  /** Version of the policy; NaN for an agent without one. */
  'policyVersion',
  /** 1 where a fallback quoted in its place. */
  'isReplaced',
  /** Value in dollars of what was done, and of the mean action; NaN without critics. */
  'actionValue',
  'meanValue',
  /** Mean and standard deviation of the scaled action; a rule has no deviation. */
  ...named('mean'),
  ...named('std'),
  /** Weights that it was told. */
  ...REWARD_TERMS.map((term) => `weight.${term}`),
];
const AT = {
  timeLeftSeconds: 0,
  volatilityTicks: 1,
  midTicks: 2,
  policyVersion: 3,
  isReplaced: 4,
  actionValue: 5,
  meanValue: 6,
  mean: 7,
  std: 7 + ACTION_LENGTH,
  weights: 7 + 2 * ACTION_LENGTH,
} as const;
export const DECISION_AT = AT;
const OBSERVATION_AT = DECISION_FIELDS.length;

/** Numbers of an episode's decisions that are kept: 16 MB, or an hour and a half of the default. */
export const MAX_DECISION_NUMBERS = 4_000_000;

/** Who decided, and where. */
export interface RecordedDecider {
  /** Agent at the episode's end; a run that trains may have had others before. */
  readonly agent: AgentSpec;
  readonly observationKey: string;
  readonly episodeSeconds: number;
  readonly maxOrderSize: number;
  /** Step, from 0, of the first row. */
  readonly firstStep: number;
}

/** What an episode's record has of its decisions. */
interface DecidedEpisode {
  readonly steps: number;
  readonly maxInventory: number;
  readonly decisions?: Float32Array;
  readonly decider?: RecordedDecider;
}

/** A decision of a recorded step. */
export interface RecordedDecision {
  readonly situation: Situation;
  readonly policyVersion: number;
  readonly isReplaced: boolean;
  readonly actionValue: number;
  readonly meanValue: number;
  /** [5] scaled to [−1, 1] */
  readonly mean: Float32Array;
  readonly std: Float32Array;
  readonly weights: RewardWeights;
}

/** Numbers of the older snapshots, which a row leaves out. */
const olderLength = ({ groups, snapshotLength }: ObservationLayout): number =>
  groups.lobFeatures.end - snapshotLength;

export const decisionWidth = (layout: ObservationLayout): number =>
  OBSERVATION_AT + layout.length - olderLength(layout);

/** Writes what a row keeps of an observation. */
export function writeObservation(
  row: Float32Array,
  observation: Float32Array,
  layout: ObservationLayout,
): void {
  row.set(observation.subarray(olderLength(layout)), OBSERVATION_AT);
}

/** Reads the decision that led to a step; null where none was recorded. */
export function decisionAt(record: DecidedEpisode, step: number): RecordedDecision | null {
  const { decisions, decider } = record;
  if (decisions === undefined || decider === undefined) return null;
  const layout = observationLayoutOf(decider.observationKey);
  if (layout === null) return null;
  const width = decisionWidth(layout);
  const at = step - decider.firstStep;
  const rowAt = (index: number) => decisions.subarray(index * width, (index + 1) * width);
  const row = rowAt(at);
  const snapshots = layout.groups.lobFeatures.end / layout.snapshotLength;
  // Rows that were dropped take the older snapshots of the first ones along.
  const oldest = decider.firstStep > 0 ? snapshots - 1 : 0;
  if (at < oldest || row.length < width || Number.isNaN(row[AT.timeLeftSeconds])) return null;
  const observation = new Float32Array(layout.length);
  observation.set(row.subarray(OBSERVATION_AT), olderLength(layout));
  for (let age = 1; age < snapshots; age += 1) {
    const earlier = rowAt(Math.max(0, at - age));
    const snapshot = earlier.subarray(OBSERVATION_AT, OBSERVATION_AT + layout.snapshotLength);
    observation.set(snapshot, olderLength(layout) - age * layout.snapshotLength);
  }
  const situation: Situation = {
    observationKey: decider.observationKey,
    observation,
    step,
    timeLeftSeconds: row[AT.timeLeftSeconds],
    episodeSeconds: decider.episodeSeconds,
    midTicks: row[AT.midTicks],
    inventory: 0,
    maxInventory: record.maxInventory,
    maxOrderSize: decider.maxOrderSize,
    imbalance: 0,
    micropriceMinusMidTicks: 0,
    volatilityTicks: row[AT.volatilityTicks],
  };
  readScalars(situation, layoutOf(situation));
  situation.inventory = Math.round(situation.inventory);
  return {
    situation,
    policyVersion: row[AT.policyVersion],
    isReplaced: row[AT.isReplaced] === 1,
    actionValue: row[AT.actionValue],
    meanValue: row[AT.meanValue],
    mean: row.slice(AT.mean, AT.mean + ACTION_LENGTH),
    std: row.slice(AT.std, AT.std + ACTION_LENGTH),
    weights: Object.fromEntries(
      REWARD_TERMS.map((term, index) => [term, row[AT.weights + index]]),
    ) as Record<(typeof REWARD_TERMS)[number], number>,
  };
}

/** Medians of what the agent saw in the episode; null where nothing was recorded. */
export function typicalOfRecord(record: DecidedEpisode): TypicalValues | null {
  const observations: Float32Array[] = [];
  for (let step = record.decider?.firstStep ?? 0; step < record.steps; step += 1) {
    const decision = decisionAt(record, step);
    if (decision !== null) observations.push(decision.situation.observation);
  }
  if (observations.length === 0) return null;
  const { length } = observations[0];
  const rows = new Float32Array(observations.length * length);
  for (const [index, observation] of observations.entries()) rows.set(observation, index * length);
  return typicalOfObservations(rows, length);
}

/** Largest number accepted in a row. */
const LARGEST = 1e9;

/** @throws InvalidInputError naming the first number of the decisions that cannot be right */
export function checkDecisions({ decisions, decider, steps }: DecidedEpisode): void {
  if (decisions === undefined || decider === undefined) return;
  const { observationKey, agent, firstStep } = decider;
  const layout = observationLayoutOf(observationKey);
  if (layout === null) {
    throw new InvalidInputError('episode.decider.observationKey', 'a known layout', observationKey);
  }
  if ('policy' in agent && agent.policy.observationKey !== observationKey) {
    const { observationKey: received } = agent.policy;
    throw new InvalidInputError(
      'episode.decider.agent',
      `a policy for ${observationKey}`,
      received,
    );
  }
  const width = decisionWidth(layout);
  if (firstStep >= steps || decisions.length !== (steps - firstStep) * width) {
    const expected = `[${steps - firstStep}, ${width}]`;
    throw new InvalidInputError('episode.decisions.shape', expected, decisions.length);
  }
  for (let at = 0; at < decisions.length; at += width) {
    // A step without a decision has nothing in its row.
    if (Number.isNaN(decisions[at + AT.timeLeftSeconds])) continue;
    for (let field = 0; field < width; field += 1) {
      const value = decisions[at + field];
      const mayBeMissing = field >= AT.policyVersion && field < AT.weights;
      if (Math.abs(value) <= LARGEST || (mayBeMissing && Number.isNaN(value))) continue;
      const name =
        DECISION_FIELDS[field] ?? layout.names[field - OBSERVATION_AT + olderLength(layout)];
      throw new InvalidInputError(
        `episode.decisions.${name}[${at / width}]`,
        `a number from ${-LARGEST} to ${LARGEST}`,
        value,
      );
    }
  }
}
