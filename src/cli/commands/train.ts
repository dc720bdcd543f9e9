/**
 * Collect, clone, train, evaluate: what the page's Train button does, without a
 * page. Cloning alone, with as many updates, is trained beside the learner, so
 * that the table shows what reinforcement learning added.
 */
import { defaultBehaviours, planEpisodes } from '../../agents/behaviours';
import type { PolicySnapshot } from '../../agents/policySnapshot';
import { deriveSeeds } from '../../agents/seeds';
import { BASELINES } from '../../evaluation/baselines';
import { chooseBackend } from '../../learning/backend';
import { collectEpisodes } from '../../learning/collect';
import { ALGORITHMS, DEFAULT_LEARNING_CONFIG, parseLearningConfig } from '../../learning/config';
import type { Dataset } from '../../learning/dataset';
import { datasetHash } from '../../learning/datasetHash';
import { BACKENDS } from '../../learning/training';
import { agentResults, formatAgents } from '../agentTable';
import { defineCommand, type Terminal } from '../command';
import { evaluateTable, networkAgent } from '../evaluationTable';
import { writePolicy } from '../policyFile';
import { formatNumber, type BenchResult } from '../results';
import { SEED_FLAG, WORLD_FLAGS, worldOf, type World } from '../settings';
import { trainPolicy, type TrainingJob } from '../training';

export const train = defineCommand(
  'collect a dataset, clone, train, and evaluate against the baselines',
  {
    ...WORLD_FLAGS,
    algorithm: {
      kind: 'choice',
      default: DEFAULT_LEARNING_CONFIG.algorithm,
      choices: ALGORITHMS,
      help: 'learner',
    },
    updates: {
      kind: 'integer',
      default: DEFAULT_LEARNING_CONFIG.updates,
      min: 1,
      max: 1_000_000,
      help: 'optimiser updates',
    },
    episodes: { kind: 'integer', default: 100, min: 2, max: 100_000, help: 'to collect' },
    'evaluation-episodes': { kind: 'integer', default: 32, min: 2, max: 10_000, help: 'per agent' },
    backend: {
      kind: 'choice',
      default: 'wasm',
      choices: BACKENDS,
      help: 'where tfjs computes',
    },
    seed: SEED_FLAG,
    policy: { kind: 'text', placeholder: 'FILE', help: 'also write the trained policy to FILE' },
  },
  async (flags, terminal) => {
    const world = worldOf(flags);
    const learning = parseLearningConfig({
      ...DEFAULT_LEARNING_CONFIG,
      algorithm: flags.algorithm,
      updates: flags.updates,
    });
    const { seed } = flags;
    const backend = await chooseBackend({ only: flags.backend, wasmPaths: null });
    const dataset = collectWithProgress(world, flags.episodes, seed, terminal);
    const hash = datasetHash([dataset]);
    terminal.progress.finish(
      `Collected ${formatNumber(dataset.rows)} steps in ${flags.episodes} episodes, hash ${hash}.`,
    );

    const job = { shards: [dataset], learning, weights: world.weights, seed };
    const cloned = await trainWithProgress('cloning', cloningJob(job), terminal);
    const trained =
      learning.algorithm === 'bc'
        ? null
        : await trainWithProgress(learning.algorithm.toUpperCase(), job, terminal);
    if (flags.policy !== null) writePolicy(flags.policy, (trained ?? cloned).policy);

    const agents = [
      ...BASELINES.map((spec) => ({ spec })),
      { spec: networkAgent(cloned.policy), name: CLONE },
      ...(trained === null
        ? []
        : [{ spec: networkAgent(trained.policy), name: learning.algorithm.toUpperCase() }]),
    ];
    const seeds = deriveSeeds(seed, 'evaluation', flags['evaluation-episodes']);
    const rows = evaluateTable(world, agents, seeds, CLONE, (text) =>
      terminal.progress.update(text),
    );
    terminal.progress.finish(`Evaluated ${agents.length} agents on ${seeds.length} episodes each.`);
    terminal.print(formatAgents(rows, CLONE));
    const prefix = `train.${world.market.preset}`;
    return {
      config: { ...world, learning, seed, episodes: flags.episodes, backend: backend.name, hash },
      results: [
        { name: `${prefix}.dataset.rows`, value: dataset.rows, unit: 'steps' },
        ...speed(prefix, CLONE, cloned),
        ...(trained === null ? [] : speed(prefix, learning.algorithm, trained)),
        ...agentResults(prefix, rows),
      ],
    };
  },
);

const CLONE = 'BC';

/** As many updates as the learner makes in all its phases. */
export function cloningJob(job: TrainingJob): TrainingJob {
  const { learning } = job;
  const first = learning.algorithm === 'bc' ? 0 : learning.cloningUpdates;
  return {
    ...job,
    learning: { ...learning, algorithm: 'bc', updates: learning.updates + first },
  };
}

function collectWithProgress(
  world: World,
  episodes: number,
  seed: number,
  { progress }: Terminal,
): Dataset {
  return collectEpisodes(
    { ...world, episodes: planEpisodes(defaultBehaviours(), episodes, seed) },
    (done) => progress.update(`Collecting: episode ${done} of ${episodes}`),
  );
}

interface TrainedPolicy {
  readonly policy: PolicySnapshot;
  readonly seconds: number;
}

/** @throws Error when a loss stopped being a number */
async function trainWithProgress(
  name: string,
  job: TrainingJob,
  { progress }: Terminal,
): Promise<TrainedPolicy> {
  const start = performance.now();
  const { outcome } = await trainPolicy(job, (report) => {
    const rate = report.updatesPerSecond.toFixed(0);
    const loss = report.policyLoss.toFixed(3);
    progress.update(
      `Training (${name}): update ${report.update} of ${report.totalUpdates}, ${rate}/s, policy loss ${loss}`,
    );
  });
  if (outcome.status === 'diverged') {
    throw new Error(`Training (${name}) diverged at update ${outcome.update}.`);
  }
  const seconds = (performance.now() - start) / 1000;
  progress.finish(
    `Trained (${name}) for ${outcome.policy.updates} updates in ${seconds.toFixed(1)} s.`,
  );
  return { policy: outcome.policy, seconds };
}

function speed(prefix: string, name: string, { policy, seconds }: TrainedPolicy): BenchResult[] {
  const key = `${prefix}.training.${name.toLowerCase()}`;
  return [
    { name: `${key}.updates`, value: policy.updates, unit: 'updates' },
    { name: `${key}.msPerUpdate`, value: (1000 * seconds) / policy.updates, unit: 'ms' },
  ];
}
