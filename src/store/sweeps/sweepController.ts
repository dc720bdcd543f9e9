/**
 * Makes sweeps of the reward weights. An agent that is told its weights is evaluated under each on
 * common episodes; a recipe is trained for each, one run after another. A point is stored as soon
 * as it is measured, so that whatever ends a sweep, it can go on from there.
 */
import { policySpec } from '../../agents/policies/policySpec';
import type { AgentSpec } from '../../agents/agentSpec';
import { pointName, SWEEP_TEXTS } from '../../content/sweeps';
import type { RewardWeights } from '../../env/types';
import { CLONE_NAME } from '../../evaluation/baselines';
import type { WeightAxis } from '../../evaluation/weightPlan';
import type { Lab } from '../../lab/types';
import { reasonOf } from '../../market/validation';
import type { RunRecord } from '../../protocol/run';
import type { SweepRecord } from '../../protocol/sweep';
import { rewardWeights } from '../settings/configs';
import { targetShare } from '../settings/learningConfigs';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import { marketFailure } from '../tapes/missingTape';
import type { TrainingController } from '../training/trainingController';
import { isRunning } from '../training/training';
import { evaluateSweep, measurementsOf } from './sweepEvaluation';
import {
  episodeSeconds,
  isSameWeighting,
  missingPoints,
  newSweep,
  trainingSeconds,
  withPoint,
  withWeighting,
} from './sweepPlan';
import { endOf, SweepRepository, type SweepRepositoryServices } from './sweepRepository';
import { bundledPolicy, sourceKey, sweepConfig, sweptAgents } from './sweptAgents';

export interface SweepServices extends SweepRepositoryServices {
  readonly lab: Pick<Lab, 'evaluateAgent' | 'evaluateBaselines'>;
  readonly training: TrainingController;
  readonly settings: SettingsController;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a sweep varies, of which agent. */
export interface SweepRequest {
  /** Key of a SweptAgent. */
  readonly agent: string;
  readonly axes: readonly WeightAxis[];
  readonly episodes: number;
}

/** Longest name of a run. */
const MAX_RUN_NAME = 60;

/** The reason of a sweep that ended because somebody asked it to. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export class SweepController {
  readonly sweeps: SweepRepository;
  private abort: AbortController | null = null;
  /** Whether a sweep is about to begin, and waits for its claim. */
  private isClaiming = false;
  /** Tells other tabs that the sweep is no longer under way. */
  private release: () => void = () => {};
  private resumeWork: () => void = () => {};
  private resumed: Promise<void> = Promise.resolve();
  /** Seconds of one decision step, as last measured; null before. */
  private secondsPerStep: number | null = null;

  constructor(private readonly services: SweepServices) {
    this.sweeps = new SweepRepository(services);
  }

  /** Shows a sweep on the chart; null shows the runs of the table. */
  show(id: string | null): void {
    this.sweeps.set({ shown: id, failure: '' });
  }

  /** Begins a sweep and shows it; says why where it cannot. */
  async start({ agent: key, axes, episodes }: SweepRequest): Promise<void> {
    const agent = sweptAgents(this.state).find((one) => one.key === key);
    if (agent === undefined || this.isBusy(agent.method)) return;
    const { now, newId } = this.services;
    const sweep = newSweep(
      agent,
      { config: sweepConfig(agent, this.state), axes, episodes },
      {
        id: newId(),
        createdAt: now(),
        taken: (this.sweeps.state.records ?? []).map(({ name }) => name),
      },
    );
    this.sweeps.add(sweep);
    this.sweeps.keep(sweep);
    await this.work(sweep);
  }

  /** Measures the points of a sweep that are missing. */
  async goOn(id: string): Promise<void> {
    const sweep = this.sweeps.find(id);
    if (sweep !== undefined && !this.isBusy(sweep.method)) await this.work(sweep);
  }

  /** Adds a point where the sliders stand, and measures it. */
  async addSliders(id: string): Promise<void> {
    const sweep = this.sweeps.find(id);
    if (sweep === undefined || this.isBusy(sweep.method)) return;
    const weights = rewardWeights(this.state.settings);
    await this.work(sweep, (now) => withWeighting(now, weights));
  }

  /** Moves the sliders to a point's weights, as one step of undo. */
  setSliders(weights: RewardWeights): void {
    if (isSameWeighting(weights, rewardWeights(this.state.settings))) return;
    this.services.settings.setMany(weights);
  }

