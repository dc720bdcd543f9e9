/**
 * A manual game is an episode in which a person quotes, and the agent plays the same
 * episode in an environment of its own. Both begin from one seed, so both face the
 * same orders of others; what differs is only what their own orders change.
 */
import { ManualAgent } from '../agents/manual/manualAgent';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { MarketMakingEnv } from '../env/marketMakingEnv';
import { ACTION_LENGTH, type DecisionContext } from '../env/types';
import { EpisodePlay } from './episodePlay';

export class ManualGame {
  readonly rival: EpisodePlay;
  readonly action = new Float64Array(ACTION_LENGTH);
  /** Whether both episodes have been handed over. */
  isSettled = false;
  private readonly agent: ManualAgent;

  /** @param env the rival's, of the same settings as the person's */
  constructor(env: MarketMakingEnv, quotes: ManualQuotes) {
    this.rival = new EpisodePlay(env, null);
    this.agent = new ManualAgent(env.config, quotes);
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
