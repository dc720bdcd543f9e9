/**
 * A link to a moment of a replay. It holds what the episode was played under, and is only made
 * where a browser that follows it plays the same episode: the settings of the link are compared
 * with what the episode says of itself.
 */
import { agentSpecOf } from '../../agents/files/agentFile';
import { isSameAgent } from '../../agents/decisions/sameAgent';
import { SHARE_TEXTS } from '../../content/share';
import { canonicalJson } from '../../market/canonicalJson';
import type { EpisodeRecord } from '../../protocol/frames';
import type { EpisodeWorld } from '../../protocol/episodeWorld';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { BUNDLED_AGENT_NAMES } from '../../lab/bundledAgents';
import { watchedRunName } from '../live/liveAgentTitle';
import { linkedPath } from '../live/pageLink';
import { BASELINE_PARAMETERS, isBaseline } from '../settings/agent';
import { envConfig, fallbackOf, liveAgent, rewardWeights, sharedMarket } from '../settings/configs';
import { formatLink } from '../settings/link';
import { checkOf, momentFields } from '../settings/linkMoment';
import { settingsOfRun } from '../settings/sections';
import { ofChosenAgent } from '../settings/tuning';
import { SETTINGS, type SettingKey, type Settings } from '../settings/settings';
import type { Setting } from '../settings/kinds';
import type { SessionState } from '../state';
import { isSoFar } from './episodes';

export type MomentLink =
  | { readonly kind: 'link'; readonly hash: string }
  /** Says why no link leads there. */
  | { readonly kind: 'none'; readonly reason: string };

/** @param fill from 0, of the record; null for the step */
export function momentLink(
  state: SessionState,
  record: EpisodeRecord,
  seconds: number,
  fill: number | null,
): MomentLink {
  const { world, decider, parent } = record;
  if (world === undefined || decider === undefined) return none(SHARE_TEXTS.momentUnknown);
  if (parent !== undefined || !world.isOneAgent) return none(SHARE_TEXTS.momentOfSeveral);
  if (isSoFar(record)) return none(SHARE_TEXTS.momentSoFar);
  const settings = settingsOf(state, record, world);
  const isSame =
    same(sharedMarket(settings, state), { ...record.market, ...rivalsOf(world) }) &&
    same(withoutObservation(envConfig(settings)), withoutObservation(world.env)) &&
    same(rewardWeights(settings), world.weights) &&
    same(fallbackOf(settings, settings.preset), world.fallback);
  if (!isSame) return none(SHARE_TEXTS.momentElsewhere);
  const path = linkedPath({ ...state, settings });
  const spec = liveAgent(settings, state.bundled);
  const { agent } = decider;
  const isLinked = path !== null && 'title' in agent && agent.title === watchedRunName(state);
  if (!isLinked && (spec.kind === 'trained' || !isSameAgent(spec, agent))) {
    return none(SHARE_TEXTS.momentOfTrained);
  }
  const onScreen = rewardWeights(state.settings);
  const moment = {
    seconds: Number(seconds.toFixed(6)),
    fill: fill === null ? null : fill + 1,
    episode: record.episode,
    check: checkOf(record),
    scored: same(onScreen, world.weights) ? null : onScreen,
  };
  const fields = new URLSearchParams(formatLink(ofChosenAgent(settings), null, path).slice(1));
  for (const [name, text] of momentFields(moment)) fields.append(name, text);
  return { kind: 'link', hash: `#${fields.toString()}` };
}

const none = (reason: string): MomentLink => ({ kind: 'none', reason });
const same = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);
const rivalsOf = ({ rivals }: EpisodeWorld) => (rivals === undefined ? {} : { rivals });
/** What an agent sees changes nothing of what it does. */
const withoutObservation = (env: EpisodeWorld['env']) => ({ ...env, observation: null });

/** Settings of the page, with those that the episode was played under in place of its own. */
function settingsOf(
  { settings, bundled }: SessionState,
  { market, seed, decider }: EpisodeRecord,
  { env, weights }: EpisodeWorld,
): Settings {
  const played = settingsOfRun({ ...DEFAULT_RUN_CONFIG, market, env, weights });
  const own = Object.entries(played).filter(([key]) => {
    const { path }: Setting = SETTINGS[key as SettingKey];
    return path !== null && /^(market|env|weights)\./.test(path);
  });
  const scenario = { ...settings, ...Object.fromEntries(own), seed };
  const agent = decider?.agent;
  if (agent === undefined) return scenario;
  if ('policy' in agent) {
    const name = BUNDLED_AGENT_NAMES.find((one) => {
      const state = bundled[one];
      return state.kind === 'ready' && isSameAgent(agentSpecOf(state.agent), agent);
    });
    return name === undefined ? scenario : { ...scenario, agent: name };
  }
  if (agent.kind === 'noisy' || !isBaseline(agent.kind)) return scenario;
  const parameters = Object.entries(BASELINE_PARAMETERS[agent.kind]).map(([key, parameter]) => [
    key,
    (agent as unknown as Readonly<Record<string, unknown>>)[parameter],
  ]);
  return { ...scenario, agent: agent.kind, ...Object.fromEntries(parameters) };
}
