/** Lets the policy of a run of this or an earlier visit trade live, in place of the newest one. */
import type { StoreApi } from 'zustand/vanilla';
import { policySpec } from '../../agents/policies/policySpec';
import type { Lab } from '../../lab/types';
import { InvalidInputError } from '../../market/validation';
import type { Playback } from '../live/playback';
import type { Notices } from '../notices';
import { titled } from '../settings/configs';
import { targetShare } from '../settings/learningConfigs';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import type { RunRepository } from './runRepository';

export class WatchedRunController {
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'setAgent'>,
    private readonly runs: RunRepository,
    private readonly settings: SettingsController,
    private readonly playback: Pick<Playback, 'showLive'>,
    private readonly notices: Notices,
  ) {}

  /** Lets the run's policy trade live. */
  async watch(id: string): Promise<void> {
    const record = await this.runs.record(id);
    if ((record?.policy ?? null) === null) return;
    if (this.store.getState().settings.agent !== 'trained') this.settings.set('agent', 'trained');
    this.store.setState({ watchedRun: id });
    await this.trade(id);
    this.playback.showLive();
  }

  /** Watches the newest run that has a policy, as a link to a trained agent asks for. */
  async watchNewest(): Promise<void> {
    const newest = this.store.getState().runs.findLast(({ hasPolicy }) => hasPolicy);
    if (newest !== undefined) {
      await this.watch(newest.id);
      return;
    }
    const expected = 'a baseline until a policy is trained';
    this.notices.add(new InvalidInputError('agent', expected, 'trained').message);
  }

  /**
   * Hands the run's policy to the market, unless another is watched by now. A Decision
   * Transformer is asked for the return on screen.
   */
  async trade(id: string): Promise<void> {
    const record = await this.runs.record(id);
    const policy = record?.policy ?? null;
    const { settings, watchedRun } = this.store.getState();
    if (record === null || policy === null || watchedRun !== id) return;
    this.lab.setAgent(titled(policySpec(policy, targetShare(settings)), record.name));
  }
}
