/**
 * The service puts a live session behind the market's protocol: frames and episodes go out over the
 * stream, commands come in as calls, policies over their own port. It holds the timer; the clock is
 * passed in. The worker only exposes it.
 */
import type {
  EpisodeSettings,
  MarketApi,
  PlayRecording,
  PolicyMessage,
  PutTogether,
} from '../protocol/api';
import type {
  DecisionQuestion,
  SurfaceAnswer,
  SurfaceRequest,
  WhyAnswer,
} from '../protocol/decisions';
import type { BranchOutcome } from '../protocol/branch';
import type { Played } from '../protocol/episodePlayers';
import type { EpisodeRecord, FrameAcknowledgement, StreamMessage } from '../protocol/frames';
import { buffersOf } from '../protocol/transfer';
import { finishInSlices } from '../market/steps';
import { branchInSteps } from './branchPlay';
import { FrameStream } from './frameStream';
import { MarketSession } from './marketSession';

/** Milliseconds that commands wait at most. */
const SLICE_MS = 10;
/** Milliseconds of a surface that are made at once. */
const SURFACE_SLICE_MS = 8;
/** Milliseconds of a branch that are played at once. */
const BRANCH_SLICE_MS = 8;
/** Milliseconds after which the session looks again when nothing is due. */
const LONGEST_WAIT_MS = 50;

interface Live {
  readonly session: MarketSession;
  readonly frames: FrameStream;
  readonly stream: MessagePort;
}

export class MarketService implements MarketApi {
  private live: Live | null = null;
  private policies: MessagePort | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** The recording that was played last. */
  private recorded: { readonly hash: string; readonly play: PlayRecording } | null = null;
  /** Counts settings, of which only the newest are played once their recording is there. */
  private configured = 0;

  /**
   * @param now wall clock in milliseconds, monotonic
   * @param readRecording reads a stored recording by its content; null where there is none
   */
  constructor(
    private readonly now: () => number,
    private readonly readRecording: (hash: string) => Promise<PlayRecording | null> = () =>
      Promise.resolve(null),
  ) {}

  start(...[config, firstEpisode, stream]: Parameters<MarketApi['start']>): void | Promise<void> {
    if (this.live !== null) throw new Error('the market session was started twice');
    return this.withRecording(config, (ready) => this.open(ready, firstEpisode, stream));
  }

  private open(...[config, firstEpisode, stream]: Parameters<MarketApi['start']>): void {
    const send = (message: StreamMessage, transfer: Transferable[] = []) =>
      stream.postMessage(message, transfer);
    const session = new MarketSession(config, firstEpisode, this.now, {
      onEpisode: (episode) => send({ type: 'episode', episode }, buffersOf(episode)),
      onAgentFailure: (error) => send({ type: 'failure', ...describe(error) }),
    });
    const frames = new FrameStream((buffer) => send({ type: 'frame', buffer }, [buffer]));
    stream.addEventListener('message', (event: MessageEvent<FrameAcknowledgement>) => {
      frames.acknowledge(event.data.buffer);
    });
    stream.start();
    this.live = { session, frames, stream };
    this.tick(this.live);
  }

  configure(...[settings]: Parameters<MarketApi['configure']>): void | Promise<void> {
    return this.withRecording(settings, (ready) => this.session.configure(ready));
  }

  setAgent(...[agent]: Parameters<MarketApi['setAgent']>): void {
    this.session.setAgent(agent);
  }

  followPolicies(...[targetShare, title, run]: Parameters<MarketApi['followPolicies']>): void {
    this.session.followPolicies(targetShare, title, run);
  }

  forgetPolicies(): void {
    this.session.forgetPolicies();
  }

  setWeights(...[weights]: Parameters<MarketApi['setWeights']>): void {
    this.session.setWeights(weights);
  }

  setSpeed(speed: number): void {
    this.session.setSpeed(speed);
  }

  setFallback(...[fallback]: Parameters<MarketApi['setFallback']>): void {
    this.session.setFallback(fallback);
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

  quoteManually(...[seed, quotes, inOneBook]: Parameters<MarketApi['quoteManually']>): Played {
    return this.session.quoteManually(seed, quotes, inOneBook);
  }

  setManualQuotes(...[quotes]: Parameters<MarketApi['setManualQuotes']>): void {
    this.session.setManualQuotes(quotes);
  }

  leaveManual(): void {
    this.session.leaveManual();
  }

  recordSoFar(): EpisodeRecord {
    return this.session.recordSoFar();
  }

  async surface(request: SurfaceRequest): Promise<SurfaceAnswer> {
    const { scan, answer } = this.session.surface(request);
    while (!scan.isDone) {
      const until = this.now() + SURFACE_SLICE_MS;
      do scan.next();
      while (!scan.isDone && this.now() < until);
      // Decisions and frames that are due go first.
      if (!scan.isDone) await new Promise((resolve) => setTimeout(resolve));
    }
    return answer;
  }

  async branch(...[request, onProgress]: Parameters<MarketApi['branch']>): Promise<BranchOutcome> {
    const hash = request.recorded.market.tape?.hash;
    const playRecording = hash === undefined ? undefined : await this.recordingOf(hash);
    const steps = branchInSteps({ ...request, playRecording });
    const clock = { now: this.now, sliceMs: BRANCH_SLICE_MS };
    return await finishInSlices(steps, clock, async (done) => {
      // Decisions and frames that are due go first.
      await new Promise((resolve) => setTimeout(resolve));
      return await onProgress(done);
    });
  }

  why(question: DecisionQuestion): WhyAnswer {
    return this.session.why(question);
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

  /** Ends the session; nothing may be called afterwards. */
  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.policies?.close();
    this.live?.stream.close();
    this.live = null;
  }

  /** Plays settings, at once where they name no recording or one that is here already. */
  private withRecording<Settings extends EpisodeSettings & PutTogether>(
    settings: Settings,
    play: (settings: Settings) => void,
  ): void | Promise<void> {
    this.configured += 1;
    const hash = settings.market.tape?.hash;
    if (hash === undefined || hash === this.recorded?.hash) {
      if (hash === undefined) this.recorded = null;
      play({ ...settings, playRecording: this.recorded?.play });
      return undefined;
    }
    return this.afterReading(hash, (playRecording) => play({ ...settings, playRecording }));
  }

  /** Plays a recording that is here already, or reads it; undefined where there is none. */
  private async recordingOf(hash: string): Promise<PlayRecording | undefined> {
    const { recorded } = this;
    return recorded?.hash === hash
      ? recorded.play
      : ((await this.readRecording(hash)) ?? undefined);
  }

  private async afterReading(
    hash: string,
    play: (playRecording: PlayRecording | undefined) => void,
  ): Promise<void> {
    const { configured } = this;
    const found = await this.readRecording(hash);
    if (configured !== this.configured) return;
    this.recorded = found === null ? null : { hash, play: found };
    play(found ?? undefined);
  }

  private get session(): MarketSession {
    if (this.live === null) throw new Error('the market session was not started');
    return this.live.session;
  }

  private tick(live: Live): void {
    const untilDecision = live.session.run(SLICE_MS);
    const untilFrame = live.frames.pump(live.session, this.now());
    const wait = Math.min(LONGEST_WAIT_MS, untilDecision, untilFrame);
    this.timer = setTimeout(() => this.tick(live), wait);
  }
}

function describe(error: unknown): { message: string; details: string } {
  if (!(error instanceof Error)) return { message: String(error), details: '' };
  return { message: error.message, details: error.stack ?? '' };
}
