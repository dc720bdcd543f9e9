import { describe, expect, it } from 'vitest';
import type { LabEvent } from '../../../public/nanoarb-lab';
import type { AgentKind } from '../../../src/store/settings/agent';
import { EmbeddedLab, type FramedPage } from '../../../src/store/embedding/embeddedLab';
import { exampleEpisode, exampleOrigin } from '../../components/examples';
import {
  createFrame,
  FILL,
  FILL_LENGTH,
  HEADER,
  SAMPLE,
  SAMPLE_LENGTH,
} from '../../../src/protocol/frames';
import { openTestSession } from '../testSession';

const HOST = 'https://host.example';
const PARENT = { name: 'the page around the lab' };

interface Sender {
  readonly origin?: string;
  readonly source?: object | null;
}

/** A session in a frame of HOST. */
function embed(hash = '') {
  const opened = openTestSession(hash);
  const { session } = opened;
  const sent: { readonly event: LabEvent; readonly origin: string }[] = [];
  let receive: Parameters<FramedPage['listen']>[0] = () => undefined;
  let nextFrame: (() => void) | null = null;
  const lab = new EmbeddedLab(session, HOST, {
    parent: PARENT,
    post: (event, origin) => sent.push({ event, origin }),
    listen: (listener) => {
      receive = listener;
      return () => {
        receive = () => undefined;
      };
    },
    onNextFrame: (call) => {
      nextFrame = call;
    },
  });
  lab.start();
  const say = (data: unknown, { origin = HOST, source = PARENT }: Sender = {}) =>
    receive({ data, origin, source: source as MessageEventSource | null });
  return {
    ...opened,
    lab,
    sent,
    say,
    /** Sends a command of the host. */
    ask: (command: object) => say({ nanoarb: 1, ...command }),
    /** Draws a frame of the screen. */
    draw: () => {
      const call = nextFrame;
      nextFrame = null;
      call?.();
    },
    eventsOf: (type: LabEvent['type']) =>
      sent.map(({ event }) => event).filter((event) => event.type === type),
  };
}

/** An episode that the live market has just ended. */
const endedEpisode = () => ({ ...exampleEpisode().record, origin: exampleOrigin(1) });

/** A frame of the live market with one step, and one fill in it. */
function frameOf(step: number) {
  const frame = createFrame();
  const { header, samples, fills } = frame;
  header.fill(Number.NaN);
  header.set([1, 7, step], HEADER.episode);
  header[HEADER.timeSeconds] = step / 10;
  header[HEADER.bestBid] = 20_000;
  header[HEADER.bestAsk] = 20_001;
  header[HEADER.inventory] = 2;
  header[HEADER.equityDollars] = 12.5;
  header[HEADER.sampleCount] = 1;
  header[HEADER.fillCount] = 1;
  samples.subarray(0, SAMPLE_LENGTH).fill(0);
  samples[SAMPLE.step] = step;
  samples[SAMPLE.timeSeconds] = step / 10;
  fills.subarray(0, FILL_LENGTH).fill(0);
  fills[FILL.step] = step;
  fills[FILL.timeSeconds] = step / 10;
  fills[FILL.side] = -1;
  fills[FILL.priceTicks] = 20_001;
  fills[FILL.size] = 2;
  fills[FILL.midTicks] = 20_000.5;
  fills[FILL.isMaker] = 1;
  return frame;
}

