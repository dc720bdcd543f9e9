/**
 * The baseline controller evaluates the baselines in the scenario on screen when somebody first
 * looks at runs, and keeps the result. A scenario is a market, an environment and the seed that
 * evaluation draws its episodes from.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Lab } from '../../lab/types';
import { runConfig } from '../settings/configs';
import { baselinesAmong, scenarioKey } from './scenarios';
import type { RunRepository } from './runRepository';
import type { BaselinesState } from './baselinesState';
import type { SessionState } from '../state';

/** What it takes to play another agent on the episodes of the baselines. */
export interface BaselineServices {
  readonly store: StoreApi<SessionState>;
  readonly lab: Pick<Lab, 'evaluateAgent'>;
  /** Aborts when nobody looks any more, or the scenario on screen is another. */
  readonly signal: AbortSignal;
}

export class BaselineController {
  private scenario = '';
  private abort = new AbortController();

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Lab,
    private readonly repository: RunRepository,
  ) {}

  /** Shows the baselines for the settings on screen: from a run, from storage, or evaluated now. */
  async show(): Promise<void> {
    const state = this.store.getState();
    const { settings, runs } = state;
    const { market, env, weights, seed } = runConfig(settings, state);
    const scenario = scenarioKey({ market, env, seed });
    if (scenario === this.scenario) return;
    this.cancel();
    this.scenario = scenario;
    const { signal } = this.abort;
    const known =
      baselinesAmong(runs, scenario)?.rows ??
      (await this.repository.attempt((storage) => storage.baselines.get(scenario)));
    if (signal.aborted) return;
    if (known !== undefined && known !== null) {
      this.set({ found: { scenario, market, rows: known }, progress: null, failure: '' });
      return;
    }
    try {
      const rows = await this.lab.evaluateBaselines(
        { market, env, weights, seed },
        (done, total) => {
          if (!signal.aborted) this.set({ progress: { done, total } });
        },
        signal,
      );
      this.set({ found: { scenario, market, rows }, progress: null, failure: '' });
      await this.repository.attempt((storage) => storage.baselines.put(scenario, rows));
    } catch (error) {
      if (signal.aborted) return;
      this.scenario = '';
      const failure = error instanceof Error ? error.message : String(error);
      this.set({ progress: null, failure });
    }
  }

  /** Plays another agent for as long as somebody looks. */
  async playBeside(work: (services: BaselineServices) => Promise<void>): Promise<void> {
    await work({ store: this.store, lab: this.lab, signal: this.abort.signal });
  }

  /** Compares every other agent with this one. @param key the key of a ComparedAgent */
  pin(key: string): void {
    this.store.setState({ pinned: key });
  }

  /** Stops an evaluation that nobody looks at any more. */
  cancel(): void {
    this.abort.abort();
    this.abort = new AbortController();
    if (this.store.getState().baselines.progress === null) return;
    this.scenario = '';
    this.set({ progress: null });
  }

  private set(change: Partial<BaselinesState>): void {
    this.store.setState({ baselines: { ...this.store.getState().baselines, ...change } });
  }
}
