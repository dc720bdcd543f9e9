/** Who can play on in a branch, and as whom: every agent that the page offers, and a person. */
import type { AgentSpec } from '../../agents/agentSpec';
import { agentSpecOf } from '../../agents/files/agentFile';
import { policySpec } from '../../agents/policies/policySpec';
import { BRANCH_TEXTS } from '../../content/branch';
import type { EpisodeRecord } from '../../protocol/frames';
import type { RunRecord } from '../../protocol/run';
import { actsOnWeights as runActsOnWeights } from '../runs/runPlan';
import { trainedChoices } from '../live/liveAgentTitle';
import { AGENT_KINDS, isBaseline, isBundled } from '../settings/agent';
import { agentTitle, baselineSpec, liveAgent } from '../settings/configs';
import { targetShare } from '../settings/learningConfigs';
import { tunedSettings } from '../settings/tuning';
import type { SessionState } from '../state';

/** Keys of whoever played the episode, and of a person; no kind of agent has a space. */
export const SAME_AGENT = 'same agent';
export const BY_HAND = 'by hand';
/** Begins the key of a run. */
const RUN_MARK = 'run:';

export interface BranchAgent {
  readonly key: string;
  readonly title: string;
  /** Why it cannot be chosen; empty where it can. */
  readonly reason: string;
}

const offered = (key: string, title: string, reason = ''): BranchAgent => ({ key, title, reason });

/**
 * Lists who can play on, whoever played the episode first.
 * @param played the name on the page of who did, see episodeAgent
 */
export function branchAgents(
  state: Pick<SessionState, 'bundled' | 'runs'>,
  { decider, world }: EpisodeRecord,
  played: string,
): readonly BranchAgent[] {
  const same =
    decider === undefined
      ? []
      : [offered(SAME_AGENT, BRANCH_TEXTS.same(played, world?.isOneAgent === true))];
  const kinds = AGENT_KINDS.filter((kind) => kind !== 'trained').map((kind) => {
    const isMissing = isBundled(kind) && state.bundled[kind].kind !== 'ready';
    return offered(kind, agentTitle(kind), isMissing ? BRANCH_TEXTS.notLoaded : '');
  });
  const runs = trainedChoices({ ...state, watchedRun: null, runUnderWay: null }, NOT_TRAINING);
  return [
    ...same,
    offered(BY_HAND, BRANCH_TEXTS.byHand),
    ...kinds,
    ...runs.map(({ id, name }) => offered(RUN_MARK + id, name)),
  ];
}

/** A run that trains has its newest policy in no storage, and is offered once it is stored. */
const NOT_TRAINING = { hasOwnPolicy: false, runName: '' };

/**
 * Makes the agent of a key. A baseline has the parameters of the settings where it trades live in
 * the episode's market, and those that were tuned for that market otherwise.
 * @returns null where it is not there, or no longer
 */
export async function branchSpec(
  key: string,
  { settings, applied, bundled }: SessionState,
  { market, decider }: EpisodeRecord,
  runs: { record(id: string): Promise<RunRecord | null> },
): Promise<AgentSpec | null> {
  if (key === SAME_AGENT) return decider?.agent ?? null;
  if (key.startsWith(RUN_MARK)) {
    const run = await runs.record(key.slice(RUN_MARK.length));
    const policy = run?.policy ?? null;
    return policy === null ? null : policySpec(policy, targetShare(settings), run?.name);
  }
  const kind = AGENT_KINDS.find((one) => one === key);
  if (kind === undefined || kind === 'trained') return null;
  if (isBaseline(kind)) {
    const isLive = settings.agent === kind && applied.preset === market.preset;
    const tuned = isLive ? {} : tunedSettings(kind, market.preset);
    return baselineSpec({ ...settings, ...tuned }, kind);
  }
  if (bundled[kind].kind !== 'ready') return null;
  const spec = liveAgent({ ...settings, agent: kind }, bundled);
  return spec.kind === 'trained' ? null : spec;
}

/** Whether who is chosen acts on the weights, or on what they make of its rewards. */
export function actsOnWeights(
  key: string,
  { bundled, runs }: Pick<SessionState, 'bundled' | 'runs'>,
  { decider }: EpisodeRecord,
): boolean {
  if (key === SAME_AGENT) return decider !== undefined && hearsWeights(decider.agent);
  const run = runs.find(({ id }) => RUN_MARK + id === key);
  if (run !== undefined) return runActsOnWeights(run.config);
  const kind = AGENT_KINDS.find((one) => one === key);
  const state = kind !== undefined && isBundled(kind) ? bundled[kind] : null;
  return state?.kind === 'ready' && hearsWeights(agentSpecOf(state.agent));
}

const hearsWeights = (spec: AgentSpec): boolean =>
  spec.kind === 'decisionTransformer' ||
  ('policy' in spec && spec.policy.weightRanges !== undefined);