describe('a lab in a frame', () => {
  it('says to the one origin that it is ready, with agents and weights', () => {
    const { sent } = embed('#agent=glft&fees=2');
    expect(sent).toHaveLength(1);
    const [{ event, origin }] = sent;
    expect(origin).toBe(HOST);
    expect(event).toMatchObject({ nanoarb: 1, type: 'ready', agent: 'glft', weights: { fees: 2 } });
    const { agents } = event as Extract<LabEvent, { type: 'ready' }>;
    expect(agents).toContain('pretrainedEs');
    expect(agents).not.toContain('trained');
  });

  it('does not hear another origin, nor another window of the same', () => {
    const { say, sent, session } = embed();
    const command = { nanoarb: 1, type: 'setWeights', weights: { fees: 3 } };
    const before = session.state.settings;
    say(command, { origin: 'https://other.example' });
    say(command, { origin: 'null' });
    say(command, { source: { name: 'another window' } });
    say(command, { source: null });
    expect(session.state.settings).toBe(before);
    expect(sent).toHaveLength(1);
  });

  it('plays, pauses and steps', () => {
    const { ask, session, asked } = embed();
    ask({ type: 'pause' });
    expect(session.state.playing).toBe(false);
    ask({ type: 'pause' });
    expect(session.state.playing).toBe(false);
    ask({ type: 'step' });
    expect(asked('stepOnce')).toHaveLength(1);
    ask({ type: 'play' });
    expect(session.state.playing).toBe(true);
  });

  it('takes weights and agents, as the page’s own controls do', () => {
    const { ask, session, asked } = embed();
    const { inventoryPenalty } = session.state.settings;
    ask({
      type: 'setWeights',
      weights: { fees: 2, spreadPenalty: 1, inventoryPenalty: undefined },
    });
    expect(session.state.settings).toMatchObject({ fees: 2, spreadPenalty: 1, inventoryPenalty });
    expect(asked('setWeights').at(-1)).toMatchObject({ fees: 2, spreadPenalty: 1 });
    ask({ type: 'setAgent', agent: 'glft' satisfies AgentKind });
    expect(session.state.settings.agent).toBe('glft');
    session.settings.undo();
    session.settings.undo();
    expect(session.state.settings.fees).not.toBe(2);
  });

  it('seeks in the last episode, and goes back to the live market', () => {
    const { ask, session, draw, eventsOf } = embed();
    const record = endedEpisode();
    session.feed.receiveEpisode(record);
    session.feed.advance(1000);
    ask({ type: 'seek', step: 1 });
    expect(session.state.mode).toBe('replay');
    expect(session.replay.player?.step).toBe(1);
    draw();
    expect(eventsOf('step').at(-1)).toMatchObject({ mode: 'replay', seed: record.seed });
    ask({ type: 'seek', step: 'live' });
    expect(session.state.mode).toBe('live');
  });

  it('tells steps and fills once somebody listens, and a step at most once a frame', () => {
    const { ask, session, draw, eventsOf } = embed();
    session.feed.receiveFrame(frameOf(1));
    draw();
    expect(eventsOf('fill')).toEqual([]);
    ask({ type: 'hello' });
    expect(eventsOf('ready')).toHaveLength(2);
    session.feed.receiveFrame(frameOf(2));
    session.feed.receiveFrame(frameOf(3));
    draw();
    draw();
    expect(eventsOf('fill')).toEqual(
      [2, 3].map((step) => ({
        nanoarb: 1,
        type: 'fill',
        step,
        seconds: step / 10,
        side: 'sell',
        price: 5000.25,
        size: 2,
        mid: 5000.125,
        isMaker: true,
      })),
    );
    const live = eventsOf('step').filter((event) => event.type === 'step' && event.step === 3);
    expect(live).toEqual([
      expect.objectContaining({
        mode: 'live',
        episode: 1,
        seed: 7,
        seconds: 0.3,
        bestBid: 5000,
        bestAsk: 5000.25,
        bidPrice: null,
        inventory: 2,
        profitDollars: 12.5,
      }),
    ]);
    expect(eventsOf('step').some((event) => event.type === 'step' && event.step === 2)).toBe(false);
  });

  it('tells prices of a recording in its own ticks', () => {
    const { ask, session, events, draw, eventsOf } = embed();
    const tape = '0123456789abcdef_2025-01-01_0.1_0.001_BTCUSDT';
    session.store.setState({ applied: { ...session.state.applied, tape } });
    ask({ type: 'hello' });
    events.onFrame(frameOf(3));
    draw();
    expect(eventsOf('fill')).toMatchObject([{ price: expect.closeTo(2000.1, 6) as number }]);
    expect(eventsOf('step')).toMatchObject([{ bestBid: 2000 }]);
  });

  it('tells the end of an episode with the agent that quoted in it', () => {
    const { ask, session, draw, eventsOf } = embed();
    ask({ type: 'hello' });
    const record = endedEpisode();
    session.feed.receiveEpisode(record);
    session.feed.advance(1000);
    draw();
    draw();
    expect(eventsOf('episodeEnd')).toEqual([
      expect.objectContaining({ seed: record.seed, agent: record.agentName, steps: record.steps }),
    ]);
  });

  it.each([
    [{ nanoarb: 2, type: 'play' }, 'message.nanoarb: expected version 1, got 2'],
    [{ nanoarb: 1, type: 'sell' }, /^message\.type: expected one of hello, play, .*got "sell"$/],
    [{ nanoarb: 1, type: 'play', now: true }, /^message\.now: expected no field of this name/],
    [{ nanoarb: 1, type: 'seek', step: -1 }, /^message\.step: expected a step from 0/],
    [
      { nanoarb: 1, type: 'setWeights', weights: { fees: 1e9 } },
      'message.weights.fees: expected a number from -1000 to 1000, got 1000000000',
    ],
    [
      { nanoarb: 1, type: 'setWeights', weights: { luck: 1 } },
      'message.weights.luck: expected no field of this name, got 1',
    ],
    [
      { nanoarb: 1, type: 'setWeights', weights: { fees: Number.NaN } },
      'message.weights.fees: expected a number from -1000 to 1000, got NaN',
    ],
    [
      { nanoarb: 1, type: 'setWeights', weights: 'more' },
      'message.weights: expected an object, got "more"',
    ],
    [{ nanoarb: 1, type: 'setWeights' }, 'message.weights: expected an object, got nothing'],
    [
      { nanoarb: 1, type: 'setAgent', agent: 'trained' },
      /^message\.agent: expected one of pretrainedEs/,
    ],
    ['play', 'message: expected an object, got "play"'],
    [null, 'message: expected an object, got null'],
  ])('refuses %j, and says why', (message, reason) => {
    const { say, session, eventsOf } = embed();
    const before = session.state;
    say(message);
    expect(eventsOf('error')).toEqual([
      { nanoarb: 1, type: 'error', message: expect.stringMatching(reason) as string },
    ]);
    expect(session.state).toBe(before);
  });

  it('says and hears nothing once it is gone', () => {
    const { ask, lab, sent, draw, session } = embed();
    ask({ type: 'hello' });
    const before = sent.length;
    lab.dispose();
    session.feed.receiveFrame(frameOf(1));
    draw();
    ask({ type: 'hello' });
    expect(sent).toHaveLength(before);
  });
});
