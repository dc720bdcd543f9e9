/**
 * Lets several agents trade in one book, on seeds that all books share, and says what each made of
 * it.
 */
import { createRival } from '../agents/rivals/createEnvironment';
import type { RivalConfig } from '../agents/rivals/sharedMarket';
import { AgentSeat } from '../env/agentSeat';
import { ArenaEnv } from '../env/arenaEnv';
import type { EnvConfig } from '../env/config';
import { ACTION_LENGTH } from '../env/types';
import type { MarketConfig } from '../market/config';
import { createMarket } from '../market/createMarket';

export interface ArenaRequest {
  readonly market: MarketConfig;
  /** Limits, fees and clock of all. */
  readonly env: EnvConfig;
  /** At most MOST_SEATS; the same agent may sit there twice. */
  readonly agents: readonly RivalConfig[];
  /**
   * Owner that each agent trades as, from 1. Latencies and the agents' own draws belong to owners:
   * under the same one, an agent has the same luck in every company.
   */
  readonly owners: readonly number[];
  readonly seeds: readonly number[];
}

/** What one agent made of one episode. */
export interface ArenaScore {
  /** Change of equity in dollars, fees included. */
  readonly profit: number;
  /** Contracts that it traded, over those of everybody's trades. */
  readonly shareOfVolume: number;
  readonly contractsTraded: number;
  readonly fills: number;
  readonly meanAbsInventory: number;
}

/**
 * @param onProgress is told how many episodes are done
 * @returns an entry per seed, each with one per agent, in their orders
 */
export function playArena(
  { market: config, env, agents, owners, seeds }: ArenaRequest,
  onProgress: (episodes: number) => void = () => {},
): ArenaScore[][] {
  const market = createMarket(config);
  const players = agents.map((agent) => createRival(agent, env));
  const seats = players.map(
    ({ config: own, weights }, index) =>
      new AgentSeat(market, own, weights, undefined, owners[index]),
  );
  const arena = new ArenaEnv(market, seats);
  const actions = players.map(() => new Float64Array(ACTION_LENGTH));
  return seeds.map((seed, episode) => {
    const inventory = players.map(() => 0);
    const fills = players.map(() => 0);
    arena.reset({ seed });
    for (const [index, { trader }] of players.entries()) trader.reset(seed + owners[index] - 1);
    while (arena.isActive) {
      for (const [index, { trader }] of players.entries()) {
        if (seats[index].isActive) trader.act(seats[index].context, actions[index]);
      }
      const decided = seats.map((seat) => seat.isActive);
      arena.step(actions);
      for (const [index, seat] of seats.entries()) {
        inventory[index] += Math.abs(seat.inventory);
        if (!decided[index]) continue;
        fills[index] += seat.fills.count;
        players[index].trader.observeReward?.(seat.result.reward);
      }
    }
    onProgress(episode + 1);
    return seats.map((seat, index) => {
      const { makerContracts, takerContracts } = seat.account;
      const contractsTraded = makerContracts + takerContracts;
      return {
        profit: seat.equityDollars,
        shareOfVolume: contractsTraded / Math.max(1, seat.marketContracts),
        contractsTraded,
        fills: fills[index],
        meanAbsInventory: inventory[index] / seat.result.info.step,
      };
    });
  });
}
