/**
 * Collects, clones, trains and evaluates, as the page's Train button does. Cloning alone, with as
 * many updates, is trained beside the learner, so that the table shows what reinforcement learning
 * added.
 */
import type { AgentCard } from '../../agents/files/agentFile';
import { policySpec, targetReturnOf } from '../../agents/policies/policySpec';
import { deriveSeeds } from '../../agents/seeds';
import { baselinesOf } from '../../evaluation/baselines';
import { cardEvaluation } from '../../evaluation/cardEvaluation';
import { engineChoice, engineText } from '../../learning/algorithms/engineChoice';
import { BACKENDS } from '../../learning/algorithms/engineChoice';
import type { TapeSplit } from '../../market/config';
import { InvalidInputError } from '../../market/validation';
import { learnerOf, parseRunConfig, type RunConfig } from '../../protocol/run';
import { agentResults, formatAgents } from '../output/agentTable';
import { startBackend } from '../training/backend';
import { tellOrigin } from '../training/origin';
import { cloningJob } from '../training/cloning';
import { defineCommand, type Terminal } from '../program/command';
import {
  examinationResults,
  exportedAgent,
  formatExamination,
  formatGate,
  gateOf,
  gateResults,
} from '../evaluation/deployment';
import { onnxParity } from '../evaluation/onnxParity';
import { evaluateAll, networkAgent, tableOf } from '../evaluation/evaluationTable';
import { readDataset, writeAgent, writeAll, writeCritics } from '../output/files';
import { oneFile, wholeFlag, type FlagTable } from '../program/flags';
import { loadRecording, onRecording, requireRecording, splitOf } from '../work/tapeFiles';
import { tapeFlags } from '../program/tapeFlags';
import { recordedNotes } from '../evaluation/recordedPlay';
import type { Recording } from '../../recordings/play/recording';
import { RUN_FLAGS, runOfFlags } from '../program/runFlags';
import { marketWithRivals, RIVALS_FLAG } from '../program/rivals';
import { formatNumber, type BenchResult } from '../output/results';
import { marketName } from '../program/settings';
import {
  collectWithProgress,
  cloneWithProgress,
  jobOf,
  trainWithProgress,
  type TrainedAgent,
  type CollectedData,
} from '../training/trainedPolicy';

const TRAIN_FLAGS = {
  ...RUN_FLAGS,
  ...RIVALS_FLAG,
  ...tapeFlags('training'),
  data: {
    kind: 'text',
    reads: oneFile,
    placeholder: 'FILE',
    help: 'dataset to train on, written by collect --out; market, environment, episodes, mixture and seed are its own',
  },
} as const satisfies FlagTable;

