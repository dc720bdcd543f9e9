/**
 * The page's client of the market worker: it holds the configuration of the live session, receives
 * the stream of frames, and sends commands. A new worker is told everything that the one before
 * knew, and goes on where it stopped.
 */
import { proxy, transfer, type Remote } from 'comlink';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import { trainedSpecs } from '../agents/rivals/trainedSpecs';
import { policySpec } from '../agents/policies/policySpec';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { RewardWeights } from '../env/types';
import type {
  EpisodeSettings,
  Fallback,
  MarketApi,
  MarketSessionConfig,
  PutTogether,
} from '../protocol/api';
import type { BranchOutcome, BranchRequest } from '../protocol/branch';
import type {
  DecisionQuestion,
  SurfaceAnswer,
  SurfaceRequest,
  WhyAnswer,
} from '../protocol/decisions';
import type { Played } from '../protocol/episodePlayers';
import { sharedMarketOf } from '../protocol/episodeWorld';
import {
  HEADER,
  openFrame,
  type EpisodeRecord,
  type FrameAcknowledgement,
  type StreamMessage,
} from '../protocol/frames';
import type { LabEvents, LiveAgent } from './types';
import { describeError, WorkerFailure } from './workerFailure';
import { WorkerSupervisor, type SupervisorState, type WorkerLike } from './workerSupervisor';

type FollowedPolicies = Extract<LiveAgent, { readonly kind: 'trained' }>;

export interface MarketClientEvents extends Pick<LabEvents, 'onFrame' | 'onEpisode'> {
  onState(state: SupervisorState): void;
  /** Called when the worker is well but could not do something. */
  onProblem(message: string, details: string): void;
}

export class MarketClient {
  readonly supervisor: WorkerSupervisor<MarketApi>;
  private session: MarketSessionConfig | null = null;
  /** How the newest policies are followed; null while another agent trades. */
  private following: FollowedPolicies | null = null;
  private isPaused = false;
  private episode = 1;
  private stream: MessagePort | null = null;
  /** Settles when a new worker has read its recording; null where it is not reading one. */
  private reading: Promise<void> | null = null;

  constructor(
    spawn: () => WorkerLike,
    private readonly events: MarketClientEvents,
  ) {
    this.supervisor = new WorkerSupervisor<MarketApi>({
      title: 'The market worker',
      spawn,
      open: (remote) => this.open(remote),
      onState: (state) => events.onState(state),
    });
  }

  start({ isPaused = false, ...session }: MarketSessionConfig): void {
    this.isPaused = isPaused;
    this.session = session;
    this.supervisor.start();
  }

  configure(settings: EpisodeSettings): void {
    this.change({ ...settings }, (remote) => remote.configure(putTogether(settings)));
  }

  setAgent(agent: LiveAgent): void {
    if (agent.kind === 'trained') {
      const { targetShare, title, run } = agent;
      this.following = agent;
      this.command((remote) => remote.followPolicies(targetShare, title, run));
    } else {
      this.following = null;
      this.change({ agent }, (remote) => remote.setAgent(agent));
    }
  }

  /** Keeps the policy that a new worker trades with until the trainer has something newer. */
  rememberPolicy(policy: AnyPolicy): void {
    if (this.following === null || this.session === null) return;
    const { targetShare, title, run } = this.following;
    this.session = { ...this.session, agent: policySpec(policy, targetShare, title, run) };
  }

  /** Lets whoever trades go on, and follows no more: the next policy is another run's. */
  forgetPolicies(): void {
    this.following = null;
    if (this.session !== null) this.command((remote) => remote.forgetPolicies());
  }

  setWeights(weights: RewardWeights): void {
    this.change({ weights }, (remote) => remote.setWeights(weights));
  }

  setSpeed(speed: number): void {
    this.change({ speed }, (remote) => remote.setSpeed(speed));
  }

  setFallback(fallback: Fallback | null): void {
    this.change({ fallback }, (remote) => remote.setFallback(fallback));
  }

  pause(): void {
    this.isPaused = true;
    this.command((remote) => remote.pause());
  }

  resume(): void {
    this.isPaused = false;
    this.command((remote) => remote.resume());
  }

  stepOnce(): void {
    this.command((remote) => remote.stepOnce());
  }

  /** Starts an episode by hand, which is not remembered: a new worker trades with the agent. */
  async quoteManually(
    seed: number,
    quotes: ManualQuotes,
    inOneBook: boolean,
  ): Promise<Played | null> {
    let played: Played | null = null;
    await this.carryOut(async (remote) => {
      played = await remote.quoteManually(seed, quotes, inOneBook);
    });
    return played;
  }

  setManualQuotes(quotes: ManualQuotes): void {
    this.command((remote) => remote.setManualQuotes(quotes));
  }

  leaveManual(): void {
    this.command((remote) => remote.leaveManual());
  }

