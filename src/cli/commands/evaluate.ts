/**
 * Evaluates the baselines, clones and trained policies on the same fresh episodes, and prints one
 * table, and for every policy its examination and its gate.
 */
import { agentSpecOf, type AgentFile } from '../../agents/files/agentFile';
import { createAgent } from '../../agents/createAgent';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import { deriveSeeds } from '../../agents/seeds';
import { observationLayout } from '../../env/observationLayout';
import { termsOutside } from '../../env/weightRanges';
import { baselinesOf, referenceAgentOf } from '../../evaluation/baselines';
import type { MarketConfig } from '../../market/config';
import { InvalidInputError } from '../../market/validation';
import type { RunConfig } from '../../protocol/run';
import { agentResults, formatAgents, formatDetails } from '../output/agentTable';
import { askedReturnResults, askForReturns, formatAskedReturns } from '../evaluation/askedReturns';
import { defineCommand, type Terminal } from '../program/command';
import { CONFIG_FLAG, readConfig } from '../program/configSource';
import { filesBetweenCommas, oneFile, wholeFlag } from '../program/flags';
import {
  examinationResults,
  exportedAgent,
  formatExamination,
  formatGate,
  gateOf,
  gateResults,
} from '../evaluation/deployment';
import { onnxParity } from '../evaluation/onnxParity';
import { evaluateAll, networkAgent, tableOf, type TableEntry } from '../evaluation/evaluationTable';
import { loadRecording, onRecording } from '../work/tapeFiles';
import { tapeFlags } from '../program/tapeFlags';
import { queueAssumptions, recordedNotes } from '../evaluation/recordedPlay';
import { readAgent, readCritics } from '../output/files';
import type { BenchResult } from '../output/results';
import { formatSeedStatistics, seedResults, seedStatistics } from '../evaluation/seedStatistics';
import { marketWithRivals, RIVALS_FLAG } from '../program/rivals';
import {
  marketName,
  SCENARIO_FLAGS,
  SEED_FLAG,
  scenarioDifferences,
  scenarioOf,
  scenarioWith,
  type Scenario,
} from '../program/settings';

