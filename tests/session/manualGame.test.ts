import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAgentFile } from '../../src/agents/files/agentFile';
import { MANUAL_AGENT_NAME } from '../../src/agents/manual/manualAgent';
import { NO_QUOTES, type ManualQuotes } from '../../src/agents/manual/manualQuotes';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import type { MarketSessionConfig, PutTogether } from '../../src/protocol/api';
import {
  createFrame,
  HEADER,
  HEADER_RIVAL_TERMS,
  RIVAL,
  RIVAL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type EpisodeRecord,
} from '../../src/protocol/frames';
import { rivalBaseline } from '../../src/agents/rivals/rivalBaselines';
import type { RivalConfig } from '../../src/agents/rivals/sharedMarket';
import { trainedRivalOf } from '../../src/agents/rivals/trainedRival';
import { trainedSpecs } from '../../src/agents/rivals/trainedSpecs';
import { parseRunConfig } from '../../src/protocol/run';
import { readEpisodeFile, writeEpisodeFile } from '../../src/protocol/episodeFile';
import { ReplayPlayer } from '../../src/store/replay/replayPlayer';
import { MarketSession } from '../../src/session/marketSession';
import { constantPolicy } from './openSession';

const STEPS = 60;
const SEED = 21;
const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: STEPS };
const config: MarketSessionConfig = {
  market: { preset: 'es', regime: 'base' },
  env,
  agent: { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 1, sizeFraction: 0.5 },
  weights: DEFAULT_REWARD_WEIGHTS,
  seed: 7,
  speed: Infinity,
};

/** A session that is paused: the test takes its steps. */
function open(changes: Partial<MarketSessionConfig & PutTogether> = {}) {
  const episodes: EpisodeRecord[] = [];
  const failures: unknown[] = [];
  const session = new MarketSession({ ...config, ...changes }, 1, () => 0, {
    onEpisode: (episode) => episodes.push(episode),
    onAgentFailure: (error) => failures.push(error),
  });
  session.pause();
  const frame = createFrame();
  return {
    session,
    frame,
    episodes,
    failures,
    step: (steps: number) => {
      for (let step = 0; step < steps; step += 1) session.stepOnce();
    },
    header: () => {
      session.writeFrame(frame, 0);
      return frame.header;
    },
  };
}

/** Joins both sides of the book that the header shows. */
const joining = (header: Float64Array, size = 5): ManualQuotes => ({
  bid: { isOn: true, priceTicks: header[HEADER.bestBid], size },
  ask: { isOn: true, priceTicks: header[HEADER.bestAsk], size },
  isFlattening: false,
});

const column = (record: EpisodeRecord, field: number) =>
  Array.from({ length: record.steps }, (_, step) => record.samples[step * SAMPLE_LENGTH + field]);

/** Plays the agent of the config through an episode with nobody beside it. */
function alone(seed: number): EpisodeRecord {
  const { session, episodes, step } = open();
  session.configure({ market: config.market, env, seed });
  step(STEPS);
  return episodes[0];
}

