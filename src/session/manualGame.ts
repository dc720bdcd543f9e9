/**
 * A manual game is an episode in which a person quotes, and the agent plays the same episode: in an
 * environment of its own, where both face the same orders of others and what differs is only what
 * their own orders change, or in the person's book, where they compete.
 */
import { ManualAgent } from '../agents/manual/manualAgent';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { EnvConfig } from '../env/config';
import { ACTION_LENGTH } from '../env/types';
import type { DecisionMaker, DecisionWorld } from './decisionMaker';
import { MarketPlay, type EpisodePlay } from './episodePlay';

export class ManualGame {
  private readonly action = new Float64Array(ACTION_LENGTH);
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

  setQuotes(quotes: ManualQuotes): void {
    this.agent.setQuotes(quotes);
  }

  /** Begins an episode of the agent, whose book begins one if the agent has none of its own. */
  begin(seed: number): void {
    if (this.twin === null) this.rival.begin();
    else this.twin.start(seed);
  }

  /**
   * Takes one decision of the person and one of the agent.
   * @param play the person's
   * @param maker decides for the agent
   */
  takeStep(play: MarketPlay, maker: DecisionMaker, world: DecisionWorld): void {
    const { rival, twin, agent, action } = this;
    agent.act(play.env.context, action);
    const takesPart = twin === null && (rival.isActive || rival.env.isFlattening);
    if (takesPart) rival.beginStep();
    play.step(action, agent.name, Number.NaN);
    if (takesPart) {
      const { decision } = maker;
      rival.endStep(decision.action, decision.name, maker.identify(world).playKey);
    }
    if (twin?.isActive === true) maker.takeStep(twin, world);
  }
}
