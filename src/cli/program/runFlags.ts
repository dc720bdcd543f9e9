/**
 * Flags of a whole training run, which stand for its config. A config that `--config` names is what
 * they start from: a flag that is typed changes it, and the others leave it as it is.
 */
import { defaultBehaviours } from '../../agents/baselines/behaviours';
import { parseMixture } from '../../agents/agentSpecSchema';
import { sameJson } from '../../market/canonicalJson';
import type { MarketConfig } from '../../market/config';
import {
  RUN_CONFIG_VERSION,
  parseRunConfig,
  trainingSeedOf,
  type RunConfig,
} from '../../protocol/run';
import { settingsOfRun } from '../../store/settings/sections';
import { CONFIG_FLAG, readConfig, type ConfigSource } from './configSource';
import { parseFlags, withFollowers, type FlagTable, type FlagValues } from './flags';
import { LEARNER_FLAGS, MIXTURE_FLAG, learnersOf, mixtureOfFlag } from './learnerFlags';
import {
  type MARKET_FLAGS,
  SCENARIO_FLAGS,
  SEED_FLAG,
  pathsOfSetting,
  scenarioOf,
  settingFlags,
} from './settings';

/** Flags for what is collected: in which market, by which agents, how much, from which seed. */
export const DATA_FLAGS = {
  ...CONFIG_FLAG,
  ...SCENARIO_FLAGS,
  ...settingFlags('dataEpisodes'),
  mixture: MIXTURE_FLAG,
  seed: SEED_FLAG,
} as const satisfies FlagTable;

export const RUN_FLAGS = {
  ...DATA_FLAGS,
  ...LEARNER_FLAGS,
  trainingSeed: {
    ...SEED_FLAG,
    follows: 'seed',
    help: 'training seed: of batches and initial weights, to learn from the same data again',
  },
} as const satisfies FlagTable;

type RunFlagValues = FlagValues<typeof RUN_FLAGS>;

/**
 * Gives the run config that flags stand for.
 * @throws InvalidInputError naming the field, what was expected and what came
 */
export function runConfigOfFlags(flags: Omit<RunFlagValues, 'config'>): RunConfig {
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
    trainingSeed: flags.trainingSeed === flags.seed ? null : flags.trainingSeed,
  });
}

/**
 * Reads the config that is named, and changes it by what was typed.
 * @param flags of a command, which may lack some of a run
 * @param given names of the flags that were typed
 * @returns the run, and the config that it started from; null where none was named
 * @throws InvalidInputError naming the field, what was expected and what came
 */
export async function runOfFlags(
  flags: Partial<RunFlagValues> & Pick<RunFlagValues, 'config'>,
  given: ReadonlySet<string>,
): Promise<{ readonly run: RunConfig; readonly source: ConfigSource | null }> {
  const all = { ...parseFlags(RUN_FLAGS, []), ...flags };
  if (flags.config === null) return { run: runConfigOfFlags(all), source: null };
  const source = await readConfig(flags.config);
  return { run: runConfigWith(source.config, all, given), source };
}

/**
 * Gives the market that is asked for with nobody and no recording in it, for commands that bring
 * their own.
 */
export async function marketOfFlags(
  flags: FlagValues<typeof MARKET_FLAGS & typeof CONFIG_FLAG>,
  given: ReadonlySet<string>,
): Promise<MarketConfig> {
  const { run } = await runOfFlags(flags, given);
  const { rivals: _rivals, tape: _tape, ...market } = run.market;
  return market;
}

/** Gives a run in which whatever was typed takes the place of its own. */
export function runConfigWith(
  own: RunConfig,
  flags: RunFlagValues,
  given: ReadonlySet<string>,
): RunConfig {
  const changed = withFollowers(RUN_FLAGS, given);
  const kept = Object.entries({
    ...settingsOfRun(own),
    trainingSeed: trainingSeedOf(own),
    mixture: null,
  }).filter(([name]) => !changed.has(name));
  const typed: Sections = runConfigOfFlags({ ...flags, ...Object.fromEntries(kept) });
  const mixed: Record<string, unknown> = { ...own };
  for (const path of [...changed].flatMap((name) => pathsOfFlag(name, own))) {
    const [section, field] = path.split('.');
    const value = typed[section];
    if (field === undefined) {
      mixed[section] = value;
    } else if (isSection(value)) {
      mixed[section] = { ...(mixed[section] as object | null), [field]: value[field] };
    }
  }
  return parseRunConfig(mixed);
}

type Sections = Readonly<Record<string, unknown>>;

const isSection = (value: unknown): value is Sections =>
  typeof value === 'object' && value !== null;

/** Lists the fields of a run config that a flag decides. */
function pathsOfFlag(name: string, own: RunConfig): readonly string[] {
  if (!Object.hasOwn(RUN_FLAGS, name)) return [];
  switch (name) {
    case 'mixture':
      return ['dataset.behaviours'];
    case 'trainingSeed':
      return ['trainingSeed'];
    case 'algorithm':
      return ['learning.algorithm', 'decisionTransformer'];
    case 'preset': {
      // A mixture that was the usual one of its market is that of the other market, too.
      const usual = parseMixture(defaultBehaviours(own.market.preset));
      const isUsual = sameJson(own.dataset.behaviours, usual);
      return [...pathsOfSetting(name), ...(isUsual ? ['dataset.behaviours'] : [])];
    }
    default:
      return pathsOfSetting(name);
  }
}
