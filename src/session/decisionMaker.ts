/**
 * Takes the decisions of the agent that trades: its own, or its fallback's while it sees what its
 * training did not. It watches what the agent sees, answers questions about its decisions, and says
 * who decides where. An agent that throws stands down: from then on nothing is quoted.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { EnvConfig } from '../env/config';
import type { Rival } from '../env/marketMakingEnv';
import type { DecisionContext, RewardWeights } from '../env/types';
import type { MarketConfig } from '../market/config';
import type { Fallback } from '../protocol/api';
import { HEADER } from '../protocol/frames';
import type { EpisodeOrigin } from '../protocol/episodeOrigin';
import type { Played } from '../protocol/episodePlayers';
import { DecisionProbe } from './decisionProbe';
import type { EpisodePlay, MarketPlay } from './episodePlay';
import { FallbackAgent } from './fallbackAgent';
import { LiveAgent } from './liveAgent';
import { ObservationWatch } from './observationWatch';
import { describeAgent, isOtherAgent, playKeyOf } from './playIdentity';

/** Where decisions are taken, and under which weights. */
export interface DecisionWorld {
  readonly market: MarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
}

/** Who decides, with the key of who plays where. */
type Player = Pick<EpisodeOrigin, 'agent' | 'playKey' | 'actsOnWeights'>;

export class DecisionMaker {
  readonly live: LiveAgent;
  readonly probe = new DecisionProbe();
  private readonly fallback = new FallbackAgent();
  private readonly watch = new ObservationWatch();
  /** Agent that took the newest decision; null before the first in an environment. */
  private watched: AgentSpec | null = null;
  /** Null once any of who plays where has changed. */
  private player: Player | null = null;

  /**
   * @param onFailure hears of an agent that could not go on
   * @throws InvalidInputError when the agent does not fit the environment
   */
  constructor(
    agent: AgentSpec,
    env: EnvConfig,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.live = new LiveAgent(agent, env);
  }

  /** Who stands ready to quote in the agent's place; null for nobody. */
  get fallbackSettings(): Fallback | null {
    return this.fallback.settings;
  }

  /** Whether the fallback quotes in the agent's place. */
  get isReplaced(): boolean {
    return this.fallback.isActive;
  }

  /** The agent that trades, as it is named. */
  get played(): Played {
    const { spec, name } = this.live;
    const agent = describeAgent(spec);
    const isOfRun = 'run' in agent && agent.run !== null;
    return { agentName: name, run: isOfRun ? { id: agent.run, title: agent.title } : null };
  }

  /** What was decided last, and by whom. */
  get decision(): { readonly action: Float64Array; readonly name: string } {
    return this.fallback.isActive ? this.fallback : this.live;
  }

  /** @throws InvalidInputError, and nothing changes, when its agent does not fit the environment */
  setFallback(fallback: Fallback | null, env: EnvConfig): void {
    this.fallback.set(fallback, env);
  }

  /** Decides in another environment from now on, which the live agent fits. */
  enter(env: EnvConfig): void {
    this.fallback.moveTo(env);
    this.watch.forget();
    this.watched = null;
    this.probe.forget();
    this.player = null;
  }

  /** Begins an episode. */
  reset(seed: number): void {
    this.guard(() => this.live.reset(seed));
    this.fallback.reset(seed);
    this.watch.clear();
  }

  /**
   * Takes a decision, which `decision` holds then.
   * @param play that the decision is recorded with
   */
  decide(context: DecisionContext, env: EnvConfig, play: EpisodePlay | null): void {
    const { live, watch, fallback, probe } = this;
    probe.note(context, env);
    this.leaveOther();
    this.watched = live.spec;
    watch.follow(live.reference, live.policyVersion);
    watch.observe(context.observation);
    // The agent decides even while another quotes: it may have a memory.
    this.guard(() => live.act(context));
    fallback.act(context, watch);
    play?.decisions.note(context, live, fallback);
  }

  /** Decides and takes a step of a play, which counts for the agent. */
  takeStep(play: MarketPlay, world: DecisionWorld): void {
    this.decide(play.env.context, world.env, play);
    const { action, name } = this.decision;
    const { reward } = play.step(action, name, this.identify(world).playKey);
    this.live.agent.observeReward?.(reward);
  }

  /**
   * The agent as one who trades in another's book; whoever makes it play resets it.
   * @param play gives the play that its decisions are recorded with
   */
  asRival(config: EnvConfig, weights: RewardWeights, play: () => EpisodePlay | null): Rival {
    return {
      config,
      weights,
      trader: {
        reset: () => {},
        act: (context, action) => {
          this.decide(context, config, play());
          action.set(this.decision.action);
        },
        observeReward: (reward) => this.live.agent.observeReward?.(reward),
      },
    };
  }

  /** Says who plays where; cheap until `noteChange`. */
  identify({ weights, ...world }: DecisionWorld): Player {
    if (this.player !== null) return this.player;
    const { live, fallback } = this;
    const agent = describeAgent(live.spec);
    const actsOnWeights = live.hearsRewards || live.isToldWeights;
    const heardWeights = actsOnWeights ? weights : null;
    const playKey = playKeyOf({ agent, fallback: fallback.settings, ...world, heardWeights });
    this.player = { agent, playKey, actsOnWeights };
    return this.player;
  }

  /** The agent, its fallback or the weights are others than before. */
  noteChange(): void {
    this.player = null;
  }

  /** Writes its fields of a header. */
  write(header: Float64Array): void {
    this.leaveOther();
    this.watch.write(header);
    header[HEADER.isFallbackQuoting] = Number(this.fallback.isActive);
  }

  /** What another agent saw lately says nothing of the one that decides next. */
  private leaveOther(): void {
    const { watched, live } = this;
    if (watched !== null && isOtherAgent(watched, live.spec)) this.watch.clear();
  }

  /** Lets an agent that throws stand down. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.live.standDown();
      this.player = null;
      this.onFailure(error);
    }
  }
}
