/**
 * Makes the records of a session's episodes: the rows of a play, with what only the session knows
 * of it. That is its number and market, where it comes from, and what it is simulated again in.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { RewardWeights } from '../env/types';
import type { EpisodeOrigin, Fallback } from '../protocol/episodeOrigin';
import type { EpisodeWorld } from '../protocol/episodeWorld';
import { RIVAL_ID_SUFFIX, SO_FAR_ID_MARK, type EpisodeRecord } from '../protocol/frames';
import { besideOf } from './besideOf';
import type { EpisodePlay } from './episodePlay';
import type { SessionMarket } from './sessionMarket';

/** What is known of an episode at this moment. */
export interface KnownEpisode extends Pick<EpisodeOrigin, 'agent' | 'actsOnWeights'> {
  readonly episode: number;
  readonly seed: number;
  readonly market: Pick<SessionMarket, 'config' | 'recorded'>;
  /** The agent that decides, with its policy. */
  readonly spec: AgentSpec;
  /** Who stands ready to quote in its place; null for nobody. */
  readonly fallback: Fallback | null;
  readonly weights: RewardWeights;
  /** Whether a person and the agent quote in one book. */
  readonly isSharedByHand: boolean;
}

/** Who quotes in an episode: an agent, with the version of its policy or NaN, or a person. */
export type Quoter = { readonly isByHand: false; readonly policyVersion: number } | typeof PERSON;
export const PERSON = { isByHand: true, policyVersion: Number.NaN } as const;

/** A copy of an episode, in buffers that may be transferred. */
export function recordOf(play: EpisodePlay, known: KnownEpisode, quoter: Quoter): EpisodeRecord {
  const { episode, seed, market, spec } = known;
  const title = { episode, seed, market: market.recorded, ...quoter };
  return play.record(title, originOf(known), spec, worldOf(known));
}

/** A copy of an episode under way, whose name says how far it has come. */
export function recordSoFar(...played: Parameters<typeof recordOf>): EpisodeRecord {
  const record = recordOf(...played);
  return { ...record, id: `${record.id}${SO_FAR_ID_MARK}${record.steps}` };
}

/**
 * Copies of both episodes of a manual game. The agent's has the number and seed of the person's,
 * which keeps the profit of the agent.
 * @param rival the agent's play
 * @param play the person's
 * @param policyVersion version of the agent's policy
 */
export function recordsOfGame(
  rival: EpisodePlay,
  play: EpisodePlay,
  known: KnownEpisode,
  policyVersion: number,
): { readonly agents: EpisodeRecord; readonly persons: EpisodeRecord } {
  const agents = recordOf(rival, known, { isByHand: false, policyVersion });
  const persons = recordOf(play, known, PERSON);
  return {
    agents: { ...agents, id: `${agents.id}${RIVAL_ID_SUFFIX}` },
    persons: { ...persons, ...besideOf(agents, known.isSharedByHand) },
  };
}

function originOf({
  agent,
  fallback,
  weights,
  actsOnWeights,
}: KnownEpisode): Omit<EpisodeOrigin, 'playKey'> {
  return { agent, fallback, weights, actsOnWeights };
}

/** What an episode is simulated again in; null where the agent trades in a person's book. */
function worldOf({
  isSharedByHand,
  market,
  weights,
  fallback,
}: KnownEpisode): Omit<EpisodeWorld, 'env' | 'isOneAgent'> | null {
  if (isSharedByHand) return null;
  const { rivals } = market.config;
  return { weights, fallback, ...(rivals !== undefined && { rivals }) };
}