export const evaluate = defineCommand(
  'evaluate the baselines and, if given, trained policies',
  {
    ...CONFIG_FLAG,
    ...SCENARIO_FLAGS,
    ...RIVALS_FLAG,
    ...tapeFlags('test'),
    evaluationEpisodes: wholeFlag({ default: 32, min: 2, max: 10_000, help: 'episodes per agent' }),
    seed: SEED_FLAG,
    policy: {
      kind: 'text',
      reads: filesBetweenCommas,
      placeholder: 'FILE[,FILE…]',
      help: 'agents written by train --policy; several are training seeds of one recipe; market, environment and weights are those of the first one’s card unless --config or flags say otherwise',
    },
    clone: {
      kind: 'text',
      reads: filesBetweenCommas,
      placeholder: 'FILE[,FILE…]',
      help: 'clones of the same data (train --algorithm bc, or --clone) in place of those in the agents’ files; the gate compares with the first',
    },
    critics: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      help: 'the first policy’s critics, written by train --critics, in place of those in its file',
    },
  },
  async (flags, terminal, given) => {
    const policies = listOf(flags.policy);
    const clones = listOf(flags.clone);
    const files = await Promise.all(policies.map(readAgent));
    const cloneFiles = await Promise.all(clones.map(readAgent));
    const [first = cloneFiles.at(0)] = files;
    const source = flags.config === null ? null : (await readConfig(flags.config)).config;
    const own = source ?? first?.card.config;
    const typed = own === undefined ? scenarioOf(flags) : scenarioWith(own, flags, given);
    const seed = source === null || given.has('seed') ? flags.seed : source.seed;
    const recording = await loadRecording(flags, terminal.progress);
    const market = recording === undefined ? marketOfLab(typed.market, given) : typed.market;
    const shared = { ...typed, market: await marketWithRivals(market, flags.rivals) };
    const scenario = onRecording(shared, recording, flags.split);
    for (const { card } of files) refuseTrainingSplit(card.config.market, scenario.market);
    const named = [
      ...files.map((file, index) => ({ file, path: policies[index] })),
      ...cloneFiles.map((file, index) => ({ file, path: clones[index] })),
    ];
    for (const { file, path } of named) tellDifferences(file, path, scenario, terminal);
    const cloned =
      clones.length === 0
        ? clonesOf(files, policies, terminal)
        : cloneFiles.map(({ policy }, index) => gaussianPolicy(policy, clones[index]));
    const baseline =
      cloned.length > 0
        ? nameOf('BC', 0, cloned.length)
        : createAgent(referenceAgentOf(scenario.market.preset), scenario.env).name;
    const seeds = deriveSeeds(seed, 'evaluation', flags.evaluationEpisodes);
    const critics = flags.critics === null ? null : await readCritics(flags.critics);
    const criticWeights = critics?.weights ?? first?.card.config.weights;
    const progress = (text: string) => terminal.progress.update(text);
    if (first?.card.evaluation?.seed === seed) {
      terminal.print(
        `These are the seeds that the card of ${named[0].path} was evaluated on; another --seed gives fresh ones.`,
      );
    }

    const agents = [
      ...files.map((file, index) => ({
        spec: agentSpecOf(file),
        name: nameOf('policy', index, files.length),
        examine: {
          critics: (index === 0 ? critics?.critics : undefined) ?? file.models.critics,
          criticWeights: index === 0 ? criticWeights : file.card.config.weights,
          clone: cloned.at(index) ?? cloned.at(0) ?? null,
          exported: exportedAgent(file.card, file.policy),
        },
      })),
      ...cloned.map((policy, index) => ({
        spec: networkAgent(policy),
        name: nameOf('BC', index, cloned.length),
      })),
      ...baselinesOf(scenario.market.preset).map((spec) => ({ spec })),
    ];
    const all = await evaluateAll({ ...scenario, recording }, agents, seeds, progress);
    const entries = all.slice(0, files.length);
    const cloneEntries = all.slice(files.length, files.length + cloned.length);
    const rivals = all.slice(files.length + cloned.length);
    terminal.progress.finish(`Evaluated ${all.length} agents on ${seeds.length} episodes each.`);
    const rows = tableOf(scenario, all, baseline);
    terminal.print(formatAgents(rows, baseline));
    terminal.print(`\n${formatDetails(rows)}`);
    const prefix = `evaluate.${marketName(scenario.market)}`;
    const results = agentResults(prefix, rows);
    if (recording !== undefined) {
      terminal.print(`\n${recordedNotes(recording, scenario.market, rows)}`);
      if (recording.tape.header.queues !== 'orders') {
        const played = { ...scenario, recording };
        const assumed = await queueAssumptions(played, agents, all, seeds, prefix, progress);
        terminal.progress.finish('Evaluated under three assumptions about queues.');
        terminal.print(`\n${assumed.text}`);
        results.push(...assumed.results);
      }
    }
    for (const [index, entry] of entries.entries()) {
      const onnx = await onnxParity(files[index].policy, scenario);
      const clone = cloneEntries.at(clones.length === 0 ? index : 0);
      results.push(...reportOn(entry, clone, scenario, onnx, prefix, terminal));
      const { policy } = files[index];
      if (policy.kind === 'gaussianMlp') continue;
      const asked = askForReturns({ ...scenario, recording }, policy, seeds, progress);
      terminal.progress.finish(`Asked ${entry.name} for ${asked.points.length} returns.`);
      terminal.print(`\n${formatAskedReturns(asked)}`);
      results.push(...askedReturnResults(keyOf(prefix, entry.name), asked));
    }
    if (entries.length > 1) {
      const others = [
        ...(cloneEntries.length > 0 ? [{ name: 'BC', agents: cloneEntries }] : []),
        ...rivals.map((rival) => ({ name: rival.name, agents: [rival] })),
      ];
      const statistics = seedStatistics(entries, others, seed);
      terminal.print(formatSeedStatistics(statistics));
      results.push(...seedResults(`${prefix}.policies`, statistics));
    }
    return { config: { ...scenario, seed, episodes: seeds.length }, results };
  },
);

