/** Tests one claim again from its seeds: `npm run lab -- experiment NAME`. */
import { availableParallelism } from 'node:os';
import type { EnvConfig } from '../../env/config';
import { defineCommand, type Terminal } from '../program/command';
import { openEngine, openStore, STORE_FLAGS } from '../program/storeFlags';
import { labBuild } from '../sweeps/labBuild';
import type { ExperimentUnits } from '../experiments/units';
import { inventoryAversion } from '../experiments/inventoryAversion';
import { fitRecovers } from '../experiments/fitRecovers';
import { iqlBeatsCloning } from '../experiments/iqlBeatsCloning';
import { league } from '../experiments/league';
import { sliderEffects } from '../experiments/sliderEffects';
import { staleAdvantages } from '../experiments/staleAdvantages';
import { targetReturn } from '../experiments/targetReturn';
import { toxicFlow } from '../experiments/toxicFlow';
import { weightsThatSteer } from '../experiments/weightsThatSteer';
import type { Experiment, ExperimentOutcome, ExperimentSettings } from '../experiments/experiment';
import { identifier } from '../output/agentTable';
import { ENGINE_FLAG } from '../program/learnerFlags';
import { wholeFlag, type FlagValues, type NumberFlag } from '../program/flags';
import { CONFIG_FLAG } from '../program/configSource';
import { runOfFlags } from '../program/runFlags';
import { EXECUTION_FLAGS, SEED_FLAG, executionOf, settingFlags } from '../program/settings';

const EXPERIMENTS: Readonly<Record<string, Experiment>> = {
  'iql-beats-cloning': iqlBeatsCloning,
  'inventory-aversion': inventoryAversion,
  'toxic-flow': toxicFlow,
  'stale-advantages': staleAdvantages,
  'target-return': targetReturn,
  'slider-effects': sliderEffects,
  'weights-that-steer': weightsThatSteer,
  league,
  'fit-recovers': fitRecovers,
};

/** Nothing was tuned on this seed or those that follow it. */
const FRESH_SEED = 9001;

const OWN_SIZES = settingFlags('updates', 'dataEpisodes');

/** Makes the flag of a size that the claim chooses unless it is given. */
const asNeeded = (flag: NumberFlag, help: string): NumberFlag => ({
  ...flag,
  default: 0,
  min: 0,
  help: `${help}; 0 is what the claim needs`,
});

const EXPERIMENT_STORE_FLAGS = {
  store: {
    ...STORE_FLAGS.store,
    help: 'folder that keeps what is trained and evaluated, for an experiment that goes on',
  },
  redis: {
    ...STORE_FLAGS.redis,
    help: 'Redis or Valkey whose workers train and evaluate; what is changed within an update stays here',
  },
} as const;

export const experiment = defineCommand(
  `test a claim: ${Object.keys(EXPERIMENTS).join(', ')}`,
  {
    name: {
      kind: 'choice',
      default: 'iql-beats-cloning',
      choices: Object.keys(EXPERIMENTS),
      help: 'claim to test',
    },
    dataSeeds: asNeeded(
      wholeFlag({ default: 0, min: 0, max: 100, help: '' }),
      'datasets, of the seed and those that follow it; the interval of one says nothing of others',
    ),
    trainingSeeds: asNeeded(
      wholeFlag({ default: 0, min: 0, max: 100, help: '' }),
      'training seeds per setting and dataset',
    ),
    updates: asNeeded(OWN_SIZES.updates, 'optimiser updates per policy'),
    dataEpisodes: asNeeded(OWN_SIZES.dataEpisodes, 'episodes of the dataset'),
    evaluationEpisodes: asNeeded(
      wholeFlag({ default: 0, min: 0, max: 10_000, help: '' }),
      'episodes per agent',
    ),
    seconds: asNeeded(
      wholeFlag({ default: 0, min: 0, max: 100_000, help: '' }),
      'market seconds of a recorded session',
    ),
    threads: wholeFlag({
      default: availableParallelism(),
      min: 1,
      max: 64,
      help: 'policies trained at the same time',
    }),
    engine: ENGINE_FLAG,
    ...EXPERIMENT_STORE_FLAGS,
    config: {
      ...CONFIG_FLAG.config,
      help: 'a run config whose latency, fees and limits are played with; the rest is the claim’s own',
    },
    ...EXECUTION_FLAGS,
    seed: {
      ...SEED_FLAG,
      default: FRESH_SEED,
      help: 'first data seed; no recipe was chosen on the default',
    },
  },
  async (flags, terminal, given) => {
    const chosen = EXPERIMENTS[flags.name];
    const { defaults } = chosen;
    terminal.print(`Claim: ${chosen.claim}.`);
    const { units, close } = await unitsOf(flags, terminal);
    const settings: ExperimentSettings = {
      units,
      seed: flags.seed,
      engine: flags.engine,
      env: await claimEnv(flags, given),
      threads: flags.threads,
      dataSeeds: flags.dataSeeds || defaults.dataSeeds,
      trainingSeeds: flags.trainingSeeds || defaults.trainingSeeds,
      updates: flags.updates || defaults.updates,
      episodes: flags.dataEpisodes || defaults.episodes,
      evaluationEpisodes: flags.evaluationEpisodes || defaults.evaluationEpisodes,
      ...(flags.seconds > 0 && { seconds: flags.seconds }),
    };
    let outcome: ExperimentOutcome;
    try {
      outcome = await chosen.run(settings, terminal);
    } finally {
      await close();
    }
    const conclusion = `${outcome.holds ? 'Holds' : 'Does not hold'}: ${outcome.conclusion}`;
    terminal.print(conclusion);
    return {
      claim: chosen.claim,
      conclusion,
      config: outcome.config,
      results: [
        ...outcome.results,
        {
          name: `experiment.${identifier(flags.name)}.verdict`,
          value: Number(outcome.holds),
          unit: '1 holds, 0 does not',
          accept: [1, 1],
          pass: outcome.holds,
        },
      ],
    };
  },
  'name',
);

/** Opens the store and the engine that were asked for. */
async function unitsOf(
  flags: FlagValues<typeof STORE_FLAGS> & { readonly threads: number },
  terminal: Terminal,
): Promise<{ units?: ExperimentUnits; close: () => Promise<void> }> {
  if (flags.store === null && flags.redis === null) return { close: async () => {} };
  const store = await openStore(flags, terminal);
  const setting = { build: labBuild(), backend: 'wasm' } as const;
  const { threads } = flags;
  const engine = await openEngine(flags, { store, build: setting.build, threads }, terminal);
  const close = async () => {
    await engine.close();
    await store.close();
  };
  return { units: { engine, store, setting }, close };
}

/** Gives the environment of a claim: length and observation are its own. */
async function claimEnv(
  flags: FlagValues<typeof EXECUTION_FLAGS & typeof CONFIG_FLAG>,
  given: ReadonlySet<string>,
): Promise<EnvConfig> {
  const own = executionOf(flags);
  if (flags.config === null) return own;
  const { run } = await runOfFlags(flags, given);
  const { episodeLength, observation, tickSize, tickValueDollars } = own;
  return { ...run.env, episodeLength, observation, tickSize, tickValueDollars };
}