  pause(): void {
    const { running } = this.sweeps.state;
    if (running === null || running.isPaused) return;
    if (this.trains(running.id)) {
      if (!this.state.training.paused) this.services.training.toggle();
    } else {
      this.resumed = new Promise((resolve) => {
        this.resumeWork = resolve;
      });
    }
    this.sweeps.set({ running: { ...running, isPaused: true } });
  }

  resume(): void {
    const { running } = this.sweeps.state;
    if (running === null || !running.isPaused) return;
    if (this.trains(running.id) && this.state.training.paused) this.services.training.toggle();
    this.resumeWork();
    this.sweeps.set({ running: { ...running, isPaused: false } });
  }

  /** Ends the sweep under way; the points that were measured stay. */
  cancel(): void {
    const { running } = this.sweeps.state;
    if (running === null) return;
    this.abort?.abort(new Cancelled());
    this.resumeWork();
    if (this.trains(running.id)) this.services.training.stop();
  }

  /** Seconds that a sweep of so many points would take, as far as anything tells. */
  async estimate(key: string, points: number, episodes: number): Promise<number> {
    const agent = sweptAgents(this.state).find((one) => one.key === key);
    if (agent === undefined) return Number.NaN;
    const perEpisode = episodeSeconds(sweepConfig(agent, this.state), this.secondsPerStep);
    if (agent.method === 'evaluation') return points * episodes * perEpisode;
    const rate = await this.updatesPerSecond(agent.source);
    return points * trainingSeconds(agent.config, rate, perEpisode);
  }

  /** Whether an undo is meant for the sweep that was deleted last. */
  isNewest(): boolean {
    return this.sweeps.isNewest();
  }

  undelete(): boolean {
    return this.sweeps.undelete();
  }

  /** Takes what came of a run that a sweep had trained. */
  receiveRun({ id, config, status, evaluation, failure, createdAt }: RunRecord): void {
    const { running } = this.sweeps.state;
    const sweep = running === null ? undefined : this.sweeps.find(running.id);
    if (running === null || sweep?.method !== 'training') return;
    const index = missingPoints(sweep).find((place) =>
      isSameWeighting(sweep.points[place].weights, config.weights),
    );
    if (index === undefined) return;
    const metrics = evaluation.find(({ policyVersion }) => policyVersion !== null)?.metrics ?? [];
    const baselines = evaluation.filter(
      ({ policyVersion, agentName }) => policyVersion === null && agentName !== CLONE_NAME,
    );
    const reason =
      metrics.length > 0 ? '' : failure === '' ? SWEEP_TEXTS.runEnded(status) : failure;
    const measured = {
      ...withPoint(sweep, index, { metrics, runId: id, failure: reason }),
      ...(baselines.length === 0 ? {} : { baselines: measurementsOf(baselines) }),
    };
    const done = running.done + 1;
    const goesOn = (status === 'finished' || status === 'diverged') && done < running.total;
    this.sweeps.keep({ ...measured, status: goesOn ? 'running' : endOf(measured) });
    if (!goesOn) {
      this.end();
      return;
    }
    const seconds = (this.services.now() - createdAt) / 1000;
    this.advance(done, (running.total - done) * seconds);
  }

  dispose(): void {
    this.abort?.abort(new Cancelled());
    this.sweeps.dispose();
  }

  /** Whether a sweep cannot begin now, and says why not. */
  private isBusy(method: SweepRecord['method']): boolean {
    if (this.sweeps.state.running !== null || this.isClaiming) return true;
    const isTraining = method === 'training' && isRunning(this.state.training.phase);
    if (isTraining) this.sweeps.set({ failure: SWEEP_TEXTS.trainsNow });
    return isTraining;
  }

  private trains(id: string): boolean {
    return this.sweeps.find(id)?.method === 'training';
  }

  /** @param change what is asked of the sweep, as it stands when this tab has its claim */
  private async work(
    shown: SweepRecord,
    change: (sweep: SweepRecord) => SweepRecord = (sweep) => sweep,
  ): Promise<void> {
    this.sweeps.set({ failure: '' });
    this.isClaiming = true;
    const claimed = await this.sweeps.claim(shown).finally(() => {
      this.isClaiming = false;
    });
    if (claimed === null) return;
    // A run may have begun meanwhile.
    if (this.isBusy(shown.method)) {
      claimed.release();
      return;
    }
    const { release } = claimed;
    const sweep = change(claimed.sweep);
    this.release = release;
    const running: SweepRecord = { ...sweep, status: 'running' };
    this.begin(sweep.id, 0, Number.NaN);
    this.sweeps.keep(running);
    if (sweep.method === 'training') await this.train(running);
    else await this.evaluate(running);
  }

