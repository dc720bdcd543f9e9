/**
 * Evaluates the agent with which a fresh lab opens on the episodes of the baselines on screen, so
 * that runs can be compared with it. It acts on the weights as they stand, and is evaluated under
 * those.
 */
import { agentSpecOf } from '../../agents/files/agentFile';
import { deriveSeeds } from '../../agents/seeds';
import { EVALUATION_EPISODES } from '../../lab/baselineEvaluation';
import { sameJson } from '../../market/canonicalJson';
import { reasonOf } from '../../market/validation';
import { evaluationMarket } from '../../recordings/play/recording';
import type { RunConfig } from '../../protocol/run';
import { isBundled } from '../settings/agent';
import { agentTitle, runConfig } from '../settings/configs';
import { DEFAULT_SETTINGS } from '../settings/settings';
import type { SessionState } from '../state';
import type { BaselineServices } from './baselines';
import type { BaselinesState } from './baselinesState';
import { actsOnWeights } from './runPlan';
import { scenarioKey } from './scenarios';

/**
 * Gives the bundled agent that trades, or the one of a fresh lab; null while its file is not there.
 */
function bundledOf({ settings, bundled }: SessionState) {
  const kind = isBundled(settings.agent) ? settings.agent : DEFAULT_SETTINGS.agent;
  const state = isBundled(kind) ? bundled[kind] : null;
  return state?.kind === 'ready' ? { name: agentTitle(kind), file: state.agent } : null;
}

/** What it would be evaluated in: the scenario and the weights on screen. */
function playedIn(state: SessionState, own: RunConfig): RunConfig {
  const { market, env, weights, seed } = runConfig(state.settings, state);
  // What it sees is its own.
  const { observation } = own.env;
  return { ...own, market, env: { ...env, observation }, weights, seed };
}

/** Names the agent that can be evaluated; null while there is none, or its result is on screen. */
export function unevaluatedBundled(state: SessionState): string | null {
  const { found, bundled: result } = state.baselines;
  const bundled = bundledOf(state);
  if (bundled === null || found === null) return null;
  const config = playedIn(state, bundled.file.card.config);
  if (scenarioKey(config) !== found.scenario) return null;
  const isShown =
    result?.name === bundled.name &&
    result.scenario === found.scenario &&
    (!actsOnWeights(config) || sameJson(result.config.weights, config.weights));
  return isShown ? null : bundled.name;
}

/** Plays its episodes; what was measured so far is dropped when `signal` aborts. */
export async function evaluateBundled({ store, lab, signal }: BaselineServices): Promise<void> {
  const bundled = bundledOf(store.getState());
  if (bundled === null) return;
  const { name, file } = bundled;
  const config = playedIn(store.getState(), file.card.config);
  const set = (change: Partial<BaselinesState>) =>
    store.setState({ baselines: { ...store.getState().baselines, ...change } });
  const seeds = deriveSeeds(config.seed, 'evaluation', EVALUATION_EPISODES);
  const progress = (done: number) => ({ name, done, total: seeds.length });
  set({ playing: progress(0), failure: '' });
  try {
    const { env, weights } = config;
    const market = evaluationMarket(config.market, 'test');
    const metrics = await lab.evaluateAgent(
      { market, env, weights, agent: agentSpecOf(file), seeds },
      (done) => {
        if (!signal.aborted) set({ playing: progress(done) });
      },
      signal,
    );
    signal.throwIfAborted();
    set({ bundled: { name, scenario: scenarioKey(config), config, metrics } });
  } catch (error) {
    if (!signal.aborted) set({ failure: reasonOf(error) });
  } finally {
    set({ playing: null });
  }
}
