/**
 * The lesson controller sets a guided lesson up, watches what happens from then on, keeps which
 * steps are done, and puts the settings back. A step that was once done stays done, whatever is
 * changed afterwards.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { LessonId } from '../../content/lessons';
import type { TargetPoint } from '../../lab/types';
import { NO_EVIDENCE, episodeFact, type EpisodeFact, type LessonPlan } from './lessonEvidence';
import { isSoFar } from '../replay/episodes';
import type { ReplayPlayer } from '../replay/replayPlayer';
import type { Settings } from '../settings/settings';
import type { LessonState } from './lessonState';
import type { SessionState } from '../state';

/** Actions of the session that a lesson needs. */
export interface LessonHost {
  /** Shows the live market under these settings, in an episode that begins now. */
  setUp(settings: Partial<Settings>): void;
  /** Begins the live episode anew, on the first seed, under the settings shown. */
  restart(): void;
  replay(): ReplayPlayer | null;
  /** Number of the live episode; NaN before the first frame. */
  liveEpisode(): number;
}

export class LessonController {
  /** Ids of the runs from before the lesson, which do not count. */
  private runsBefore: ReadonlySet<string> = new Set();
  private episodesBefore: ReadonlySet<string> = new Set();
  private lastEpisode = 0;
  private facts: readonly EpisodeFact[] = [];
  private readonly targets = new Map<string, readonly TargetPoint[]>();
  private settings: Settings | null = null;
  /** Plan of the open lesson. */
  private plan: LessonPlan | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly host: LessonHost,
  ) {}

  /** Marks lessons as completed on earlier visits. */
  restore(completed: readonly LessonId[]): void {
    this.show({ completed });
  }

  /** Sets the lesson up. @param plan the lesson's own */
  begin(id: LessonId, plan: LessonPlan): void {
    const { runs, episodes, settings, runUnderWay } = this.store.getState();
    this.settings ??= settings;
    this.runsBefore = new Set([...runs.map((run) => run.id), runUnderWay ?? '']);
    this.episodesBefore = new Set(episodes.map(({ record }) => record.id));
    const live = this.host.liveEpisode();
    this.lastEpisode = Number.isNaN(live) ? 0 : live;
    this.facts = [];
    this.targets.clear();
    this.plan = plan;
    this.host.setUp(plan.setup);
    this.show({ open: id, steps: plan.check(NO_EVIDENCE) });
  }

  /** Plays the same episodes again, under the settings shown. */
  restart(): void {
    this.host.restart();
  }

  /** Ends the lesson, puts the settings back, and forgets its steps. */
  leave(): void {
    if (this.settings !== null) this.host.setUp(this.settings);
    this.settings = null;
    this.show({ open: null, steps: [] });
  }

  /** Checks the steps against what has happened since. The session calls it with every readout. */
  refresh(): void {
    const { open, steps, completed } = this.lessons;
    const { plan } = this;
    if (open === null || plan === null) return;
    const { episodes, runs, training, settings } = this.store.getState();
    const known = new Set([...this.episodesBefore, ...this.facts.map(({ id }) => id)]);
    const news = episodes
      .filter(({ origin, record }) => origin !== null && !record.isByHand && !isSoFar(record))
      .filter(({ record }) => record.episode > this.lastEpisode && !known.has(record.id))
      .map(episodeFact);
    if (news.length > 0) this.facts = [...this.facts, ...news];
    const ended = runs.filter(({ id, status }) => status !== 'running' && !this.runsBefore.has(id));
    // Runs that were imported, or that another tab trained, have ended too.
    const trained = ended.find(({ id }) => id === training.runIds.at(-1));
    if (trained !== undefined && training.phase === 'finished' && training.targets.length > 0) {
      this.targets.set(trained.id, training.targets);
    }
    const found = plan.check({
      episodes: this.facts,
      runs: ended,
      targets: this.targets,
      replay: this.host.replay(),
      fallback: settings.fallback,
    });
    const next = found.map((result, index) => (steps[index].done ? steps[index] : result));
    if (next.every((result, index) => result.done === steps[index].done)) return;
    const isComplete = next.every(({ done }) => done);
    this.show({
      steps: next,
      completed: isComplete && !completed.includes(open) ? [...completed, open] : completed,
    });
  }

  private get lessons(): LessonState {
    return this.store.getState().lessons;
  }

  private show(changes: Partial<LessonState>): void {
    this.store.setState({ lessons: { ...this.lessons, ...changes } });
  }
}