export const train = defineCommand(
  'collect a dataset, clone, train, and evaluate against the baselines',
  {
    ...TRAIN_FLAGS,
    evaluationEpisodes: wholeFlag({ default: 32, min: 2, max: 10_000, help: 'episodes per agent' }),
    backend: {
      kind: 'choice',
      default: 'wasm',
      choices: BACKENDS,
      help: 'backend to train on; webgpu needs the optional package of that name',
    },
    policy: {
      kind: 'text',
      writes: 'agent',
      placeholder: 'FILE',
      help: 'also write the trained agent to FILE, with its clone and critics',
    },
    clone: {
      kind: 'text',
      writes: 'agent',
      placeholder: 'FILE',
      help: 'also write the clone to FILE, as an agent',
    },
    critics: {
      kind: 'text',
      writes: 'critics',
      placeholder: 'FILE',
      help: 'also write the critics to FILE',
    },
  },
  async (flags, terminal, given) => {
    const { run: typed, source } = await runOfFlags(flags, given);
    const recording = await loadRecording(flags, terminal.progress);
    const split = splitOf(typed.market, flags, given);
    if (recording !== undefined) checkOnTape(typed, split);
    const shared = { ...typed, market: await marketWithRivals(typed.market, flags.rivals) };
    const asked = onRecording(shared, recording, split);
    if (flags.data === null) requireRecording(asked.market, recording);
    const algorithm = learnerOf(asked);
    if (flags.critics !== null && algorithm !== 'iql') {
      throw new InvalidInputError('--critics', 'an algorithm that trains critics, iql', algorithm);
    }
    const backend = await startBackend(flags.backend);
    const choice = engineChoice(backend.name, asked.engine);
    const reason = choice.engine === asked.engine ? '' : ': nothing is compiled there';
    terminal.print(`Trains by ${engineText(choice)}${reason}.`);
    const run = { ...asked, engine: choice.engine };
    const { dataset, hash, config } = await obtainData(flags.data, run, terminal, recording);
    tellOrigin(source, hash, flags.config, terminal);
    const learner = algorithm.toUpperCase();
    const { seed } = config;
    const { market, env, weights } = config;
    const scenario = onRecording({ market, env, weights }, recording, 'test');

    const job = jobOf(config, dataset);
    const cloned = await cloneWithProgress('cloning', job, backend.name, terminal);
    const trained =
      learner === CLONE ? null : await trainWithProgress(learner, job, backend.name, terminal);

    const { policy, critics } = trained ?? cloned;
    const card: AgentCard<RunConfig> = {
      name: `${learner}, ${scenario.market.preset.toUpperCase()}`,
      description: `Trained for ${policy.updates} updates on ${dataset.rows} steps.`,
      config,
      datasetHash: hash,
      targetReturn:
        policy.kind === 'gaussianMlp' ? null : targetReturnOf(policy, flags.targetShare),
      evaluation: null,
      gate: null,
    };
    const examine = { critics, clone: cloned.policy, exported: exportedAgent(card, policy) };
    const seeds = deriveSeeds(seed, 'evaluation', flags.evaluationEpisodes);
    const entries = await evaluateAll(
      { ...scenario, recording },
      [
        ...baselinesOf(scenario.market.preset).map((spec) => ({ spec })),
        ...(trained === null ? [] : [{ spec: networkAgent(cloned.policy), name: CLONE }]),
        { spec: policySpec(policy, flags.targetShare), name: learner, examine },
      ],
      seeds,
      (text) => terminal.progress.update(text),
    );
    terminal.progress.finish(
      `Evaluated ${entries.length} agents on ${seeds.length} episodes each.`,
    );
    const rows = tableOf(scenario, entries, CLONE);
    const own = entries[entries.length - 1];
    const clone = trained === null ? undefined : entries.find((entry) => entry.name === CLONE);
    const gate = gateOf(scenario, own, clone, await onnxParity(policy, scenario), trained === null);
    terminal.print(formatAgents(rows, CLONE));
    if (recording !== undefined) {
      terminal.print(recordedNotes(recording, scenario.market, rows));
    }
    if (own.examination !== null) terminal.print(formatExamination(own.examination, scenario));
    terminal.print(formatGate(gate));
    const evaluation = cardEvaluation(rows, learner, seed, own.examination);
    const { policy: agentFile, clone: cloneFile, critics: criticsFile } = flags;
    writeAll([
      agentFile !== null &&
        (() => {
          const clone = trained === null ? null : cloned.policy;
          writeAgent(agentFile, { ...card, evaluation, gate }, policy, { critics, clone });
          terminal.print(`Written to ${agentFile}.`);
        }),
      cloneFile !== null &&
        (() => {
          const title = `${CLONE}, ${scenario.market.preset.toUpperCase()}`;
          const run = { ...config, learning: cloningJob(job).learning };
          const description = `Cloned for ${cloned.policy.updates} updates on ${dataset.rows} steps.`;
          writeAgent(cloneFile, { ...card, name: title, description, config: run }, cloned.policy);
          terminal.print(`The clone written to ${cloneFile}.`);
        }),
      criticsFile !== null &&
        critics !== null &&
        (() => {
          writeCritics(criticsFile, { critics, weights: config.weights });
          terminal.print(`The critics written to ${criticsFile}.`);
        }),
    ]);
    const prefix = `train.${marketName(scenario.market)}`;
    return {
      config: { run: config, ...choice, hash },
      results: [
        { name: `${prefix}.dataset.rows`, value: dataset.rows, unit: 'steps' },
        ...speed(prefix, CLONE, cloned),
        ...(trained === null ? [] : speed(prefix, learner, trained)),
        ...agentResults(prefix, rows),
        ...(own.examination === null ? [] : examinationResults(prefix, own.examination)),
        ...gateResults(prefix, gate, false),
      ],
    };
  },
);

/** @throws InvalidInputError for what makes no sense on a recording */
function checkOnTape({ decisionTransformer }: RunConfig, split: TapeSplit): void {
  if (split === 'test') {
    const expected = 'training or validation: test is for evaluation';
    throw new InvalidInputError('--split', expected, split);
  }
  if (decisionTransformer?.returnLabel === 'withoutLuck') {
    const expected = 'another label: on a recording nobody knows what was luck';
    throw new InvalidInputError('--dt-return-label', expected, decisionTransformer.returnLabel);
  }
}

const CLONE = 'BC';

interface Data extends CollectedData {
  /** Config of the run that learns from the data. */
  readonly config: RunConfig;
}

/** Reads the data from the file that is named, or collects what is asked for. */
async function obtainData(
  file: string | null,
  asked: RunConfig,
  terminal: Terminal,
  recording: Recording | undefined,
): Promise<Data> {
  if (file === null) {
    return { ...(await collectWithProgress(asked, terminal, recording)), config: asked };
  }
  const { dataset, hash, origin } = await readDataset(file);
  const { market, env, mixture, seed } = origin;
  const episodes = dataset.episodeSeeds.length;
  terminal.progress.finish(`Read ${formatNumber(dataset.rows)} steps in ${episodes} episodes.`);
  const config = parseRunConfig({
    ...asked,
    market,
    env,
    dataset: { episodes, behaviours: mixture },
    seed,
  });
  return { dataset, hash, config };
}

function speed(
  prefix: string,
  name: string,
  { policy, seconds }: Pick<TrainedAgent, 'policy' | 'seconds'>,
): BenchResult[] {
  const key = `${prefix}.training.${name.toLowerCase()}`;
  return [
    { name: `${key}.updates`, value: policy.updates, unit: 'updates' },
    { name: `${key}.msPerUpdate`, value: (1000 * seconds) / policy.updates, unit: 'ms' },
  ];
}
