/**
 * A situation is all that an agent has before it when it decides, as plain data that crosses
 * threads and may be changed: that is how an agent is asked what it would do elsewhere. Its numbers
 * are those of DecisionContext.
 */
import type { EnvConfig } from '../../env/config';
import {
  LEVEL_LENGTH,
  observationLayoutOf,
  type ObservationLayout,
} from '../../env/observationLayout';
import type { DecisionContext } from '../../env/types';
import { InvalidInputError } from '../../market/validation';

export interface Situation {
  /** Key of the observation's layout. */
  observationKey: string;
  observation: Float32Array;
  /** Step of the episode, from 0. */
  step: number;
  timeLeftSeconds: number;
  /** Seconds of a whole episode. */
  episodeSeconds: number;
  midTicks: number;
  /** Position in signed contracts; between whole ones where it is only asked about. */
  inventory: number;
  maxInventory: number;
  /** Contracts of a size of 1. */
  maxOrderSize: number;
  imbalance: number;
  micropriceMinusMidTicks: number;
  volatilityTicks: number;
}

/** Copies what an agent sees. @param key of the layout of its observation */
export function situationOf(context: DecisionContext, env: EnvConfig, key: string): Situation {
  return {
    observationKey: key,
    observation: context.observation.slice(),
    step: context.step,
    timeLeftSeconds: context.timeLeftSeconds,
    episodeSeconds: env.episodeLength * env.decisionIntervalSeconds,
    midTicks: context.midTicks,
    inventory: context.inventory,
    maxInventory: context.maxInventory,
    maxOrderSize: env.maxOrderSize,
    imbalance: context.imbalance,
    micropriceMinusMidTicks: context.micropriceMinusMidTicks,
    volatilityTicks: context.volatilityTicks,
  };
}

/** What changes from one decision to the next in an environment. */
type Moment = Pick<
  DecisionContext,
  | 'observation'
  | 'step'
  | 'timeLeftSeconds'
  | 'midTicks'
  | 'inventory'
  | 'imbalance'
  | 'micropriceMinusMidTicks'
  | 'volatilityTicks'
>;

/** Makes `into` the same situation as `from`, which is of the same environment and layout. */
export function copySituation(from: Moment, into: Situation): void {
  into.observation.set(from.observation);
  into.step = from.step;
  into.timeLeftSeconds = from.timeLeftSeconds;
  into.midTicks = from.midTicks;
  into.inventory = from.inventory;
  into.imbalance = from.imbalance;
  into.micropriceMinusMidTicks = from.micropriceMinusMidTicks;
  into.volatilityTicks = from.volatilityTicks;
}

/** @throws InvalidInputError for an observation of no layout that this version has */
export function layoutOf({ observationKey, observation }: Situation): ObservationLayout {
  const layout = observationLayoutOf(observationKey);
  if (layout === null || layout.length !== observation.length) {
    throw new InvalidInputError('situation.observation', observationKey, observation.length);
  }
  return layout;
}

/** Derives from the observation what rules read of it; what the layout lacks stays. */
export function readScalars(situation: Situation, { groups }: ObservationLayout): void {
  const { observation } = situation;
  situation.inventory = observation[groups.inventory.start] * situation.maxInventory;
  situation.imbalance = observation[groups.imbalance.start];
  if (groups.timeLeft.end > groups.timeLeft.start) {
    situation.timeLeftSeconds = observation[groups.timeLeft.start] * situation.episodeSeconds;
  }
  if (groups.volatility.end > groups.volatility.start) {
    situation.volatilityTicks = observation[groups.volatility.start];
  }
  placeMicroprice(situation, groups);
}

/** Moves the position; its average entry price stays, so that open profit moves in proportion. */
export function moveInventory(
  situation: Situation,
  { groups }: ObservationLayout,
  inventory: number,
): void {
  const { observation } = situation;
  const share = situation.inventory === 0 ? 0 : inventory / situation.inventory;
  observation[groups.unrealizedPnl.start] *= share;
  observation[groups.inventory.start] = inventory / situation.maxInventory;
  situation.inventory = inventory;
}

/** Moves contracts from one best queue to the other, and the microprice with them. */
export function moveImbalance(
  situation: Situation,
  layout: ObservationLayout,
  imbalance: number,
): void {
  const { observation } = situation;
  const { groups } = layout;
  placeBestSizes(observation, newestSnapshot(layout), imbalance);
  observation[groups.imbalance.start] = imbalance;
  situation.imbalance = imbalance;
  placeMicroprice(situation, groups);
}

/** Moves both sides of the newest book apart, or together, by as much. */
export function moveSpread(
  situation: Situation,
  layout: ObservationLayout,
  spreadTicks: number,
): void {
  const { observation } = situation;
  const { groups } = layout;
  const farther = (spreadTicks - observation[groups.spread.start]) / 2;
  for (let at = newestSnapshot(layout); at < groups.lobFeatures.end; at += LEVEL_LENGTH) {
    observation[at] += farther;
    observation[at + 2] += farther;
  }
  observation[groups.spread.start] = spreadTicks;
  placeMicroprice(situation, groups);
}

/** Gives the best level of a snapshot this imbalance; its contracts together stay as many. */
export function placeBestSizes(observation: Float32Array, best: number, imbalance: number): void {
  const contracts = Math.expm1(observation[best + 1]) + Math.expm1(observation[best + 3]);
  observation[best + 1] = Math.log1p((contracts * (1 + imbalance)) / 2);
  observation[best + 3] = Math.log1p((contracts * (1 - imbalance)) / 2);
}

/** Imbalance of the best level of a snapshot; 0 of an empty one. */
export function imbalanceAt(observation: Float32Array, best: number): number {
  const bid = Math.expm1(observation[best + 1]);
  const ask = Math.expm1(observation[best + 3]);
  return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0;
}

/** Puts the microprice where imbalance and spread say: half a spread from the mid at most. */
export function placeMicroprice(
  situation: Situation,
  { spread, microprice }: ObservationLayout['groups'],
): void {
  const { observation } = situation;
  const ticks = (situation.imbalance * observation[spread.start]) / 2;
  situation.micropriceMinusMidTicks = ticks;
  if (microprice.end > microprice.start) observation[microprice.start] = ticks;
}

/** Index at which the newest snapshot of the book begins. */
function newestSnapshot({ groups, snapshotLength }: ObservationLayout): number {
  return groups.lobFeatures.end - snapshotLength;
}
