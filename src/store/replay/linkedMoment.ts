/** Plays the episode of a link again, and opens it at the moment that the link names. */
import type { StoreApi } from 'zustand/vanilla';
import type { AgentSpec } from '../../agents/agentSpec';
import { policySpec } from '../../agents/policies/policySpec';
import { SHARE_TEXTS } from '../../content/share';
import type { Lab } from '../../lab/types';
import { reasonOf } from '../../market/validation';
import type { RecordedEpisode } from '../../protocol/branch';
import type { EpisodeRecord } from '../../protocol/frames';
import type { Playback } from '../live/playback';
import type { Notices } from '../notices';
import type { RunRepository } from '../runs/runRepository';
import { envConfig, fallbackOf, liveAgent, rewardWeights, sharedMarket } from '../settings/configs';
import { targetShare } from '../settings/learningConfigs';
import { checkOf, type LinkMoment } from '../settings/linkMoment';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import { keepNewest, storeEpisode } from './episodes';
import type { ReplayController } from './replayController';

export interface LinkedMomentServices {
  readonly store: StoreApi<SessionState>;
  readonly lab: Pick<Lab, 'branch'>;
  readonly runs: Pick<RunRepository, 'record'>;
  readonly settings: Pick<SettingsController, 'setMany'>;
  readonly replay: Pick<ReplayController, 'seekTime'>;
  readonly playback: Pick<Playback, 'showReplay' | 'selectFill'>;
  readonly notices: Pick<Notices, 'add'>;
  readonly newId: () => string;
}

/** Says why where the moment is not to be had; the live market goes on. */
export async function openLinkedMoment(
  services: LinkedMomentServices,
  moment: LinkMoment,
): Promise<void> {
  const { store, settings, replay, playback, notices } = services;
  try {
    const record = await playAgain(services, moment);
    // It was played under the weights of the link; what the sender read of it, under these.
    if (moment.scored !== null) settings.setMany(moment.scored);
    const { episodes } = store.getState();
    const stored = storeEpisode(record, { isOpened: true });
    store.setState({ episodes: keepNewest([...episodes, stored], record.id) });
    playback.showReplay(record.id);
    const { seconds, fill, check } = moment;
    if (fill !== null && fill <= stored.fillCount) playback.selectFill(fill - 1);
    else if (seconds !== null) replay.seekTime(seconds);
    if (check !== null && check !== checkOf(record)) notices.add(SHARE_TEXTS.otherEpisode);
  } catch (error) {
    notices.add(SHARE_TEXTS.noMoment(reasonOf(error)));
  }
}

/** @throws Error that says why the episode cannot be played */
async function playAgain(
  { store, lab, runs, newId }: LinkedMomentServices,
  { episode }: LinkMoment,
): Promise<EpisodeRecord> {
  const state = store.getState();
  const { settings } = state;
  const agent = await agentOf(state, runs);
  const { rivals, ...market } = sharedMarket(settings, state);
  const env = envConfig(settings);
  const weights = rewardWeights(settings);
  const fallback = fallbackOf(settings, settings.preset);
  const { tickSize, tickValueDollars, maxInventory } = env;
  const none = new Float64Array();
  const id = newId();
  const recorded: RecordedEpisode = {
    id,
    episode,
    seed: settings.seed,
    market,
    agentName: '',
    isByHand: false,
    policyVersion: Number.NaN,
    tickSize,
    tickValueDollars,
    maxInventory,
    steps: 0,
    samples: none,
    fills: none,
    ladder: new Int32Array(),
    queue: none,
    world: { env, weights, fallback, isOneAgent: true, ...(rivals !== undefined && { rivals }) },
  };
  const outcome = await lab.branch(
    {
      recorded,
      fromStep: 0,
      player: { kind: 'agent', agent, fallback, isRecorded: true },
      weights,
      id,
      parent: { id, name: '', steps: 0 },
    },
    () => undefined,
    new AbortController().signal,
  );
  if (outcome.kind !== 'branched') throw new Error(outcome.deviation.column);
  const { parent: _, ...record } = outcome.episode;
  return record;
}

/** @throws Error that says that the agent is not there: another one must not play in its place */
async function agentOf(
  { settings, bundled, watchedRun }: SessionState,
  runs: Pick<RunRepository, 'record'>,
): Promise<AgentSpec> {
  const { agent } = settings;
  if (agent in bundled && bundled[agent as keyof typeof bundled].kind !== 'ready') {
    throw new Error(SHARE_TEXTS.agentMissing);
  }
  const spec = liveAgent(settings, bundled);
  if (spec.kind !== 'trained') return spec;
  const run = watchedRun === null ? null : await runs.record(watchedRun);
  const policy = run?.policy ?? null;
  if (policy === null) throw new Error(SHARE_TEXTS.agentMissing);
  return policySpec(policy, targetShare(settings), run?.name);
}
