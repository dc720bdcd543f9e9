/**
 * The fallback agent quotes while a trained agent sees what its training did not: from so many
 * decisions in a row beyond the limit, until as many in a row are within it. It never quotes where
 * nothing is watched.
 */
import type { Agent } from '../agents/agent';
import { createAgent } from '../agents/createAgent';
import type { EnvConfig } from '../env/config';
import { ACTION_LENGTH, type DecisionContext } from '../env/types';
import type { Fallback } from '../protocol/api';
import type { ObservationWatch } from './observationWatch';

export class FallbackAgent {
  readonly action = new Float64Array(ACTION_LENGTH);
  private agent: Agent | null = null;
  private fallback: Fallback | null = null;
  private isQuoting = false;

  get isActive(): boolean {
    return this.isQuoting;
  }

  /** Who stands ready, and after how many decisions; null for nobody. */
  get settings(): Fallback | null {
    return this.fallback;
  }

  get name(): string {
    return this.agent?.name ?? '';
  }

  /** @throws InvalidInputError, and nothing changes, when the agent does not fit the environment */
  set(fallback: Fallback | null, env: EnvConfig): void {
    this.agent = fallback === null ? null : createAgent(fallback.agent, env);
    this.fallback = fallback;
    if (fallback === null) this.isQuoting = false;
  }

  moveTo(env: EnvConfig): void {
    this.set(this.fallback, env);
  }

  reset(seed: number): void {
    this.isQuoting = false;
    this.agent?.reset(seed);
  }

  /** Fills `action` when it quotes. @param watch has seen this decision */
  act(context: DecisionContext, watch: ObservationWatch): void {
    const { agent, fallback } = this;
    if (agent === null || fallback === null) return;
    if (watch.streak === 0) this.isQuoting = false;
    else if (watch.streak >= fallback.decisions) this.isQuoting = watch.isBeyond;
    if (this.isQuoting) agent.act(context, this.action);
  }
}
