/** Evaluates the baselines, and a policy from a file, on fresh episodes. */
import { agentSpecOf } from '../../agents/agentFile';
import { createAgent } from '../../agents/createAgent';
import { deriveSeeds } from '../../agents/seeds';
import { baselinesOf, referenceAgentOf } from '../../evaluation/baselines';
import { agentResults, formatAgents } from '../agentTable';
import { defineCommand } from '../command';
import { evaluateTable } from '../evaluationTable';
import { readAgent } from '../files';
import { marketName, SEED_FLAG, WORLD_FLAGS, worldOf } from '../settings';

export const evaluate = defineCommand(
  'evaluate the baselines and, if given, a trained policy',
  {
    ...WORLD_FLAGS,
    'evaluation-episodes': { kind: 'integer', default: 32, min: 2, max: 10_000, help: 'per agent' },
    seed: SEED_FLAG,
    policy: { kind: 'text', placeholder: 'FILE', help: 'an agent written by train --policy' },
  },
  (flags, terminal) => {
    const world = worldOf(flags);
    const baseline = createAgent(referenceAgentOf(world.market.preset), world.env).name;
    const agents = [
      ...baselinesOf(world.market.preset).map((spec) => ({ spec })),
      ...(flags.policy === null
        ? []
        : [{ spec: agentSpecOf(readAgent(flags.policy)), name: 'policy' }]),
    ];
    const seeds = deriveSeeds(flags.seed, 'evaluation', flags['evaluation-episodes']);
    const rows = evaluateTable(world, agents, seeds, baseline, (text) =>
      terminal.progress.update(text),
    );
    terminal.progress.finish(`Evaluated ${agents.length} agents on ${seeds.length} episodes each.`);
    terminal.print(formatAgents(rows, baseline));
    return {
      config: { ...world, seed: flags.seed, episodes: seeds.length },
      results: agentResults(`evaluate.${marketName(world.market)}`, rows),
    };
  },
);
