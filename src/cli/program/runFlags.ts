/** Flags of a whole training run, which stand for its config. */
import { RUN_CONFIG_VERSION, parseRunConfig, type RunConfig } from '../../protocol/run';
import type { FlagTable, FlagValues } from './flags';
import { LEARNER_FLAGS, MIXTURE_FLAG, learnersOf, mixtureOfFlag } from './learnerFlags';
import { SCENARIO_FLAGS, SEED_FLAG, scenarioOf, settingFlags } from './settings';

/** Flags for what is collected: in which market, by which agents, how much, from which seed. */
export const DATA_FLAGS = {
  ...SCENARIO_FLAGS,
  ...settingFlags('dataEpisodes'),
  mixture: MIXTURE_FLAG,
  seed: SEED_FLAG,
} as const satisfies FlagTable;

export const RUN_FLAGS = { ...DATA_FLAGS, ...LEARNER_FLAGS } as const satisfies FlagTable;

/**
 * Gives the run config that flags stand for.
 * @throws InvalidInputError naming the field, what was expected and what came
 */
export function runConfigOfFlags(flags: FlagValues<typeof RUN_FLAGS>): RunConfig {
  const scenario = scenarioOf(flags);
  return parseRunConfig({
    version: RUN_CONFIG_VERSION,
    ...scenario,
    dataset: {
      episodes: flags.dataEpisodes,
      behaviours: mixtureOfFlag(flags.mixture, scenario.market.preset),
    },
    ...learnersOf(flags),
    engine: flags.engine,
    seed: flags.seed,
  });
}
