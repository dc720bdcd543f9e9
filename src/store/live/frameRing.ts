/**
 * The live history: copies the newest decision steps and fills out of frames into memory that is
 * laid out once and changed in place. Canvases read it in requestAnimationFrame; nothing in it ever
 * enters React or zustand.
 *
 * Time runs on across episodes: each begins where the one before ended, so that a rolling window
 * shows no gap. `beginsEpisode` says where to lift the pen. A frame of another market empties the
 * ring: prices of two markets never stand on one axis. So does one of an episode by hand, and the
 * agent's first one after it: a person's quotes and fills never stand beside others.
 */
import type { EpisodeStarts, History, AxisChange } from '../../charts/history';
import { REWARD_TERM_COUNT } from '../../env/types';
import {
  FILL,
  FILL_LENGTH,
  HEADER,
  HEADER_LENGTH,
  LADDER_LENGTH,
  MAX_FILLS_PER_FRAME,
  MOST_RIVALS,
  RIVAL,
  RIVAL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type EpisodeRecord,
  type Frame,
} from '../../protocol/frames';
import { rivalLetter } from '../../charts/ladderModel';
import { bookDash, type SideTrace } from '../../charts/sideTrace';
import { RivalCurve } from './rivalCurve';
import { DepthRing } from './depthRing';

/** Where in the episode under way another agent took over. */
interface Takeover {
  /** Step of the newest decision then, from 1. */
  readonly step: number;
  /** Seconds into the episode. */
  readonly seconds: number;
  /** Who traded until then. */
  readonly before: string;
  /** Whether the market stood still: then the agent before took the newest decision. */
  readonly isBetweenDecisions: boolean;
  readonly earlier: Takeover | null;
}

/** Most episodes whose beginnings are kept. */
const EPISODE_CAPACITY = 1024;

/** Market seconds within which a slider that is dragged makes one change. */
const CHANGE_SECONDS = 1;
/** Most changes that are kept. */
const MAX_CHANGES = 256;

export class FrameRing implements History {
  /** Header and ladder of the newest frame. */
  readonly header = new Float64Array(HEADER_LENGTH).fill(Number.NaN);
  readonly ladder = new Float64Array(LADDER_LENGTH);
  /** Rows of those who trade in the same book. */
  readonly rivals = new Float64Array(MOST_RIVALS * RIVAL_LENGTH).fill(Number.NaN);
  /** Sums of the unweighted reward terms over the episode so far. */
  readonly termSums = new Float64Array(REWARD_TERM_COUNT);
  /** Number of frames so far: what was drawn at this revision need not be drawn again. */
  revision = 0;
  /** Books, one for each frame. */
  readonly depth = new DepthRing();
  readonly episodes: EpisodeStarts;
  readonly changes: AxisChange[] = [];
  /** The newest of the episode under way; null while one agent has played it all. */
  takeover: Takeover | null = null;
  end = 0;
  fillEnd = 0;

  private readonly rivalCurves = Array.from(
    { length: MOST_RIVALS },
    (_, index) => new RivalCurve(rivalLetter(index), bookDash(index)),
  );
  private readonly samples: Float64Array;
  private readonly sampleTimes: Float64Array;
  private readonly begins: Uint8Array;
  private readonly fills: Float64Array;
  private readonly fillTimes: Float64Array;
  /** Shared-axis time at which the current episode began. */
  private episodeStart = 0;
  private lastStep = -1;
  private lastFillStep = -1;
  /** Whether the newest frame was full of fills: then more of its steps come with the next. */
  private isBehind = false;
  /** First sample and fill of the axis. */
  private axisStart = 0;
  private axisFillStart = 0;
  private market = Number.NaN;
  /** First sample of the episode under way. */
  private episodeFrom = 0;
  /** First sample that the agent of the newest mark decided, and the agent before it. */
  private deciders = { from: 0, before: 0 };
  /** Number of the episode that a person plays; NaN while the agent trades. */
  private manualEpisode = Number.NaN;
  private readonly episodeStarts = new Float64Array(EPISODE_CAPACITY);
  private readonly episodeNumbers = new Float64Array(EPISODE_CAPACITY);
  private firstEpisode = 0;
  private episodeEnd = 0;

  /**
   * @param sampleCapacity the number of decision steps kept
   * @param fillCapacity the number of fills kept
   */
  constructor(
    private readonly sampleCapacity = 16_384,
    private readonly fillCapacity = 32_768,
  ) {
    this.samples = new Float64Array(sampleCapacity * SAMPLE_LENGTH);
    this.sampleTimes = new Float64Array(sampleCapacity);
    this.begins = new Uint8Array(sampleCapacity);
    this.fills = new Float64Array(fillCapacity * FILL_LENGTH);
    this.fillTimes = new Float64Array(fillCapacity);
    this.episodes = this.episodeList();
  }

