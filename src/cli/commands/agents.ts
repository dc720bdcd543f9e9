/**
 * Makes the agents that come with the page: collects, trains, evaluates beside the baselines and
 * cloning, and writes each with its card. The evaluation's seeds are not those that anything was
 * chosen with.
 */
import { join } from 'node:path';
import type { AgentCard } from '../../agents/files/agentFile';
import { createAgent } from '../../agents/createAgent';
import { deriveSeeds } from '../../agents/seeds';
import { baselinesOf, referenceAgentOf } from '../../evaluation/baselines';
import { cardEvaluation } from '../../evaluation/cardEvaluation';
import {
  BUNDLED_AGENT_FILES,
  BUNDLED_AGENT_NAMES,
  type BundledAgentName,
} from '../../lab/bundledAgents';
import type { RunConfig } from '../../protocol/run';
import { agentResults, formatAgents } from '../output/agentTable';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { startBackend } from '../training/backend';
import { RECIPES } from '../training/bundledAgents';
import { defineCommand, type Terminal } from '../program/command';
import { wholeFlag } from '../program/flags';
import {
  examinationResults,
  exportedAgent,
  formatGate,
  gateOf,
  gateResults,
} from '../evaluation/deployment';
import { onnxParity } from '../evaluation/onnxParity';
import { evaluateAll, networkAgent, tableOf } from '../evaluation/evaluationTable';
import { checkOutputs, makeFolder } from '../output/checkPaths';
import { writeAgent } from '../output/files';
import type { BenchResult } from '../output/results';
import { SEED_FLAG } from '../program/settings';
import { specOf, trainRecipe } from '../training/trainRecipe';
import { cloneWithProgress, collectWithProgress, jobOf } from '../training/trainedPolicy';

export const agents = defineCommand(
  'train, evaluate and write the agents that come with the page',
  {
    out: { kind: 'text', placeholder: 'FOLDER', help: 'where to write them (public/agents)' },
    only: {
      kind: 'choice',
      default: 'all',
      choices: ['all', ...BUNDLED_AGENT_NAMES],
      help: 'which of them',
    },
    evaluationEpisodes: wholeFlag({ default: 64, min: 2, max: 10_000, help: 'episodes per agent' }),
    evaluationSeed: { ...SEED_FLAG, default: 2, help: 'of the evaluation; the run has its own' },
  },
  async (flags, terminal) => {
    const folder = flags.out ?? 'public/agents';
    const names = BUNDLED_AGENT_NAMES.filter((name) => [name, 'all'].includes(flags.only));
    makeFolder('--out', folder);
    const outputs = names.map((name) => join(folder, BUNDLED_AGENT_FILES[name]));
    checkOutputs(
      outputs.map((path) => ({ flag: '--out', path, kind: 'agent' })),
      [],
      flags.overwrite,
    );
    const backend = await startBackend('wasm');
    const seed = flags.evaluationSeed;
    const evaluation = { seed, episodes: flags.evaluationEpisodes };
    const results: BenchResult[] = [];
    for (const name of names) {
      const path = join(folder, BUNDLED_AGENT_FILES[name]);
      results.push(...(await makeAgent(name, path, evaluation, backend.name, terminal)));
    }
    const runs = names.map((name) => RECIPES[name].config);
    return { config: { runs, evaluation, backend: backend.name }, results };
  },
);

interface Evaluation {
  readonly seed: number;
  readonly episodes: number;
}

async function makeAgent(
  name: BundledAgentName,
  path: string,
  evaluation: Evaluation,
  backend: BackendName,
  terminal: Terminal,
): Promise<BenchResult[]> {
  const { title, ownName, description, config } = RECIPES[name];
  const { dataset, hash } = await collectWithProgress(config, terminal);
  const job = jobOf(config, dataset);
  const cloned = await cloneWithProgress(`${title}: cloning`, job, backend, terminal);
  const made = await trainRecipe(RECIPES[name], dataset, backend, terminal);
  const { targetReturn, critics, seconds } = made;
  // Versions count the policies of a run under way; this policy belongs to none.
  const policy = { ...made.policy, version: 0 };
  const card: AgentCard<RunConfig> = {
    name: title,
    description: `${description} ${policy.updates} updates on ${dataset.rows} steps.`,
    config,
    datasetHash: hash,
    targetReturn,
    evaluation: null,
    gate: null,
  };

  const { market, env, weights } = config;
  const scenario = { market, env, weights };
  const reference = createAgent(referenceAgentOf(market.preset), env).name;
  const exported = exportedAgent(card, policy);
  const entries = await evaluateAll(
    scenario,
    [
      {
        spec: specOf(policy, targetReturn),
        name: ownName,
        examine: { critics, clone: cloned.policy, exported },
      },
      { spec: networkAgent(cloned.policy), name: 'BC' },
      ...baselinesOf(market.preset).map((spec) => ({ spec })),
    ],
    deriveSeeds(evaluation.seed, 'evaluation', evaluation.episodes),
    (text) => terminal.progress.update(text),
  );
  terminal.progress.finish(`Evaluated on ${evaluation.episodes} episodes.`);
  const rows = tableOf(scenario, entries, reference);
  const [{ examination }] = entries;
  const gate = gateOf(scenario, entries[0], entries[1], await onnxParity(policy, scenario));
  terminal.print(formatAgents(rows, reference));
  terminal.print(formatGate(gate));
  const evaluated = cardEvaluation(rows, ownName, evaluation.seed, examination);
  writeAgent(path, { ...card, evaluation: evaluated, gate }, policy);
  terminal.print(`Written to ${path}.`);
  return [
    { name: `agents.${name}.seconds`, value: seconds, unit: 's' },
    ...agentResults(`agents.${name}`, rows),
    ...(examination === null ? [] : examinationResults(`agents.${name}`, examination)),
    ...gateResults(`agents.${name}`, gate, false),
  ];
}