/**
 * Prints the examination and the gate of one policy.
 * @returns the same, as results
 */
function reportOn(
  entry: TableEntry,
  clone: TableEntry | undefined,
  scenario: Scenario,
  onnx: number,
  prefix: string,
  terminal: Terminal,
): BenchResult[] {
  const { examination, name } = entry;
  if (examination === null) return [];
  const gate = gateOf(scenario, entry, clone, onnx);
  terminal.print(`\n${name}\n\n${formatExamination(examination, scenario)}\n\n${formatGate(gate)}`);
  const key = keyOf(prefix, name);
  return [...examinationResults(key, examination), ...gateResults(key, gate, true)];
}

/**
 * The market of a card without its recording, where another market was typed.
 * @throws InvalidInputError where the recording is missing
 */
function marketOfLab<Market extends MarketConfig>(
  { tape, ...market }: Market,
  given: ReadonlySet<string>,
): Omit<Market, 'tape'> {
  if (tape === undefined || given.has('preset')) return market;
  const expected = `the recording of ${tape.instrument} that the agent was trained on, ${tape.hash}, or --market with another market`;
  throw new InvalidInputError('--tape', expected, undefined);
}

/** @throws InvalidInputError where an agent would be evaluated on what it was trained on */
function refuseTrainingSplit({ tape: trained }: MarketConfig, { tape: asked }: MarketConfig): void {
  if (trained === undefined || trained.hash !== asked?.hash) return;
  if (trained.split !== asked.split) return;
  throw new InvalidInputError('--split', 'another than the agent was trained on', asked.split);
}

const keyOf = (prefix: string, name: string): string => `${prefix}.${name.replace(' ', '')}`;

const listOf = (text: string | null): string[] => text?.split(',') ?? [];

/** Names a policy, with a number where there are several. */
const nameOf = (kind: string, index: number, count: number): string =>
  count === 1 ? kind : `${kind} ${index + 1}`;

/**
 * Says in what an agent is not evaluated as it was trained.
 * @throws InvalidInputError when it cannot see what the evaluation would show it
 */
function tellDifferences(
  { card, policy }: AgentFile<RunConfig>,
  path: string,
  scenario: Scenario,
  terminal: Terminal,
): void {
  const { market, env, weights } = card.config;
  const { key } = observationLayout(scenario.env.observation);
  if (policy.observationKey !== key) {
    throw new InvalidInputError(`${path}: observation`, key, policy.observationKey);
  }
  const { weightRanges } = policy;
  // An agent of every weighting is told the evaluation's.
  const own = weightRanges === undefined ? weights : scenario.weights;
  const different = scenarioDifferences(scenario, { market, env, weights: own });
  if (different.length > 0) {
    terminal.print(`${path} is not evaluated as its card says: ${different.join(', ')}.`);
  }
  if (weightRanges === undefined) return;
  for (const term of termsOutside(weightRanges, scenario.weights)) {
    const { min, max } = weightRanges[term];
    terminal.print(
      `${path} was trained for weights of ${term} from ${min} to ${max}, and acts on ${scenario.weights[term]} as on the nearer end.`,
    );
  }
}

/** Takes the clones that came with the agents, if one came with each; says so if not. */
function clonesOf(
  files: readonly AgentFile<RunConfig>[],
  paths: readonly string[],
  terminal: Terminal,
): PolicySnapshot[] {
  const clones = files.flatMap(({ models: { clone } }) => (clone === null ? [] : [clone]));
  if (clones.length === files.length) return clones;
  const path = paths[files.findIndex(({ models }) => models.clone === null)];
  terminal.print(`There is no clone in ${path}: give one with --clone to compare with it.`);
  return [];
}

function gaussianPolicy(policy: AnyPolicy, path: string): PolicySnapshot {
  if (policy.kind === 'gaussianMlp') return policy;
  throw new InvalidInputError(`${path}: policy`, 'a Gaussian network', policy.kind);
}
