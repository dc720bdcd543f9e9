/**
 * Speaks with the page that shows the lab in a frame, if the link names that page's origin. What
 * comes from anywhere else is not heard, and nothing is sent to it.
 */
import type { LabEvent, StepEvent } from '../../../public/nanoarb-lab';
import { InvalidInputError } from '../../market/validation';
import { FILL, HEADER, type EpisodeRecord } from '../../protocol/frames';
import { isSoFar } from '../replay/episodes';
import type { Session } from '../session';
import { instrumentOf } from '../settings/configs';
import { EMBEDDED_AGENTS, parseCommand, type Command } from './commands';

/** The part of a message that is looked at. */
type Message = Pick<MessageEvent<unknown>, 'source' | 'origin' | 'data'>;

/** The page in the frame, as far as messages go. */
export interface FramedPage {
  /** Window of the page around it. */
  readonly parent: unknown;
  /** Sends to that window; it arrives only if its page is of the origin. */
  readonly post: (event: LabEvent, origin: string) => void;
  /** @returns a function that stops listening */
  readonly listen: (receive: (message: Message) => void) => () => void;
  /** Calls before the next frame of the screen. */
  readonly onNextFrame: (call: () => void) => void;
}

type Unversioned<Event> = Event extends LabEvent ? Omit<Event, 'nanoarb'> : never;

export class EmbeddedLab {
  private stopListening: () => void = () => undefined;
  private isDisposed = false;
  /** Whether the page has spoken, so that somebody listens to events. */
  private isHeard = false;
  private lastStep = '';
  private lastFill = 0;
  private readonly ended = new WeakSet<EpisodeRecord>();

  /** @param origin of the page that may speak to the lab */
  constructor(
    private readonly session: Session,
    private readonly origin: string,
    private readonly page: FramedPage,
  ) {}

  start(): void {
    this.stopListening = this.page.listen((message) => this.receive(message));
    this.sayReady();
  }

  dispose(): void {
    this.isDisposed = true;
    this.stopListening();
  }

  private receive({ source, origin, data }: Message): void {
    if (source !== this.page.parent || origin !== this.origin) return;
    try {
      const command = parseCommand(data);
      this.begin();
      this.obey(command);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.send({ type: 'error', message: error.message });
    }
  }

  private obey(command: Command): void {
    const { playback, settings, state, replay } = this.session;
    const isReplay = state.mode === 'replay';
    const isPlaying = isReplay ? state.replay.playing : state.playing;
    switch (command.type) {
      case 'hello':
        this.sayReady();
        return;
      case 'play':
      case 'pause':
        if (isPlaying !== (command.type === 'play')) playback.toggle();
        return;
      case 'step':
        playback.step();
        return;
      case 'seek':
        if (command.step !== 'live') playback.seekStep(command.step);
        else if (replay.player !== null) playback.showLive();
        return;
      case 'setWeights':
        settings.setMany(command.weights);
        return;
      case 'setAgent':
        settings.set('agent', command.agent);
    }
  }

  /** Starts the events, from now on. */
  private begin(): void {
    if (this.isHeard) return;
    this.isHeard = true;
    this.lastFill = this.session.feed.ring.fillEnd;
    for (const { record } of this.session.state.episodes) this.ended.add(record);
    this.follow();
  }

  private readonly follow = (): void => {
    if (this.isDisposed) return;
    this.sendFills();
    this.sendStep();
    this.sendEpisodes();
    this.page.onNextFrame(this.follow);
  };

  private sendStep(): void {
    const { view, state } = this.session;
    const { header, tickSize } = view;
    const read = (field: keyof typeof HEADER) => numberOrNull(header[HEADER[field]]);
    const price = (field: keyof typeof HEADER) => numberOrNull(header[HEADER[field]] * tickSize);
    const step: Omit<StepEvent, 'nanoarb'> = {
      type: 'step',
      mode: state.mode,
      episode: read('episode'),
      seed: read('seed'),
      step: read('step'),
      seconds: read('timeSeconds'),
      bestBid: price('bestBid'),
      bestAsk: price('bestAsk'),
      bidPrice: price('bidPrice'),
      askPrice: price('askPrice'),
      inventory: read('inventory'),
      profitDollars: read('equityDollars'),
    };
    const shown = `${state.mode} ${step.seed} ${step.episode} ${step.step}`;
    if (step.step === null || shown === this.lastStep) return;
    this.lastStep = shown;
    this.send(step);
  }

  private sendFills(): void {
    const { feed, state } = this.session;
    const { ring } = feed;
    const { tickSize } = instrumentOf(state.applied);
    for (let fill = Math.max(this.lastFill, ring.fillStart); fill < ring.fillEnd; fill++) {
      const read = (field: keyof typeof FILL) => ring.fillAt(fill, FILL[field]);
      this.send({
        type: 'fill',
        step: read('step'),
        seconds: read('timeSeconds'),
        side: read('side') > 0 ? 'buy' : 'sell',
        price: read('priceTicks') * tickSize,
        size: read('size'),
        mid: numberOrNull(read('midTicks') * tickSize),
        isMaker: read('isMaker') === 1,
      });
    }
    this.lastFill = ring.fillEnd;
  }

  private sendEpisodes(): void {
    for (const { record, origin, profitDollars, fillCount } of this.session.state.episodes) {
      if (this.ended.has(record)) continue;
      this.ended.add(record);
      if (origin === null || isSoFar(record)) continue;
      this.send({
        type: 'episodeEnd',
        episode: record.episode,
        seed: record.seed,
        agent: record.agentName,
        steps: record.steps,
        fills: fillCount,
        profitDollars,
      });
    }
  }

  private sayReady(): void {
    const { settings } = this.session.state;
    const { spreadCapture, adverseSelection, inventoryPnl, fees } = settings;
    const { inventoryPenalty, spreadPenalty } = settings;
    this.send({
      type: 'ready',
      agent: settings.agent,
      agents: EMBEDDED_AGENTS,
      weights: {
        spreadCapture,
        adverseSelection,
        inventoryPnl,
        fees,
        inventoryPenalty,
        spreadPenalty,
      },
    });
  }

  private send(event: Unversioned<LabEvent>): void {
    this.page.post({ nanoarb: 1, ...event }, this.origin);
  }
}

/** JSON and other languages have no NaN. */
const numberOrNull = (value: number) => (Number.isFinite(value) ? value : null);

/** The frame that a window is in; null where it is in none. */
export function framedPage(page: Window): FramedPage | null {
  if (page.parent === page) return null;
  return {
    parent: page.parent,
    post: (event, origin) => page.parent.postMessage(event, origin),
    listen: (receive) => {
      page.addEventListener('message', receive);
      return () => page.removeEventListener('message', receive);
    },
    onNextFrame: (call) => {
      page.requestAnimationFrame(call);
    },
  };
}
