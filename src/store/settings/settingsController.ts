/**
 * The controller checks changes of settings, can undo them, and passes them on to the lab. Those of
 * the market wait for the next episode; all others take effect at once.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Lab } from '../../lab/types';
import type { MarketPreset } from '../../market/config';
import {
  FALLBACK_AGENT,
  envConfig,
  fallbackOf,
  liveAgent,
  rewardWeights,
  sharedMarket,
  speedValue,
} from './configs';
import { checkParameters } from './parameters';
import { checkSetting, type SettingKey, type Settings } from './settings';
import { isBundled, type AgentKind } from './agent';
import { hasTrainedAgent } from '../live/liveAgentTitle';
import { change, changedKeys, redo, undo, type SettingsHistory } from './settingsHistory';
import type { SessionState } from '../state';
import { chosenTape } from './tape';
import { retuned, tunedSettings } from './tuning';

/** Milliseconds within which changes of one setting are one step of undo. */
const UNDO_GROUPING = 900;

export interface SettingsControllerOptions {
  /** Reads the clock of the page's frames, in milliseconds. */
  readonly now: () => number;
  /** Takes back the deletion of a run, if that was the last thing done. @returns whether it was */
  readonly undelete: () => boolean;
  /** Lets a trained policy trade, under changed settings of its own. */
  readonly tradeTrained: () => void;
  /** Says that somebody chose an agent that is no run's. */
  readonly pinAgent: () => void;
  /** Plays a recording once it is known to be there, or says that it is not. */
  readonly playTape: (tape: string) => void;
  /** Ends quoting by hand. */
  readonly leaveManual: () => void;
}

export class SettingsController {
  private lastChange: { readonly key: SettingKey; readonly at: number } | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Lab,
    private readonly options: SettingsControllerOptions,
  ) {}

  /** @throws InvalidInputError when the value is not one of the setting's */
  set<Key extends SettingKey>(key: Key, value: Settings[Key]): void {
    const accepted = checkSetting(key, value);
    if (key === 'parameters') checkParameters(this.state.settings.preset, String(accepted));
    if (this.state.settings[key] === accepted) return;
    const at = this.options.now();
    const last = this.lastChange;
    const merge = last !== null && last.key === key && at - last.at < UNDO_GROUPING;
    this.lastChange = { key, at };
    const changes: Partial<Settings> =
      key === 'agent'
        ? { agent: value as AgentKind, ...tunedSettings(value as AgentKind, this.preset) }
        : // Parameters are changes of the preset, and mean nothing in another.
          { [key]: accepted, ...(key === 'preset' && { parameters: '' }) };
    this.adopt(change(this.state, changes, merge));
  }

  /** Changes several at once, as a preset, a reset or a link does. */
  setMany(changes: Partial<Settings>): void {
    this.lastChange = null;
    this.adopt(change(this.state, changes, false));
  }

  /** Chooses the trained policy; which run's it is, and that it trades, is the caller's to say. */
  chooseTrained(): void {
    if (this.state.settings.agent === 'trained') return;
    this.lastChange = null;
    this.store.setState(change(this.state, { agent: 'trained' }, false));
  }

  /** Takes back the last change of a setting, or the deletion of a run where that was later. */
  undo(): void {
    if (this.options.undelete()) return;
    this.lastChange = null;
    this.adopt(undo(this.state));
  }

  redo(): void {
    this.lastChange = null;
    this.adopt(redo(this.state));
  }

  /**
   * Leaves an agent that a link or an earlier choice asked for and that cannot be loaded; this is
   * no step of undo.
   */
  leaveFailedAgent(): void {
    this.store.setState({ settings: this.withAgentThatIs(this.state.settings) });
  }

  /** Counts the market settings that the running episode does not have yet. */
  pendingMarketChanges(): number {
    const { settings, applied } = this.state;
    return changedKeys(applied, settings, 'market').length;
  }

  /** Starts a new episode if market settings wait for one. */
  applyPendingMarket(): void {
    if (this.pendingMarketChanges() > 0) this.applyMarket();
  }

  /** Starts a new episode under the market settings shown. */
  applyMarket(): void {
    this.options.leaveManual();
    const before = this.state.settings;
    const { preset } = this;
    const settings = retuned(before, preset);
    this.store.setState({ settings, applied: settings });
    if (preset !== settings.preset) this.lab.setFallback(fallbackOf(settings, settings.preset));
    if (changedKeys(before, settings, 'agent').length > 0) {
      this.lab.setAgent(liveAgent(settings, this.state.bundled));
    }
    this.lab.configure({
      market: sharedMarket(settings, this.state),
      env: envConfig(settings),
      seed: settings.seed,
    });
  }

  private adopt({ settings: wanted, past, future }: SettingsHistory): void {
    const before = this.state.settings;
    const settings = this.withTapeThatIs(this.withAgentThatIs(wanted));
    this.store.setState({ settings, past, future });
    if (settings.speed !== before.speed) this.lab.setSpeed(speedValue(settings.speed));
    if (settings.fallback !== before.fallback) {
      this.lab.setFallback(fallbackOf(settings, this.preset));
    }
    if (changedKeys(before, settings, 'objective').length > 0) {
      this.lab.setWeights(rewardWeights(settings));
    }
    if (settings.tape !== wanted.tape) this.options.playTape(wanted.tape);
    const changed = changedKeys(before, settings, 'agent');
    if (changed.length === 0) return;
    if (settings.agent === 'trained') {
      this.options.tradeTrained();
      return;
    }
    if (changed.includes('agent')) this.options.pinAgent();
    this.store.setState({ watchedRun: null, followsRun: false });
    this.lab.setAgent(liveAgent(settings, this.state.bundled));
  }

  /** An agent that is not there cannot be chosen, whatever a link or an undo says. */
  private withAgentThatIs(settings: Settings): Settings {
    const { agent } = settings;
    if (agent === 'trained' && !hasTrainedAgent(this.state)) {
      return { ...settings, agent: FALLBACK_AGENT };
    }
    return isBundled(agent) && this.state.bundled[agent].kind === 'failed'
      ? { ...settings, agent: FALLBACK_AGENT }
      : settings;
  }

  /** A recording that is not there cannot be played, whatever a link or an undo says. */
  private withTapeThatIs(settings: Settings): Settings {
    const tape = chosenTape(settings);
    const isThere = this.state.tapes.list.some(({ hash }) => hash === tape?.hash);
    return tape === null || isThere ? settings : { ...settings, tape: '' };
  }

  /** Preset of the episode now running. */
  private get preset(): MarketPreset {
    return this.state.applied.preset;
  }

  private get state(): SessionState {
    return this.store.getState();
  }
}
