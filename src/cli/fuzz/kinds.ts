/**
 * What is fuzzed: for each kind of input its sound examples, how one is damaged, and what must hold
 * of whatever its reader accepts. Those judgements are made without the reader's own checks.
 */
import { agentSpecOf, writeAgentFile } from '../../agents/files/agentFile';
import { createAgent } from '../../agents/createAgent';
import type { AgentSpec } from '../../agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { MarketMakingEnv } from '../../env/marketMakingEnv';
import { ACTION_LENGTH } from '../../env/types';
import { collectEpisodes } from '../../learning/data/collect';
import { datasetHash } from '../../learning/data/datasetHash';
import { readDatasetFile, writeDatasetFile } from '../../learning/data/parquet';
import { createMarket } from '../../market/createMarket';
import type { Rng } from '../../market/rng';
import { readEpisodeFile } from '../../protocol/episodeFile';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../protocol/run';
import { MarketPlay } from '../../session/episodePlay';
import { readRunFile, writeRunFile } from '../../store/runs/runFiles';
import { parseFlags } from '../program/flags';
import { RUN_FLAGS, runConfigOfFlags } from '../program/runFlags';
import { exampleAgents, hashAsked, readAgent } from './agentFiles';
import { exampleEpisodes, judgeEpisode } from './episodes';
import { must } from './judgement';
import { damageLink, exampleLinks, judgeLink, valueFor } from './links';
import { exampleMarketFiles, judgeMarket } from './marketFile';
import { mutateBytes, mutateJson, mutateTensors, pick, sealed } from './mutate';
import { exampleSweepFile, judgeSweep } from './sweepFile';
import { damageRecording, judgeRecording, recordingExamples } from './tapes';

export const FUZZ_KINDS = [
  'link',
  'run',
  'agent',
  'episode',
  'dataset',
  'flags',
  'tape',
  'sweep',
  'market',
] as const;
export type FuzzKind = (typeof FUZZ_KINDS)[number];

