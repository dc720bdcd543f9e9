/**
 * A manual game is an episode in which a person quotes, and the agent plays the same
 * episode: in an environment of its own, where both face the same orders of others and what
 * differs is only what their own orders change, or in the person's book, where they compete.
 */
import { ManualAgent } from '../agents/manual/manualAgent';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { EnvConfig } from '../env/config';
import { ACTION_LENGTH, type DecisionContext } from '../env/types';
import { MarketPlay, type EpisodePlay } from './episodePlay';

export class ManualGame {
  readonly action = new Float64Array(ACTION_LENGTH);
  /** Whether both episodes have been handed over. */
  isSettled = false;
  private readonly agent: ManualAgent;

  /** @param rival the agent's play: a market of its own, or a seat in the person's book */
  constructor(
    readonly rival: EpisodePlay,
    config: EnvConfig,
    quotes: ManualQuotes,
  ) {
    this.agent = new ManualAgent(config, quotes);
  }

  /** The agent's play where it has a market of its own; null in the person's book. */
  get twin(): MarketPlay | null {
    return this.rival instanceof MarketPlay ? this.rival : null;
  }

  get name(): string {
    return this.agent.name;
  }

  setQuotes(quotes: ManualQuotes): void {
    this.agent.setQuotes(quotes);
  }

  /** Fills `action`. */
  act(context: DecisionContext): void {
    this.agent.act(context, this.action);
  }
}
