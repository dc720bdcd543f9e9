/**
 * The agents that can be swept: one that is told its weights plays under each of them, and of any
 * other the recipe is trained again for each.
 */
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import { BUNDLED_AGENT_NAMES, type BundledAgentName } from '../../lab/bundledAgents';
import type { RunConfig } from '../../protocol/run';
import type { SweepRecord } from '../../protocol/sweep';
import { agentTitle, envConfig, rewardWeights, sharedMarket } from '../settings/configs';
import type { RivalSources } from '../settings/rivalConfigs';
import type { SessionState } from '../state';

export interface SweptAgent {
  /** Names it among all that can be swept. */
  readonly key: string;
  readonly title: string;
  readonly method: SweepRecord['method'];
  readonly source: NonNullable<SweepRecord['source']>;
  /** Config of its training. */
  readonly config: RunConfig;
  /** Hash of the data of its training, which storage may have; null where there is none. */
  readonly datasetHash: string | null;
}

/** Key of a sweep's agent among those of the page. */
export const sourceKey = (source: NonNullable<SweepRecord['source']>): string =>
  source.kind === 'bundled' ? source.name : source.id;

/** Lists the agents that can be swept: bundled ones, then runs, the newest first. */
export function sweptAgents({
  bundled,
  runs,
}: Pick<SessionState, 'bundled' | 'runs'>): readonly SweptAgent[] {
  const loaded = BUNDLED_AGENT_NAMES.flatMap((name): SweptAgent[] => {
    const state = bundled[name];
    if (state.kind !== 'ready') return [];
    const { policy, card, hash } = state.agent;
    return [
      {
        key: name,
        title: agentTitle(name),
        method: policy.weightRanges === undefined ? 'training' : 'evaluation',
        source: { kind: 'bundled', name, hash },
        config: card.config,
        datasetHash: card.datasetHash,
      },
    ];
  });
  const trained = runs
    .filter(({ hasPolicy, status }) => hasPolicy && status !== 'running')
    .map(({ id, name, config, datasetHash }): SweptAgent => ({
      key: id,
      title: name,
      method: config.learning.conditioning === 'weights' ? 'evaluation' : 'training',
      source: { kind: 'run', id },
      config,
      datasetHash,
    }))
    .toReversed();
  return [...loaded, ...trained];
}

/** Key of the agent that trades where it can be swept, or else of one that is told its weights. */
export function defaultSweptAgent(
  state: Pick<SessionState, 'bundled' | 'runs' | 'settings' | 'watchedRun'>,
): string | null {
  const agents = sweptAgents(state);
  const trading = state.settings.agent === 'trained' ? state.watchedRun : state.settings.agent;
  const chosen =
    agents.find(({ key }) => key === trading) ??
    agents.find(({ method }) => method === 'evaluation') ??
    agents[0];
  return chosen?.key ?? null;
}

/**
 * Gives the config of a sweep that begins now, whose other weights are those of the sliders. An
 * agent that is told its weights plays in the market on screen, and sees of it what it learned to
 * see; a recipe is trained as it was.
 */
export function sweepConfig(
  { method, config }: SweptAgent,
  state: Pick<SessionState, 'settings' | keyof RivalSources>,
): RunConfig {
  const { settings } = state;
  const weights = rewardWeights(settings);
  if (method === 'training') return { ...config, weights };
  const market = sharedMarket(settings, state, 'training');
  const env = { ...envConfig(settings), observation: config.env.observation };
  return { ...config, market, env, weights, seed: settings.seed };
}

/** Finds the policy of a bundled agent; null where it is not there, or is another by now. */
export function bundledPolicy(
  { bundled }: Pick<SessionState, 'bundled'>,
  name: string,
  hash: string,
): AnyPolicy | null {
  if (!isBundledName(name)) return null;
  const state = bundled[name];
  return state.kind === 'ready' && state.agent.hash === hash ? state.agent.policy : null;
}

const isBundledName = (name: string): name is BundledAgentName =>
  BUNDLED_AGENT_NAMES.some((one) => one === name);
