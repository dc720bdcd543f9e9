/** A live session on a recording, as the market worker holds it. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';
import type { MarketSessionConfig, PlayRecording } from '../../src/protocol/api';
import type { EpisodeRecord, StreamMessage } from '../../src/protocol/frames';
import { createFrame, HEADER, openFrame, SAMPLE, SAMPLE_LENGTH } from '../../src/protocol/frames';
import { buildCheckpoints } from '../../src/recordings/play/checkpoints';
import { playedMarket, referenceTo, type Recording } from '../../src/recordings/play/recording';
import { MANUAL_AGENT_NAME } from '../../src/agents/manual/manualAgent';
import { NO_QUOTES, type ManualQuotes } from '../../src/agents/manual/manualQuotes';
import { readEpisodeFile, writeEpisodeFile } from '../../src/protocol/episodeFile';
import { ReplayPlayer } from '../../src/store/replay/replayPlayer';
import { MarketSession } from '../../src/session/marketSession';
import { MarketService } from '../../src/session/marketService';
import { fileOf, readTape } from '../recordings/dbn/dbnFiles';
import { recordSession } from '../recordings/record/recordedSession';

let recording: Recording;
beforeAll(async () => {
  const tape = await readTape([fileOf(recordSession('base', 30, 5).bytes, 'es.dbn', 1 << 16)]);
  recording = { tape, checkpoints: buildCheckpoints(tape) };
});

const playIt: PlayRecording = (market, seconds) => playedMarket(market, recording, seconds);

const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 10 };
const config: MarketSessionConfig = {
  market: DEFAULT_MARKET_CONFIG,
  env,
  agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.2 },
  weights: DEFAULT_REWARD_WEIGHTS,
  seed: 3,
  speed: Infinity,
};
const onTape = (split: 'training' | 'test') => ({
  ...DEFAULT_MARKET_CONFIG,
  tape: referenceTo(recording.tape, split),
});

const services: MarketService[] = [];
afterEach(() => {
  for (const service of services.splice(0)) service.dispose();
});

/** A service whose recordings arrive when the test lets them. */
function open() {
  let milliseconds = 0;
  const reads: { readonly hash: string; readonly give: (found: PlayRecording | null) => void }[] =
    [];
  const service = new MarketService(
    () => (milliseconds += 1),
    (hash) =>
      new Promise((resolve) => {
        reads.push({ hash, give: resolve });
      }),
  );
  services.push(service);
  const { port1, port2 } = new MessageChannel();
  const next = (isWanted: (message: StreamMessage) => boolean) =>
    new Promise<StreamMessage>((resolve) => {
      port1.addEventListener('message', ({ data }: MessageEvent<StreamMessage>) => {
        if (data.type === 'frame' && !isWanted(data)) {
          port1.postMessage({ type: 'acknowledge', buffer: data.buffer }, [data.buffer]);
        } else if (isWanted(data)) {
          resolve(data);
        }
      });
      port1.start();
    });
  const episode = async (): Promise<EpisodeRecord> => {
    const message = await next(({ type }) => type === 'episode');
    if (message.type !== 'episode') throw new Error('expected an episode');
    port1.close();
    return message.episode;
  };
  return { service, port2, reads, next, episode };
}

it('opens on a recording once it is read, and records what was played', async () => {
  const { service, port2, reads, episode } = open();
  const started = service.start({ ...config, market: onTape('test') }, 1, port2);
  expect(reads.map(({ hash }) => hash)).toEqual([recording.tape.header.hash]);
  reads[0].give(playIt);
  await started;
  const { market, steps } = await episode();
  expect(market.tape).toMatchObject({ instrument: 'ES', day: '2024-01-02', split: 'test' });
  expect(steps).toBe(10);
});