  recordSoFar(): Promise<EpisodeRecord> {
    return this.supervisor.call((remote) => remote.recordSoFar());
  }

  surface(request: SurfaceRequest): Promise<SurfaceAnswer> {
    return this.supervisor.call((remote) => remote.surface(request));
  }

  why(question: DecisionQuestion): Promise<WhyAnswer> {
    return this.supervisor.call((remote) => remote.why(question));
  }

  /** @throws the signal's reason when aborted */
  async branch(
    request: BranchRequest,
    onProgress: (steps: number) => void,
    signal: AbortSignal,
  ): Promise<BranchOutcome> {
    const { market, world } = request.recorded;
    const trainedRivals = trainedSpecs(sharedMarketOf(market, world));
    const report = proxy((steps: number) => {
      if (!signal.aborted) onProgress(steps);
      return !signal.aborted;
    });
    try {
      await this.supervisor.whenReady();
      return await this.supervisor.call<BranchOutcome>(
        async (remote) => await remote.branch({ ...request, trainedRivals }, report),
      );
    } finally {
      signal.throwIfAborted();
    }
  }

  dispose(): void {
    this.stream?.close();
    this.supervisor.dispose();
  }

  private async open(remote: Remote<MarketApi>): Promise<void> {
    if (this.session === null) throw new Error('no session was started');
    const { port1, port2 } = new MessageChannel();
    this.reading = null;
    this.stream?.close();
    this.stream = port1;
    port1.addEventListener('message', (event: MessageEvent<StreamMessage>) => {
      this.receive(event.data, port1);
    });
    port1.start();
    // A pause that came after the start would leave time for a decision, and what is asked from
    // here on follows the start in the order in which it is asked.
    const session = { ...putTogether(this.session), isPaused: this.isPaused };
    const started = remote.start(session, this.episode, transfer(port2, [port2]));
    if (this.session.market.tape !== undefined) {
      this.reading = started.then(ignore, ignore);
    }
    try {
      await started;
    } finally {
      this.reading = null;
    }
    if (this.following !== null) {
      const { targetShare, title, run } = this.following;
      await remote.followPolicies(targetShare, title, run);
    }
  }

  private receive(message: StreamMessage, port: MessagePort): void {
    switch (message.type) {
      case 'frame': {
        const { buffer } = message;
        try {
          const frame = openFrame(buffer);
          this.continueAfter(frame.header[HEADER.episode], frame.header[HEADER.seed]);
          this.events.onFrame(frame);
        } finally {
          const acknowledgement: FrameAcknowledgement = { type: 'acknowledge', buffer };
          port.postMessage(acknowledgement, [buffer]);
        }
        return;
      }
      case 'episode':
        this.continueAfter(message.episode.episode, message.episode.seed);
        this.events.onEpisode(message.episode);
        return;
      case 'failure':
        this.events.onProblem(message.message, message.details);
    }
  }

  /** Notes that a new worker would take over at the episode after this one. */
  private continueAfter(episode: number, seed: number): void {
    if (this.session === null || episode < this.episode) return;
    this.episode = episode + 1;
    this.session = { ...this.session, seed: seed + 1 };
  }

  /** Remembers a change for the next worker, unless the one that lives refuses it. */
  private change(
    part: Partial<MarketSessionConfig>,
    work: (remote: Remote<MarketApi>) => Promise<void>,
  ): void {
    const { session } = this;
    if (session === null) return;
    const undo = Object.fromEntries(
      Object.keys(part).map((key) => [key, session[key as keyof MarketSessionConfig]]),
    );
    this.session = { ...session, ...part };
    this.command(work, () => {
      if (this.session !== null) this.session = { ...this.session, ...undo };
    });
  }

  private command(
    work: (remote: Remote<MarketApi>) => Promise<void>,
    onRefusal?: () => void,
  ): void {
    void this.carryOut(work, onRefusal);
  }

  /** Settles once a command is carried out, or is refused, which is reported. It never rejects. */
  private async carryOut(
    work: (remote: Remote<MarketApi>) => Promise<void>,
    onRefusal: () => void = () => undefined,
  ): Promise<void> {
    // Commands wait for a worker that cannot take them yet.
    const called =
      this.reading === null
        ? this.supervisor.call(work)
        : this.reading.then(() => this.supervisor.call(work));
    await called.catch((error: unknown) => {
      // A worker that died says so itself, and its successor is told everything.
      if (error instanceof WorkerFailure) return;
      onRefusal();
      const message = error instanceof Error ? error.message : 'The market worker refused.';
      this.events.onProblem(message, describeError(error));
    });
  }
}

const ignore = () => undefined;

const putTogether = <Settings extends EpisodeSettings>(
  settings: Settings,
): Settings & PutTogether => ({
  ...settings,
  trainedRivals: trainedSpecs(settings.market),
});