interface Kind {
  /** Makes the sound examples. */
  readonly examples: () => readonly Uint8Array[];
  readonly damage: (example: Uint8Array, random: Rng) => Uint8Array;
  /**
   * @throws InvalidInputError where the input is refused, AcceptedWrongly where it should have been
   */
  readonly judge: (input: Uint8Array) => void | Promise<void>;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

export const KINDS: Readonly<Record<FuzzKind, Kind>> = {
  link: { examples: exampleLinks, damage: damageLink, judge: judgeLink },
  run: {
    examples: () => [bytesOf(exampleRun())],
    damage: damageJson,
    judge: (input) => {
      const run = readRunFile(input, 0);
      if (run.policy !== null) return;
      const once = writeRunFile({ ...run, id: '', parentId: null });
      const twice = writeRunFile({ ...readRunFile(bytesOf(once), 0), id: '', parentId: null });
      must(once === twice, 'it is another run when it is written and read');
      must(!/-0[,\s\]}]/.test(once), 'it holds -0');
      must(!Number.isNaN(new Date(run.createdAt).getTime()), 'createdAt is no date');
      must(JSON.stringify(run).length <= 20 * input.length + 100_000, 'it grows');
    },
  },
  agent: {
    examples: exampleAgents,
    damage: (example, random) =>
      random.below(3) === 0
        ? mutateBytes(example, random)
        : sealed(mutateTensors(example, 'card', random), hashAsked(readAgent)),
    judge: (input) => {
      const { card, policy, models, hash } = readAgent(input);
      const written = writeAgentFile(card, policy, models);
      const again = readAgent(written);
      must(bytesEqual(writeAgentFile(again.card, policy, again.models), written), 'it changes');
      must(/^[0-9a-f]{16}$/.test(hash), 'its hash is none');
      must(policy.parameters.every(Number.isFinite), 'a weight is not finite');
      const { env } = card.config;
      const agent = createAgent(agentSpecOf({ card, policy }), env);
      const play = new MarketPlay(
        new MarketMakingEnv(createMarket(card.config.market), env, DEFAULT_REWARD_WEIGHTS),
        null,
      );
      const action = new Float64Array(ACTION_LENGTH);
      play.start(1);
      agent.reset(1);
      for (let step = 0; step < 4 && play.isActive; step += 1) {
        agent.act(play.env.context, action);
        must(action.every(Number.isFinite), `its action is ${String(action)}`);
        play.step(action, agent.name, 0);
      }
    },
  },
  episode: {
    examples: exampleEpisodes,
    damage: (example, random) =>
      random.below(3) === 0
        ? mutateBytes(example, random)
        : sealed(mutateTensors(example, 'header', random), hashAsked(readEpisodeFile)),
    judge: judgeEpisode,
  },
  dataset: {
    examples: () => [exampleDataset()],
    damage: (example, random) => mutateBytes(example, random),
    judge: async (input) => {
      const { dataset, origin, hash } = await readDatasetFile(Uint8Array.from(input).buffer);
      must(datasetHash([dataset]) === hash, 'its hash is another');
      const written = await new Blob(writeDatasetFile(dataset, origin)).arrayBuffer();
      must((await readDatasetFile(written)).hash === hash, 'it changes');
      must(dataset.observations.every(Number.isFinite), 'an observation is not finite');
      must(dataset.rewards.every(Number.isFinite), 'a reward is not finite');
      const both = dataset.terminated.some((end, row) => end + dataset.truncated[row] > 1);
      must(!both, 'a row has both ends');
    },
  },
  flags: {
    examples: () => [bytesOf('--seed\n7'), bytesOf('--updates=100\n--algorithm\nbc\n--post-only')],
    damage: (example, random) => {
      if (random.below(3) === 0) return mutateBytes(example, random);
      const args = Array.from({ length: 1 + random.below(5) }, () => {
        const key = pick(random, Object.keys(RUN_FLAGS));
        const typed = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
        return `${typed}${pick(random, ['=', '\n'])}${valueFor(key, random)}`;
      });
      return bytesOf(args.join('\n'));
    },
    judge: (input) => {
      const values = parseFlags(RUN_FLAGS, textOf(input).split('\n'));
      for (const [name, flag] of Object.entries(RUN_FLAGS)) {
        const value: unknown = values[name as keyof typeof RUN_FLAGS];
        if (flag.kind !== 'number') continue;
        const isInside = typeof value === 'number' && value >= flag.min && value <= flag.max;
        must(isInside && !Object.is(value, -0), `--${name} is ${String(value)}`);
        must(!flag.whole || Number.isInteger(value), `--${name} is ${String(value)}`);
      }
      const config = runConfigOfFlags(values);
      const again = parseRunConfig(JSON.parse(JSON.stringify(config)));
      must(JSON.stringify(again) === JSON.stringify(config), 'its config changes');
    },
  },
  tape: {
    examples: recordingExamples,
    damage: damageRecording,
    judge: judgeRecording,
  },
  sweep: {
    examples: () => [bytesOf(exampleSweepFile())],
    damage: damageJson,
    judge: judgeSweep,
  },
  market: {
    examples: () => exampleMarketFiles().map(bytesOf),
    damage: damageJson,
    judge: judgeMarket,
  },
};

/** Changes a place of a JSON file, or in a third of the cases its bytes. */
function damageJson(example: Uint8Array, random: Rng): Uint8Array {
  if (random.below(3) === 0) return mutateBytes(example, random);
  return bytesOf(JSON.stringify(mutateJson(JSON.parse(textOf(example)), random)));
}

function exampleRun(): string {
  const metrics = {
    seed: 1,
    steps: 600,
    return: 12.5,
    profit: 10,
    maxDrawdown: 3,
    meanAbsInventory: 2,
    p95AbsInventory: 5,
    contractsTraded: 40,
    fillRate: 0.2,
    quotedSpread: 1.5,
    terms: [1, 2, 3, 4, -5, Number.NaN],
    markoutTicks: [0.1, 0.2, -0.3],
  };
  return writeRunFile({
    id: '',
    parentId: null,
    name: 'Run 1',
    notes: 'notes',
    tags: ['tag'],
    status: 'finished',
    createdAt: 1_760_000_000_000,
    config: DEFAULT_RUN_CONFIG,
    datasetHash: '0123456789abcdef',
    update: 100,
    totalUpdates: 100,
    hasPolicy: false,
    policy: null,
    failure: '',
    history: null,
    evaluation: [{ agentName: 'random', policyVersion: null, metrics: [metrics] }],
  });
}

function exampleDataset(): Uint8Array {
  const scenario = {
    market: { preset: 'es', regime: 'base' },
    env: { ...DEFAULT_ENV_CONFIG, episodeLength: 20 },
    weights: DEFAULT_REWARD_WEIGHTS,
  } as const;
  const agent: AgentSpec = { kind: 'random' };
  const episodes = [1, 2].map((seed) => ({ agent, seed }));
  const dataset = collectEpisodes({ ...scenario, episodes });
  const parts = writeDatasetFile(dataset, { ...scenario, mixture: null, seed: 1 });
  return new Uint8Array(Buffer.concat(parts));
}
