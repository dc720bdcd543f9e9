/**
 * Loads the agents that come with the page. The one that is chosen trades as soon as its file is
 * validated; a baseline stands in for one that cannot be loaded.
 */
import type { StoreApi } from 'zustand/vanilla';
import {
  BUNDLED_AGENT_NAMES,
  type BundledAgent,
  type BundledAgentName,
} from '../../lab/bundledAgents';
import type { Lab } from '../../lab/types';
import type { Notices } from '../notices';
import { liveAgent } from '../settings/configs';
import { rivalEntries } from '../settings/rivals';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import type { BundledAgentState } from './bundledAgentState';

export class BundledAgentLoader {
  /** @param loadAgent rejects with an error that names what is wrong with the file */
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'setAgent'>,
    private readonly settings: SettingsController,
    private readonly notices: Notices,
    private readonly loadAgent: (name: BundledAgentName) => Promise<BundledAgent>,
  ) {}

  /**
   * Loads every agent as the page opens: later the page does not use the network.
   * @returns once those that are wanted are there, or have failed
   */
  async loadAll(wanted: readonly unknown[]): Promise<void> {
    const loads = BUNDLED_AGENT_NAMES.map((name) => ({ name, loaded: this.load(name) }));
    await Promise.all(
      loads.filter(({ name }) => wanted.includes(name)).map(({ loaded }) => loaded),
    );
  }

  private async load(name: BundledAgentName): Promise<void> {
    const state = await this.loadAgent(name).then(
      (agent): BundledAgentState => ({ kind: 'ready', agent }),
      (error: unknown): BundledAgentState => ({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    this.store.setState({ bundled: { ...this.store.getState().bundled, [name]: state } });
    const { settings, bundled, applied } = this.store.getState();
    const isRival = rivalEntries(applied).some(({ who }) => who === name);
    if (state.kind === 'ready' && isRival) this.settings.applyMarket();
    if (state.kind === 'ready' && settings.agent === name) {
      this.lab.setAgent(liveAgent(settings, bundled));
    } else if (state.kind === 'failed') {
      // The baseline that stood in for the agent trades on.
      this.settings.leaveFailedAgent();
      this.notices.add(`A pre-trained agent could not be loaded. ${state.message}`);
    }
  }
}
