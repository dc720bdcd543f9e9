/**
 * Loads the stored runs that rivals of the settings are, or come from. A rival trades as soon as
 * its policy is read and validated, as it is at that moment; where there is none, it is left out
 * and the page says why.
 */
import type { StoreApi } from 'zustand/vanilla';
import { parseTrainedRival, trainedRivalOf } from '../../agents/rivals/trainedRival';
import { RIVAL_TEXTS } from '../../content/rivals';
import { reasonOf } from '../../market/validation';
import { MARKET_VERSION } from '../../market/version';
import type { RunRecord } from '../../protocol/run';
import type { Notices } from '../notices';
import type { RunRepository } from '../runs/runRepository';
import { rivalEntries } from '../settings/rivals';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import type { RivalRunState } from './rivalRunState';

export class RivalRunLoader {
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly runs: Pick<RunRepository, 'record'>,
    private readonly settings: Pick<SettingsController, 'applyMarket'>,
    private readonly notices: Notices,
  ) {
    store.subscribe((state, before) => {
      const { settings: wanted, applied, runs: list } = state;
      if (list !== before.runs) this.forgetMissing();
      if (
        list !== before.runs ||
        wanted.rivals !== before.settings.rivals ||
        applied.rivals !== before.applied.rivals
      ) {
        void this.loadAll();
      }
    });
  }

  /** Loads every run that the settings name and that is not there. @returns once they are read */
  async loadAll(): Promise<void> {
    const { settings, applied, rivalRuns } = this.state;
    const named = [...rivalEntries(settings), ...rivalEntries(applied)].flatMap(({ who }) =>
      typeof who === 'string' ? [] : [who.run],
    );
    const missing = [...new Set(named)].filter((id) => rivalRuns[id] === undefined);
    await Promise.all(missing.map((id) => this.load(id)));
  }

  private async load(id: string): Promise<void> {
    this.set(id, { kind: 'loading' });
    const record = await this.runs.record(id);
    const state = stateOf(record);
    this.set(id, state);
    const isNamed = rivalEntries(this.state.applied).some(
      ({ who }) => typeof who !== 'string' && who.run === id,
    );
    if (state.kind === 'missing') {
      this.notices.add(RIVAL_TEXTS.leftOut(state.reason));
    } else if (record !== null && (record.marketVersion ?? 1) !== MARKET_VERSION) {
      this.notices.add(RIVAL_TEXTS.otherMarket(record.name));
    }
    if (state.kind === 'ready' && isNamed) this.settings.applyMarket();
  }

  /** A run that comes back, or that has its first policy, may be loaded after all. */
  private forgetMissing(): void {
    const { rivalRuns, runs } = this.state;
    const isBack = (id: string) => runs.some((run) => run.id === id && run.hasPolicy);
    const kept = Object.entries(rivalRuns).filter(
      ([id, state]) => state?.kind !== 'missing' || !isBack(id),
    );
    if (kept.length === Object.keys(rivalRuns).length) return;
    this.store.setState({ rivalRuns: Object.fromEntries(kept) });
  }

  private set(id: string, state: RivalRunState): void {
    this.store.setState({ rivalRuns: { ...this.state.rivalRuns, [id]: state } });
  }

  private get state(): SessionState {
    return this.store.getState();
  }
}

function stateOf(record: RunRecord | null): RivalRunState {
  if (record === null) return { kind: 'missing', reason: RIVAL_TEXTS.noRun };
  const { name, policy, config } = record;
  if (policy === null) return { kind: 'missing', reason: RIVAL_TEXTS.noPolicy(name) };
  const { market } = config;
  try {
    const own = parseTrainedRival(
      trainedRivalOf({ card: { name, targetReturn: null, config }, policy }, name.slice(0, 80)),
      name,
    );
    return { kind: 'ready', own, rivals: market.rivals ?? [] };
  } catch (error) {
    return { kind: 'missing', reason: RIVAL_TEXTS.unsound(name, reasonOf(error)) };
  }
}
