/**
 * The market worker: one live session, its frames to the page, its commands from
 * it, policies from the trainer. What a session does is in src/session; here are
 * the timer, the ports and the clock.
 */
import { expose } from 'comlink';
import type { MarketApi, PolicyMessage } from '../src/protocol/api';
import type { FrameAcknowledgement, StreamMessage } from '../src/protocol/frames';
import { buffersOf } from '../src/protocol/transfer';
import { FrameStream } from '../src/session/frameStream';
import { MarketSession } from '../src/session/marketSession';

/** Commands wait for this long at most. */
const SLICE_MS = 10;
/** And so long when nothing is due. */
const LONGEST_WAIT_MS = 50;

interface Live {
  readonly session: MarketSession;
  readonly frames: FrameStream;
}

class MarketWorker implements MarketApi {
  private live: Live | null = null;
  private policies: MessagePort | null = null;

  start(...[config, firstEpisode, stream]: Parameters<MarketApi['start']>): void {
    if (this.live !== null) throw new Error('the market worker was started twice');
    const send = (message: StreamMessage, transfer: Transferable[] = []) =>
      stream.postMessage(message, transfer);
    const session = new MarketSession(config, firstEpisode, now, {
      onEpisode: (episode) => send({ type: 'episode', episode }, buffersOf(episode)),
      onAgentFailure: (error) => send({ type: 'failure', ...describe(error) }),
    });
    const frames = new FrameStream((buffer) => send({ type: 'frame', buffer }, [buffer]));
    stream.addEventListener('message', (event: MessageEvent<FrameAcknowledgement>) => {
      frames.acknowledge(event.data.buffer);
    });
    stream.start();
    this.live = { session, frames };
    this.tick(this.live);
  }

  configure(...[settings]: Parameters<MarketApi['configure']>): void {
    this.session.configure(settings);
  }

  setAgent(...[agent]: Parameters<MarketApi['setAgent']>): void {
    this.session.setAgent(agent);
  }

  followPolicies(): void {
    this.session.followPolicies();
  }

  setSpeed(speed: number): void {
    this.session.setSpeed(speed);
  }

  pause(): void {
    this.session.pause();
  }

  resume(): void {
    this.session.resume();
  }

  stepOnce(): void {
    this.session.stepOnce();
  }

  connectPolicies(port: MessagePort): void {
    this.policies?.close();
    this.policies = port;
    port.addEventListener('message', (event: MessageEvent<PolicyMessage>) => {
      this.session.offerPolicy(event.data.policy);
    });
    port.start();
  }

  ping(): void {}

  private get session(): MarketSession {
    if (this.live === null) throw new Error('the market worker was not started');
    return this.live.session;
  }

  private readonly tick = (live: Live): void => {
    const untilDecision = live.session.run(SLICE_MS);
    const untilFrame = live.frames.pump(live.session, now());
    const wait = Math.min(LONGEST_WAIT_MS, untilDecision, untilFrame);
    setTimeout(this.tick, wait, live);
  };
}

const now = () => performance.now();

function describe(error: unknown): { message: string; details: string } {
  if (!(error instanceof Error)) return { message: String(error), details: '' };
  return { message: error.message, details: error.stack ?? '' };
}

expose(new MarketWorker());