  get start(): number {
    return Math.max(this.axisStart, this.end - this.sampleCapacity);
  }

  get fillStart(): number {
    return Math.max(this.axisFillStart, this.fillEnd - this.fillCapacity);
  }

  /** Shared-axis time of the newest sample; 0 before the first of an axis. */
  get now(): number {
    return this.end === this.start ? 0 : this.timeAt(this.end - 1);
  }

  /** Names what the ring holds: a market, and the episode of a person who plays it. */
  get axis(): string {
    return `${this.market} ${this.manualEpisode}`;
  }

  timeAt(index: number): number {
    return this.sampleTimes[index % this.sampleCapacity];
  }

  valueAt(index: number, field: number): number {
    return this.samples[(index % this.sampleCapacity) * SAMPLE_LENGTH + field];
  }

  beginsEpisode(index: number): boolean {
    return this.begins[index % this.sampleCapacity] === 1;
  }

  fillTimeAt(index: number): number {
    return this.fillTimes[index % this.fillCapacity];
  }

  fillAt(index: number, field: number): number {
    return this.fills[(index % this.fillCapacity) * FILL_LENGTH + field];
  }

  /** Copies what is new in a frame. The frame may be reused as soon as this returns. */
  push(frame: Frame): void {
    this.header.set(frame.header);
    this.ladder.set(frame.ladder);
    this.rivals.set(frame.rivals);
    this.followAxis();
    const sampleCount = frame.header[HEADER.sampleCount];
    const fillCount = frame.header[HEADER.fillCount];
    let fill = 0;
    for (let sample = 0; sample < sampleCount; sample++) {
      const at = sample * SAMPLE_LENGTH;
      const step = frame.samples[at + SAMPLE.step];
      if (step <= this.lastStep) this.beginEpisode();
      const after = sample === 0 && this.isBehind ? Number.NEGATIVE_INFINITY : this.lastStep;
      this.pushSample(frame.samples, at, step);
      fill = this.pushFills(frame, fill, fillCount, after, step);
    }
    this.pushFills(frame, fill, fillCount, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    this.isBehind = fillCount === MAX_FILLS_PER_FRAME;
    // An episode that waits for its first step has earned nothing yet.
    if (sampleCount === 0 && frame.header[HEADER.step] === 0) this.beginEpisode();
    this.followRivals();
    this.depth.push(this.now, frame);
    this.revision++;
  }

  /** Notes what changes now; of what changes on within a second the last is kept. */
  markChange(text: string): void {
    const last = this.changes.at(-1);
    if (last !== undefined && this.now - last.seconds < CHANGE_SECONDS) this.changes.pop();
    this.changes.push({ seconds: this.now, text });
    if (this.changes.length > MAX_CHANGES) this.changes.shift();
  }

  /** Whether the agent that was chosen last has taken no decision yet: all is of the one before. */
  get isDecisionAwaited(): boolean {
    const { takeover } = this;
    return takeover?.isBetweenDecisions === true && takeover.step === this.lastStep;
  }

  /** First sample of whoever took the newest decision: what is before it was another agent. */
  get decidedFrom(): number {
    const { from, before } = this.deciders;
    return Math.max(this.start, this.isDecisionAwaited ? before : from);
  }

  /** Notes that another agent has played the episode under way from its start. */
  markAgentOfEpisode(name: string): void {
    this.markChange(name);
    this.deciders = { from: this.episodeFrom, before: this.deciders.from };
  }

  /** Notes that another agent trades from now on. @param before who traded until now */
  markAgent(name: string, before: string): void {
    this.markChange(name);
    const step = this.lastStep;
    // One that was chosen and left between two decisions has not traded.
    const passed = this.isDecisionAwaited ? this.takeover : null;
    if (passed === null) this.deciders = { from: this.end, before: this.deciders.from };
    else if (passed.before === name) this.deciders = { from: this.deciders.before, before: 0 };
    if (step <= 0) return;
    const trader = passed?.before ?? before;
    const earlier = passed === null ? this.takeover : passed.earlier;
    const seconds = this.now - this.episodeStart;
    const isBetweenDecisions = this.header[HEADER.sampleCount] === 0;
    this.takeover =
      trader === name ? earlier : { step, seconds, before: trader, isBetweenDecisions, earlier };
  }

  /** Profits of the rivals in the episode under way, one trace for each. */
  get rivalTraces(): readonly SideTrace[] {
    return this.rivalCurves.filter(({ count }) => count > 0);
  }

  /**
   * Draws every step of the rivals in the episode that has just ended: frames may have passed it
   * by.
   */
  traceRivals({ rivals, rivalNames = [], steps, samples }: EpisodeRecord): void {
    if (rivals === undefined) return;
    const width = rivalNames.length * RIVAL_LENGTH;
    for (const [index, curve] of this.rivalCurves.slice(0, rivalNames.length).entries()) {
      curve.restart();
      for (let step = 0; step < steps; step++) {
        const seconds = samples[step * SAMPLE_LENGTH + SAMPLE.timeSeconds];
        const dollars = rivals[step * width + index * RIVAL_LENGTH + RIVAL.equityDollars];
        if (!Number.isNaN(dollars)) curve.push(this.episodeStart + seconds, dollars);
      }
    }
  }

  private followRivals(): void {
    const { [HEADER.episode]: episode, [HEADER.step]: step } = this.header;
    for (const [index, curve] of this.rivalCurves.entries()) {
      const dollars = this.rivals[index * RIVAL_LENGTH + RIVAL.equityDollars];
      curve.follow(Number.isNaN(dollars) ? Number.NaN : episode);
      if (step > 0 && !Number.isNaN(dollars)) curve.push(this.now, dollars);
    }
  }

  /** Empties the ring where the newest frame belongs on another axis. */
  private followAxis(): void {
    const { [HEADER.marketHash]: market, [HEADER.episode]: episode } = this.header;
    const isManual = !Number.isNaN(this.header[HEADER.rivalEquityDollars]);
    const manualEpisode = isManual ? episode : Number.NaN;
    if (Object.is(market, this.market) && Object.is(manualEpisode, this.manualEpisode)) return;
    this.market = market;
    this.manualEpisode = manualEpisode;
    this.axisStart = this.end;
    this.axisFillStart = this.fillEnd;
    this.firstEpisode = this.episodeEnd;
    this.depth.clear();
    this.changes.length = 0;
    this.beginEpisode();
  }

  private beginEpisode(): void {
    this.episodeStart = this.now;
    this.episodeFrom = this.end;
    this.lastStep = -1;
    this.lastFillStep = -1;
    this.takeover = null;
    this.termSums.fill(0);
  }

  private pushSample(source: Float64Array, at: number, step: number): void {
    const place = this.end % this.sampleCapacity;
    const begins = this.lastStep === -1;
    this.begins[place] = begins ? 1 : 0;
    if (begins) {
      const episode = this.episodeEnd % EPISODE_CAPACITY;
      this.episodeStarts[episode] = this.episodeStart;
      this.episodeNumbers[episode] = this.header[HEADER.episode];
      this.episodeEnd++;
    }
    this.samples.set(source.subarray(at, at + SAMPLE_LENGTH), place * SAMPLE_LENGTH);
    this.sampleTimes[place] = this.episodeStart + source[at + SAMPLE.timeSeconds];
    for (let term = 0; term < REWARD_TERM_COUNT; term++) {
      this.termSums[term] += source[at + SAMPLE_TERMS + term];
    }
    this.lastStep = step;
    this.end++;
  }

  private episodeList(): EpisodeStarts {
    const first = () => Math.max(this.firstEpisode, this.episodeEnd - EPISODE_CAPACITY);
    const last = () => this.episodeEnd;
    return {
      get start() {
        return first();
      },
      get end() {
        return last();
      },
      beginsAt: (index) => this.episodeStarts[index % EPISODE_CAPACITY],
      numberAt: (index) => this.episodeNumbers[index % EPISODE_CAPACITY],
    };
  }

  /**
   * Takes the fills of this episode that are later than one step and no later than another; the
   * step of a fill of the next episode is not.
   */
  private pushFills(
    frame: Frame,
    from: number,
    count: number,
    after: number,
    upToStep: number,
  ): number {
    let fill = from;
    for (; fill < count; fill++) {
      const at = fill * FILL_LENGTH;
      const step = frame.fills[at + FILL.step];
      if (step > upToStep || step <= after || step < this.lastFillStep) break;
      const place = this.fillEnd % this.fillCapacity;
      this.fills.set(frame.fills.subarray(at, at + FILL_LENGTH), place * FILL_LENGTH);
      this.fillTimes[place] = this.episodeStart + frame.fills[at + FILL.timeSeconds];
      this.lastFillStep = step;
      this.fillEnd++;
    }
    return fill;
  }
}