describe('quoting by hand', () => {
  it('lets the agent play the very episode that it would have played alone', () => {
    const { session, episodes, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES);
    session.setManualQuotes(joining(header()));
    step(STEPS);
    const [rival, manual] = episodes;
    const expected = alone(SEED);
    expect(rival.samples).toEqual(expected.samples);
    expect(rival.fills).toEqual(expected.fills);
    expect(rival.agentName).toBe(expected.agentName);
    expect(manual.samples).not.toEqual(rival.samples);
  });

  it('faces both with the same orders: where nobody quotes, both see one tape', () => {
    const { session, episodes, step } = open({ agent: { kind: 'doNothing' } });
    session.quoteManually(SEED, NO_QUOTES);
    step(STEPS);
    const [rival, manual] = episodes;
    expect(column(manual, SAMPLE.bestBid)).toEqual(column(rival, SAMPLE.bestBid));
    expect(manual.ladder).toEqual(rival.ladder);
    expect(new Set(column(manual, SAMPLE.bestBid)).size).toBeGreaterThan(1);
  });

  it('applies quotes at the next decision, and rests them where they were put', () => {
    const { session, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES);
    const { [HEADER.bestBid]: bestBid, [HEADER.bestAsk]: bestAsk } = header();
    session.setManualQuotes({
      bid: { isOn: true, priceTicks: bestBid - 1, size: 3 },
      ask: { isOn: true, priceTicks: bestAsk + 1, size: 4 },
      isFlattening: false,
    });
    expect(header()[HEADER.bidPrice]).toBeNaN();
    step(1);
    expect(header()[HEADER.bidPrice]).toBe(bestBid - 1);
    expect(header()[HEADER.bidSize]).toBe(3);
    expect(header()[HEADER.askPrice]).toBe(bestAsk + 1);
    expect(header()[HEADER.askSize]).toBe(4);
  });

  it('shows both scores in every frame, and nothing of a rival otherwise', () => {
    const { session, episodes, step, header } = open();
    expect(header()[HEADER.rivalEquityDollars]).toBeNaN();
    session.quoteManually(SEED, NO_QUOTES);
    session.setManualQuotes(joining(header()));
    step(STEPS);
    const [rival, manual] = episodes;
    const shown = header();
    expect(shown[HEADER.equityDollars]).toBe(column(manual, SAMPLE.equityDollars).at(-1));
    expect(shown[HEADER.rivalEquityDollars]).toBe(column(rival, SAMPLE.equityDollars).at(-1));
    expect(shown[HEADER.rivalInventory]).toBe(0);
    const spread = column(rival, SAMPLE_TERMS).reduce((sum, value) => sum + value, 0);
    expect(shown[HEADER_RIVAL_TERMS]).toBeCloseTo(spread, 6);
    expect(spread).not.toBe(0);
    session.leaveManual();
    expect(header()[HEADER.rivalEquityDollars]).toBeNaN();
    expect(header()[HEADER_RIVAL_TERMS]).toBeNaN();
  });

  it('hands both episodes over under one number and seed, the person’s last', () => {
    const { session, episodes, step } = open();
    session.quoteManually(SEED, NO_QUOTES);
    step(STEPS);
    const [rival, manual] = episodes;
    expect(manual).toMatchObject({ agentName: MANUAL_AGENT_NAME, seed: SEED, steps: STEPS });
    expect([rival.isByHand, manual.isByHand]).toEqual([false, true]);
    expect(manual.policyVersion).toBeNaN();
    expect(rival).toMatchObject({ id: `${manual.id}-agent`, episode: manual.episode, seed: SEED });
  });

  it('says who plays beside: of agents that were chosen meanwhile the last, from the next one on', () => {
    const { session, episodes, step } = open();
    const skewed = { agentName: 'inventory skewed', run: null };
    expect(session.quoteManually(SEED, NO_QUOTES)).toEqual(skewed);
    session.setAgent({ kind: 'random' });
    session.setAgent({ kind: 'doNothing' });
    step(STEPS);
    expect(episodes[0].agentName).toBe('inventory skewed');
    expect(session.quoteManually(SEED, NO_QUOTES).agentName).toBe('do nothing');
    step(STEPS);
    expect(episodes[2].agentName).toBe('do nothing');
  });

  it('keeps who played beside, and what it earned, with the person’s episode', () => {
    const { session, episodes, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES);
    session.setManualQuotes(joining(header()));
    step(STEPS);
    const [rival, { beside, besideCurve = new Float64Array() }] = episodes;
    expect(beside).toEqual({ agentName: 'inventory skewed', isInBook: false });
    const profits = besideCurve.filter((_, at) => at % 2 === 1);
    expect(Array.from(profits)).toEqual(column(rival, SAMPLE.equityDollars));
    expect(Array.from(besideCurve.filter((_, at) => at % 2 === 0))).toEqual(
      column(rival, SAMPLE.timeSeconds),
    );
    expect(rival.beside).toBeUndefined();
  });

  it('waits at the end of the episode until it is told to go on', () => {
    const { session, episodes, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES);
    step(STEPS + 5);
    session.resume();
    session.run(10);
    expect(episodes).toHaveLength(2);
    expect(header()[HEADER.step]).toBe(STEPS);
    session.leaveManual();
    expect(header()[HEADER.step]).toBe(0);
    expect(header()[HEADER.seed]).toBe(SEED + 1);
  });

  it('plays the agent’s episode to its end when the person’s ends early', () => {
    const { session, episodes, step, header } = open({
      env: { ...env, episodeLength: 2000, maxLossDollars: 100 },
      agent: { kind: 'doNothing' },
    });
    session.quoteManually(SEED, NO_QUOTES);
    session.setManualQuotes(joining(header(), 10));
    step(2000);
    const [rival, manual] = episodes;
    expect(manual.steps).toBeLessThan(2000);
    expect(rival.steps).toBe(2000);
  });

  it('keeps the agent’s policy until the episode by hand is left', () => {
    const { session, step, header } = open();
    session.offerPolicy(constantPolicy(1, 0));
    session.followPolicies(1);
    session.quoteManually(SEED, NO_QUOTES);
    session.offerPolicy(constantPolicy(2, 0));
    session.setAgent({ kind: 'doNothing' });
    session.followPolicies(1);
    step(3);
    expect(header()[HEADER.policyVersion]).toBeNaN();
    session.leaveManual();
    expect(header()[HEADER.policyVersion]).toBe(2);
  });

  it('gives the agent after it what it learned to read', () => {
    const { session, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES);
    const policy = constantPolicy(4, 0, { ...env.observation, levels: 3 });
    session.setAgent({ kind: 'network', policy, stochastic: false });
    step(3);
    expect(header()[HEADER.policyVersion]).toBeNaN();
    session.leaveManual();
    step(3);
    expect([header()[HEADER.policyVersion], header()[HEADER.step]]).toEqual([4, 3]);
  });

  it('refuses an agent that does not fit, at once, though it would wait', () => {
    const { session } = open();
    session.quoteManually(SEED, NO_QUOTES);
    const other = { ...constantPolicy(1, 0), observationKey: 'of another layout' };
    expect(() => session.setAgent({ kind: 'network', policy: other, stochastic: false })).toThrow(
      /observation/,
    );
  });

  it('starts the same episode again, and forgets it where settings change', () => {
    const { session, episodes, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES);
    step(10);
    session.quoteManually(SEED, NO_QUOTES);
    step(STEPS);
    expect(episodes).toHaveLength(2);
    expect(episodes[0].samples).toEqual(alone(SEED).samples);
    session.configure({ market: config.market, env, seed: 3 });
    expect(header()[HEADER.rivalEquityDollars]).toBeNaN();
    step(STEPS);
    expect(episodes[2]).toMatchObject({ seed: 3, agentName: 'inventory skewed' });
  });
});