it('plays an episode on the recording again, while the live market plays another', async () => {
  const { service, port2, reads, episode } = open();
  const started = service.start({ ...config, market: onTape('test') }, 1, port2);
  reads[0].give(playIt);
  await started;
  const { world, decider, ...record } = await episode();
  if (world === undefined || decider === undefined) throw new Error('expected a world');
  await service.configure({ market: DEFAULT_MARKET_CONFIG, env, seed: 5 });
  const branch = () =>
    service.branch(
      {
        recorded: { ...record, world },
        fromStep: 4,
        player: { kind: 'agent', agent: decider.agent, fallback: null, isRecorded: true },
        weights: world.weights,
        id: 'again',
        parent: { id: record.id, name: '', steps: 4 },
      },
      () => true,
    );
  const again = branch();
  reads[1].give(playIt);
  const outcome = await again;
  if (outcome.kind !== 'branched') throw new Error(JSON.stringify(outcome));
  expect(outcome.episode.samples).toStrictEqual(record.samples);
  expect(outcome.episode.fills).toStrictEqual(record.fills);
  const elsewhere = branch();
  reads[2].give(null);
  await expect(elsewhere).rejects.toThrow(/^market\.tape: expected the recording of ES/);
});

it('plays the newest settings, however long a recording takes', async () => {
  const { service, port2, reads, next } = open();
  void service.start(config, 1, port2);
  const late = service.configure({ market: onTape('test'), env, seed: 4 });
  void service.configure({ market: DEFAULT_MARKET_CONFIG, env, seed: 5 });
  reads[0].give(playIt);
  await late;
  const message = await next(
    (one) => one.type === 'frame' && openFrame(one.buffer).header[HEADER.seed] >= 5,
  );
  expect(message.type).toBe('frame');
  // A recording that was read stays for the next settings on it.
  const again = service.configure({ market: onTape('training'), env, seed: 6 });
  expect(reads).toHaveLength(2);
  reads[1].give(playIt);
  await again;
  expect(service.configure({ market: onTape('test'), env, seed: 7 })).toBeUndefined();
});

/** A paused session on the recording, in which a person quotes beside the agent. */
function byHand(quotesOf: (header: Float64Array) => ManualQuotes) {
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    { ...config, market: onTape('test'), playRecording: playIt },
    1,
    () => 0,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  session.pause();
  session.quoteManually(3, NO_QUOTES);
  const frame = createFrame();
  for (let step = 0; step < env.episodeLength; step++) {
    session.writeFrame(frame, 0);
    session.setManualQuotes(quotesOf(frame.header));
    session.stepOnce();
  }
  const [rival, manual] = episodes;
  return { rival, manual };
}

const joining = (header: Float64Array): ManualQuotes => ({
  bid: { isOn: true, priceTicks: header[HEADER.bestBid], size: 5 },
  ask: { isOn: true, priceTicks: header[HEADER.bestAsk], size: 5 },
  isFlattening: false,
});

const bids = ({ samples, steps }: EpisodeRecord) =>
  Array.from({ length: steps }, (_, step) => samples[step * SAMPLE_LENGTH + SAMPLE.bestBid]);

it('lets a person quote beside the agent, and the recording stays as it was for both', () => {
  const { rival, manual } = byHand(joining);
  const idle = byHand(() => NO_QUOTES).manual;
  expect(manual.agentName).toBe(MANUAL_AGENT_NAME);
  expect(manual.market.tape).toMatchObject({ instrument: 'ES', split: 'test' });
  // Whoever quotes, the best prices are those of the recording.
  expect(bids(manual)).toEqual(bids(rival));
  expect(bids(manual)).toEqual(bids(idle));
  expect(manual.samples).not.toEqual(idle.samples);
  expect(idle.fills).toHaveLength(0);
});

it('replays an episode on a recording from its file, without the recording', () => {
  const { rival } = byHand(joining);
  const { record } = readEpisodeFile(
    writeEpisodeFile({ record: rival, name: 'kept', bookmarks: [] }),
  );
  expect(record.market).toEqual(rival.market);
  const player = new ReplayPlayer(record);
  player.seek(env.episodeLength);
  expect(player.header[HEADER.bestBid]).toBe(bids(rival).at(-1));
  expect(record.samples).toEqual(rival.samples);
});

it('refuses a recording that is not there, and goes on as before', async () => {
  const { service, port2, reads } = open();
  void service.start(config, 1, port2);
  const refused = service.configure({ market: onTape('test'), env, seed: 4 });
  reads[0].give(null);
  await expect(refused).rejects.toThrow(/^market\.tape: expected the recording of ES/);
  expect(service.recordSoFar().market.tape).toBeUndefined();
});
