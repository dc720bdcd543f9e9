/**
 * Decides which run's policy trades live. A run that trains is followed from its first policy on,
 * unless somebody chose another agent since it began. Any other run with a policy can be watched.
 */
import type { StoreApi } from 'zustand/vanilla';
import { policySpec } from '../../agents/policies/policySpec';
import { SHARE_TEXTS } from '../../content/share';
import type { Lab } from '../../lab/types';
import { liveAgentTitle, traderKey, watchedRunName } from '../live/liveAgentTitle';
import type { Playback } from '../live/playback';
import type { Notices } from '../notices';
import { targetShare } from '../settings/learningConfigs';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import { isRunning } from '../training/training';
import type { RunRepository } from './runRepository';

export class WatchedRunController {
  /** Run that traded last, which an undo brings back. */
  private last: string | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'setAgent'>,
    private readonly runs: Pick<RunRepository, 'record' | 'wasDeleted'>,
    private readonly settings: SettingsController,
    private readonly playback: Pick<Playback, 'showLive'>,
    private readonly notices: Notices,
  ) {}

  /** Lets the run's policy trade live; a run that trains is followed. */
  async watch(id: string): Promise<void> {
    if (this.isUnderWay(id)) {
      this.follow(id);
    } else {
      const record = await this.runs.record(id);
      if ((record?.policy ?? null) === null) return;
      this.pin();
      this.choose(id, false);
      await this.trade(id);
    }
    this.playback.showLive();
  }

  /**
   * Watches the run that a link asks for, or the newest that has a policy.
   * @param id of the run; null where the link names none
   */
  async watchLinked(id: string | null): Promise<void> {
    const run = this.state.runs.find((one) => one.id === id && one.hasPolicy);
    const chosen = run?.id ?? this.newest();
    const wasDeleted = id !== null && run === undefined && (await this.runs.wasDeleted(id));
    if (chosen === null) {
      const instead = liveAgentTitle(this.state);
      this.say(
        wasDeleted
          ? SHARE_TEXTS.deletedAgent(this.deletedName(id), instead)
          : SHARE_TEXTS.noTrainedAgent(instead),
      );
      return;
    }
    await this.watch(chosen);
    const name = watchedRunName(this.state);
    if (id === null || id === chosen || name === null) return;
    const asked = this.state.runs.find((one) => one.id === id);
    this.say(
      wasDeleted
        ? SHARE_TEXTS.deletedAgent(this.deletedName(id), `Your own ${name}`)
        : asked === undefined
          ? SHARE_TEXTS.otherTrainedAgent(name)
          : SHARE_TEXTS.agentWithoutPolicy(asked.name, name),
    );
  }

  /** Says who trades in place of the run that a link asks for, until another is chosen. */
  private say(message: string): void {
    this.notices.addWhile(() => traderKey(this.state), message);
  }

  /** Name of a deleted run that can be brought back; null once it is gone for good. */
  private deletedName(id: string): string | null {
    const { deletedRun } = this.state;
    return deletedRun?.id === id ? deletedRun.name : null;
  }

  /**
   * Watches the run of a link once storage that was late has it, unless somebody chose another
   * agent until then.
   * @param id see `watchLinked`
   */
  watchLinkedLater(id: string | null): void {
    const { agent } = this.state.settings;
    const stop = this.store.subscribe(({ settings, watchedRun, runs }) => {
      const isThere = runs.some((run) => run.hasPolicy && (id === null || run.id === id));
      if (settings.agent === agent && watchedRun === null && !isThere) return;
      stop();
      if (settings.agent !== agent || watchedRun !== null) return;
      this.notices.withdraw(SHARE_TEXTS.noTrainedAgent(liveAgentTitle(this.state)));
      void this.watchLinked(id);
    });
  }

  /** Lets the live agent take the policies of the run that trains. */
  follow(id: string): void {
    this.choose(id, true);
    this.store.setState({ agentPinned: false });
    this.offer(id);
  }

  /** Says that a run has its first policy: it is followed, unless somebody chose another agent. */
  noteFirstPolicy(id: string): void {
    if (!this.state.agentPinned) this.follow(id);
  }

  /** Somebody chose an agent: while a run trains, that choice stays. */
  pin(): void {
    const { training, agentPinned } = this.state;
    if (!agentPinned && isRunning(training.phase)) this.store.setState({ agentPinned: true });
  }

  /** Lets the run that trains trade from its first policy on, after all. */
  unpin(): void {
    this.store.setState({ agentPinned: false });
  }

  /**
   * Gives the market a trained policy, as the settings say: that of the run under way where it has
   * one, or else of the run that traded last, or of the newest.
   */
  tradeTrained(): void {
    const { watchedRun, runUnderWay, training } = this.state;
    if (watchedRun !== null) {
      void this.trade(watchedRun);
    } else if (runUnderWay !== null && training.hasOwnPolicy) {
      this.follow(runUnderWay);
    } else {
      const chosen = this.traded() ?? this.newest();
      if (chosen === null) return;
      this.store.setState({ watchedRun: chosen, followsRun: false });
      void this.trade(chosen);
    }
  }

  /**
   * Hands the run's policy to the market, unless another is watched by now. A Decision Transformer
   * is asked for the return on screen.
   */
  private async trade(id: string): Promise<void> {
    if (this.state.followsRun) {
      this.offer(id);
      return;
    }
    const record = await this.runs.record(id);
    const policy = record?.policy ?? null;
    const { settings, watchedRun } = this.state;
    if (record === null || policy === null || watchedRun !== id) return;
    const spec = policySpec(policy, targetShare(settings), record.name, id);
    const critics = record.models?.critics ?? null;
    const valued = spec.kind === 'network' && critics !== null;
    this.lab.setAgent(valued ? { ...spec, critics } : spec);
  }

  private offer(id: string): void {
    const { settings, runs, training } = this.state;
    const title = runs.find((run) => run.id === id)?.name ?? training.runName;
    this.lab.setAgent({ kind: 'trained', targetShare: targetShare(settings), title, run: id });
  }

  private choose(id: string, followsRun: boolean): void {
    this.last = id;
    this.settings.chooseTrained();
    this.store.setState({ watchedRun: id, followsRun });
  }

  private isUnderWay(id: string): boolean {
    const { runUnderWay, training } = this.state;
    return runUnderWay === id && training.hasOwnPolicy;
  }

  /** Run that traded last; null where its policy is gone. */
  private traded(): string | null {
    return this.state.runs.find(({ id, hasPolicy }) => id === this.last && hasPolicy)?.id ?? null;
  }

  private newest(): string | null {
    return this.state.runs.findLast(({ hasPolicy }) => hasPolicy)?.id ?? null;
  }

  private get state(): SessionState {
    return this.store.getState();
  }
}