describe('quoting in the agent’s book', () => {
  it('makes the two compete: they meet in one tape, and both have their record of it', () => {
    const { session, episodes, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES, true);
    session.setManualQuotes(joining(header()));
    step(STEPS);
    const [rival, manual] = episodes;
    expect(manual.agentName).toBe(MANUAL_AGENT_NAME);
    expect(manual.rivalNames).toEqual([rival.agentName]);
    expect(manual.beside).toEqual({ agentName: rival.agentName, isInBook: true });
    expect(manual.ladder).toEqual(rival.ladder);
    expect(column(manual, SAMPLE.bestBid)).toEqual(column(rival, SAMPLE.bestBid));
    expect(rival.samples).not.toEqual(alone(SEED).samples);
    const last = (STEPS - 1) * RIVAL_LENGTH;
    expect(manual.rivals?.[last + RIVAL.equityDollars]).toBe(
      column(rival, SAMPLE.equityDollars).at(-1),
    );
    expect(column(rival, SAMPLE.inventory).at(-1)).toBe(0);
  });

  it('leaves the agent to itself afterwards, in the episode that it would have had', () => {
    const { session, episodes, step, header } = open();
    session.quoteManually(SEED, NO_QUOTES, true);
    session.setManualQuotes(joining(header()));
    step(STEPS);
    session.leaveManual();
    step(STEPS);
    const after = episodes[2];
    expect(after.rivalNames).toBeUndefined();
    expect(after.samples).toEqual(alone(SEED + 1).samples);
  });
});

describe('a session with rivals', () => {
  const rivals: RivalConfig[] = [{ agent: rivalBaseline('imbalanceMaker', 'es') }];

  it('shows what they have and quote, and records it without their policies', () => {
    const { session, episodes, step, frame } = open({ market: { ...config.market, rivals } });
    step(STEPS);
    session.writeFrame(frame, 0);
    const [episode] = episodes;
    expect(episode.rivalNames).toEqual(['imbalance-aware maker']);
    expect(episode.market).toEqual(config.market);
    expect(episode.rivals).toHaveLength(STEPS * RIVAL_LENGTH);
    const final = episode.rivals?.subarray(-RIVAL_LENGTH);
    expect(frame.rivals.subarray(0, RIVAL_LENGTH)).toEqual(final);
    expect(frame.rivals[RIVAL.fills]).toBeGreaterThan(0);
    expect(frame.rivals[RIVAL_LENGTH + RIVAL.equityDollars]).toBeNaN();
    expect(frame.header[HEADER.shareOfVolume]).toBeGreaterThan(0);
    const file = { record: episode, name: '', bookmarks: [] };
    const { origin: _, ...expected } = episode;
    expect(readEpisodeFile(writeEpisodeFile(file)).record).toEqual(expected);
    const player = new ReplayPlayer(expected);
    expect(player.rivals.subarray(0, RIVAL_LENGTH)).toEqual(
      episode.rivals?.subarray(0, RIVAL_LENGTH),
    );
    player.seek(STEPS);
    expect(player.rivals.subarray(0, RIVAL_LENGTH)).toEqual(final);
    expect(player.header[HEADER.fillsSoFar]).toBe(frame.header[HEADER.fillsSoFar]);
  });

  it('takes the policies of trained ones put together, and not without', () => {
    const bytes = readFileSync('public/agents/es.safetensors');
    const agent = trainedRivalOf(readAgentFile(Uint8Array.from(bytes), parseRunConfig), 'Trained');
    const market = { ...config.market, rivals: [...rivals, { agent }] };
    expect(() => open({ market })).toThrow('market.rivals.1.agent.policy: expected a policy');
    const { episodes, step, failures } = open({ market, trainedRivals: trainedSpecs(market) });
    step(STEPS);
    expect(episodes[0].rivalNames).toEqual(['imbalance-aware maker', 'Trained']);
    const final = episodes[0].rivals?.subarray(-RIVAL_LENGTH) ?? [];
    expect(final[RIVAL.fills]).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });
});
