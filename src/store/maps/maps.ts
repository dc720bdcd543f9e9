/**
 * Asks what the agent on screen would quote elsewhere, and why it quotes what it does, for as long
 * as somebody looks. One question of a kind is under way at a time, and the newest follows it: a
 * slider that moves faster than answers come is followed at their pace.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { tunedBaselines } from '../../agents/baselines/tunedBaselines';
import type { Lab } from '../../lab/types';
import type { MarketPreset } from '../../market/config';
import type { DecisionQuestion } from '../../protocol/decisions';
import { rewardWeights } from '../settings/configs';
import type { SessionState } from '../state';
import type { ReplayedDecision } from './replayedDecision';
import { INITIAL_MAPS, type MapsState } from './mapsState';

export type MapQuestion = 'surface' | 'why';

/** Least milliseconds between questions that only follow the market, and times an answer's. */
const LEAST_INTERVAL = 100;
const REST_PER_ANSWER = 3;

export interface MapsSources {
  /** Asks about the replayed decision; null where it was not recorded. */
  recorded(): ReplayedDecision | null;
  /** Milliseconds, monotonic. */
  now(): number;
}

export class MapsController {
  readonly store: StoreApi<MapsState> = createStore<MapsState>(() => INITIAL_MAPS);
  private readonly looking: Record<MapQuestion, number> = { surface: 0, why: 0 };
  private readonly underWay = new Set<MapQuestion>();
  private readonly stale = new Set<MapQuestion>();
  private readonly lastAsked: Record<MapQuestion, number> = { surface: 0, why: 0 };
  private readonly lastTook: Record<MapQuestion, number> = { surface: 0, why: 0 };

  constructor(
    private readonly session: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'surface' | 'why'>,
    private readonly sources: MapsSources,
  ) {
    session.subscribe((state, before) => {
      const isOther =
        state.settings !== before.settings ||
        state.mode !== before.mode ||
        state.playing !== before.playing ||
        state.watchedRun !== before.watchedRun ||
        state.replay.step !== before.replay.step ||
        state.replay.id !== before.replay.id;
      if (isOther) this.askAll();
    });
  }

  /** Somebody looks at the answers to a question. @returns a function that ends it */
  look(question: MapQuestion): () => void {
    this.looking[question] += 1;
    void this.ask(question);
    return () => {
      this.looking[question] -= 1;
    };
  }

  /** Changes what is asked for. */
  set(changes: Partial<Pick<MapsState, 'x' | 'y' | 'quantity' | 'basis' | 'closedForms'>>): void {
    this.store.setState(changes);
    if (Object.keys(changes).join() !== 'quantity') void this.ask('surface');
  }

  /** The live market has moved on. */
  noteFrame(): void {
    if (this.session.getState().mode !== 'live') return;
    for (const question of ['surface', 'why'] as const) {
      const rest = Math.max(LEAST_INTERVAL, REST_PER_ANSWER * this.lastTook[question]);
      if (this.sources.now() - this.lastAsked[question] >= rest) void this.ask(question);
    }
  }

  private askAll(): void {
    void this.ask('surface');
    void this.ask('why');
  }

  private async ask(question: MapQuestion): Promise<void> {
    if (this.looking[question] === 0) return;
    if (this.underWay.has(question)) {
      this.stale.add(question);
      return;
    }
    const asked = this.question();
    if (asked === null) {
      this.store.setState({ [question]: null, problem: '' });
      return;
    }
    const start = this.sources.now();
    this.lastAsked[question] = start;
    this.underWay.add(question);
    try {
      await this.answer(question, asked, start);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.store.setState({ [question]: null, problem });
    } finally {
      this.underWay.delete(question);
      this.lastTook[question] = this.sources.now() - start;
    }
    if (this.stale.delete(question)) await this.ask(question);
  }

  private async answer(
    question: MapQuestion,
    asked: DecisionQuestion,
    start: number,
  ): Promise<void> {
    if (question === 'why') {
      this.store.setState({ why: await this.lab.why(asked), problem: '' });
      return;
    }
    const { x, y, basis, closedForms } = this.store.getState();
    const { avellanedaStoikov, glft } = tunedBaselines(this.preset);
    const surface = await this.lab.surface({
      ...asked,
      x,
      y,
      basis,
      closedForms: closedForms ? [avellanedaStoikov, glft] : [],
    });
    const surfaceMilliseconds = this.sources.now() - start;
    this.store.setState({ surface, surfaceMilliseconds, problem: '' });
  }

  /** What is on screen, as a question; null for an episode whose decisions were not recorded. */
  private question(): DecisionQuestion | null {
    const { mode, settings } = this.session.getState();
    if (mode === 'live') {
      this.store.setState({ decision: null });
      return { weights: rewardWeights(settings) };
    }
    const replayed = this.sources.recorded();
    this.store.setState({ decision: replayed?.decision ?? null });
    return replayed?.question ?? null;
  }

  /** Market on screen, for which the closed forms are tuned. */
  private get preset(): MarketPreset {
    const { mode, applied } = this.session.getState();
    return (mode === 'replay' ? this.sources.recorded()?.preset : undefined) ?? applied.preset;
  }
}