  private async evaluate(sweep: SweepRecord): Promise<void> {
    const total = missingPoints(sweep).length * sweep.episodes;
    const { episodeLength } = sweep.config.env;
    this.begin(sweep.id, total, total * episodeSeconds(sweep.config, this.secondsPerStep));
    this.abort = new AbortController();
    this.resumed = Promise.resolve();
    try {
      const { lab, repository, now } = this.services;
      await evaluateSweep(sweep, {
        lab,
        repository,
        now,
        runs: this.state.runs,
        agent: await this.agentOf(sweep),
        resumed: () => this.resumed,
        onProgress: (done, secondsPerEpisode) => {
          if (secondsPerEpisode === null) {
            this.advance(done);
            return;
          }
          this.secondsPerStep = secondsPerEpisode / episodeLength;
          this.advance(done, (total - done) * secondsPerEpisode);
        },
        onMeasured: (measured) => this.sweeps.keep(measured),
        signal: this.abort.signal,
      });
    } catch (error) {
      const left = this.sweeps.find(sweep.id) ?? sweep;
      this.sweeps.keep({ ...left, status: endOf(left) });
      if (!(error instanceof Cancelled)) {
        const failure = marketFailure(reasonOf(error), sweep.config.market, this.state);
        this.sweeps.set({ failure });
      }
    } finally {
      this.abort = null;
      this.end();
    }
  }

  /** @throws Error where the agent of a sweep is not there any more */
  private async agentOf({ source, agentName }: SweepRecord): Promise<AgentSpec> {
    const policy =
      source === null
        ? null
        : source.kind === 'bundled'
          ? bundledPolicy(this.state, source.name, source.hash)
          : ((await this.services.repository.record(source.id))?.policy ?? null);
    if (policy === null) throw new Error(SWEEP_TEXTS.agentGone(agentName));
    return policySpec(policy, targetShare(this.state.settings), agentName);
  }

  /**
   * Lets the missing points be trained, one after another; `receiveRun` takes what comes of them.
   */
  private async train(sweep: SweepRecord): Promise<void> {
    const missing = missingPoints(sweep);
    const { source, config, name } = sweep;
    const key = source === null ? null : sourceKey(source);
    const recipe = sweptAgents(this.state).find((agent) => agent.key === key);
    const plan = missing.map((index) => {
      const { weights } = sweep.points[index];
      return {
        config: { ...config, weights },
        name: `${name}: ${pointName(sweep, weights)}`.slice(0, MAX_RUN_NAME),
        tags: [name.toLowerCase()],
        datasetHash: recipe?.datasetHash ?? null,
      };
    });
    this.begin(sweep.id, missing.length, Number.NaN);
    if (missing.length === 0 || !this.services.training.trainAll(plan)) {
      this.sweeps.keep({ ...sweep, status: endOf(sweep) });
      this.end();
      return;
    }
    const rate = source === null ? Number.NaN : await this.updatesPerSecond(source);
    const each = trainingSeconds(config, rate, episodeSeconds(config, this.secondsPerStep));
    const { running } = this.sweeps.state;
    if (running?.id === sweep.id && running.done === 0) this.advance(0, missing.length * each);
  }

  /**
   * Updates per second of the last run of this visit, or of the recipe's own; NaN where none is
   * known.
   */
  private async updatesPerSecond(source: NonNullable<SweepRecord['source']>): Promise<number> {
    const rate = this.state.training.progress?.updatesPerSecond ?? Number.NaN;
    if (rate > 0 || source.kind === 'bundled') return rate;
    const history = (await this.services.repository.record(source.id))?.history;
    return history?.columns.updatesPerSecond.at(-1) ?? Number.NaN;
  }

  private begin(id: string, total: number, secondsLeft: number): void {
    this.sweeps.set({ running: { id, done: 0, total, isPaused: false, secondsLeft } });
  }

  private end(): void {
    this.sweeps.set({ running: null });
    this.release();
    this.release = () => {};
  }

  private advance(done: number, secondsLeft?: number): void {
    const { running } = this.sweeps.state;
    if (running === null) return;
    this.sweeps.set({
      running: {
        ...running,
        done: Math.max(running.done, done),
        secondsLeft: secondsLeft ?? running.secondsLeft,
      },
    });
  }

  private get state(): SessionState {
    return this.services.store.getState();
  }
}
