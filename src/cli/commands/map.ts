/**
 * The response surface of an agent without a page: what it would quote over two features, in a
 * typical situation or at a step of an episode, under the weights of its card or of flags.
 */
import { agentSpecOf } from '../../agents/files/agentFile';
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import { tunedBaselines } from '../../agents/baselines/tunedBaselines';
import { createDecider, environmentOf } from '../../agents/decisions/decider';
import { FEATURES, featuresOf, type Feature } from '../../agents/decisions/features';
import { QUOTE_QUANTITIES } from '../../agents/decisions/quotes';
import { SurfaceScan, type ResponseSurface } from '../../agents/decisions/responseSurface';
import { situationOf, type Situation } from '../../agents/decisions/situation';
import {
  typicalOfObservations,
  typicalOfTraining,
  typicalSituation,
  type TypicalValues,
} from '../../agents/decisions/typicalValues';
import { MarketMakingEnv } from '../../env/marketMakingEnv';
import { observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH } from '../../env/types';
import { createMarket } from '../../market/createMarket';
import { InvalidInputError } from '../../market/validation';
import type { RunConfig } from '../../protocol/run';
import { readAgent } from '../output/files';
import { formatFixed, formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { CONFIG_FLAG, readConfig } from '../program/configSource';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import {
  SCENARIO_FLAGS,
  SEED_FLAG,
  scenarioOf,
  scenarioWith,
  type Scenario,
} from '../program/settings';

/** Rows and columns that a table on the screen has at most. */
const SHOWN = 9;

/** Every market has the same baselines. */
const BASELINES = Object.keys(tunedBaselines('es'));

export const map = defineCommand(
  'map what an agent would quote over two features, under any reward weights',
  {
    ...CONFIG_FLAG,
    ...SCENARIO_FLAGS,
    agent: {
      kind: 'text',
      reads: (text: string) => (BASELINES.includes(text) ? [] : [text]),
      orElse: BASELINES,
      placeholder: 'FILE|NAME',
      help: 'an agent written by train --policy, or a tuned baseline: inventorySkewed, avellanedaStoikov, glft, imbalanceMaker; market, environment and weights are those of its card unless --config or flags say otherwise',
    },
    x: { kind: 'choice', default: 'inventory', choices: FEATURES, help: 'feature across' },
    y: { kind: 'choice', default: 'imbalance', choices: FEATURES, help: 'feature up' },
    quantity: {
      kind: 'choice',
      default: 'bidOffset',
      choices: QUOTE_QUANTITIES,
      help: 'what the table shows: ticks from the mid, or contracts; --json has all',
    },
    points: wholeFlag({ default: 41, min: 2, max: 201, help: 'points along each axis' }),
    atStep: wholeFlag({
      default: 0,
      min: 0,
      max: 1_000_000,
      help: 'step of an episode of --seed at which everything else is as it is; 0 for typical values',
    }),
    closedForms: { kind: 'switch', help: 'also map Avellaneda-Stoikov and GLFT' },
    seed: SEED_FLAG,
  },
  async (flags, terminal, given) => {
    const { agent: name, x, y, points, atStep, quantity, seed } = flags;
    if (name === null) throw new InvalidInputError('--agent', 'a file or a baseline', undefined);
    if (x === y) throw new InvalidInputError('--y', 'another feature than --x', y);
    const { spec, card } = await agentOf(name, scenarioOf(flags).market.preset);
    const own = flags.config === null ? card : (await readConfig(flags.config)).config;
    const scenario = own === null ? scenarioOf(flags) : scenarioWith(own, flags, given);
    const env = environmentOf(spec, scenario.env);
    const layout = observationLayout(env.observation);
    for (const [flag, feature] of Object.entries({ '--x': x, '--y': y })) {
      const known = featuresOf(layout);
      if (!known.includes(feature)) {
        throw new InvalidInputError(flag, `one of ${known.join(', ')}`, feature);
      }
    }
    const played = playedTo(spec, { ...scenario, env }, seed, atStep);
    const typical = trainedOn(spec) ?? played.typical;
    const base =
      atStep > 0 ? played.situation : typicalSituation(played.situation, typical, layout);
    const { avellanedaStoikov, glft } = tunedBaselines(scenario.market.preset);
    const over = (flags.closedForms ? [avellanedaStoikov, glft] : []).map((form) => ({
      name: form.kind,
      decider: createDecider(form, env),
    }));
    const decider = createDecider(spec, env);
    const axes = { x, y, steps: points };
    const scan = new SurfaceScan(decider, base, scenario.weights, typical, axes, over);
    while (!scan.isDone) scan.next();
    const { surface } = scan;
    terminal.print(
      `${quantity} of ${name} over ${x} (across) and ${y} (down), ${atStep > 0 ? `at step ${atStep} of seed ${seed}` : 'everything else typical'}`,
    );
    terminal.print(tableOf(surface, surface.grid[quantity]));
    for (const form of surface.over) {
      terminal.print(`\n${form.name}`);
      terminal.print(tableOf(surface, form.grid[quantity]));
    }
    const config = {
      agent: name,
      market: scenario.market,
      env,
      weights: scenario.weights,
      hearsWeights: decider.hearsWeights,
      seed,
      atStep,
      typical: typical.source,
      x: { feature: x, values: Array.from(surface.xValues) },
      y: { feature: y, values: Array.from(surface.yValues) },
    };
    return { config, results: resultsOf(surface) };
  },
);

async function agentOf(
  name: string,
  preset: Scenario['market']['preset'],
): Promise<{ readonly spec: AgentSpec; readonly card: RunConfig | null }> {
  const baselines: Readonly<Partial<Record<string, AgentSpec>>> = { ...tunedBaselines(preset) };
  const baseline = Object.hasOwn(baselines, name) ? baselines[name] : undefined;
  if (baseline !== undefined) return { spec: baseline, card: null };
  const file = await readAgent(name);
  return { spec: agentSpecOf(file), card: file.card.config };
}

/** Typical values of the data that a policy was trained on; null where nothing tells. */
function trainedOn(spec: AgentSpec): TypicalValues | null {
  const reference = 'policy' in spec ? spec.policy.reference : undefined;
  return reference === undefined ? null : typicalOfTraining(reference);
}

/**
 * Plays an episode to a step, or to its end for typical values.
 * @throws InvalidInputError for a step that the episode does not reach
 */
function playedTo(
  spec: AgentSpec,
  { market, env, weights }: Scenario,
  seed: number,
  step: number,
): { readonly situation: Situation; readonly typical: TypicalValues } {
  const { key, length } = observationLayout(env.observation);
  const world = new MarketMakingEnv(createMarket(market), env, weights);
  const agent = createAgent(spec, env);
  const action = new Float64Array(ACTION_LENGTH);
  const seen: number[] = [];
  world.reset({ seed });
  agent.reset(seed);
  let situation = situationOf(world.context, env, key);
  const last = step === 0 ? env.episodeLength : step;
  while (world.isActive && situation.step < last) {
    for (const value of world.context.observation) seen.push(value);
    agent.act(world.context, action);
    const { reward } = world.step(action);
    agent.observeReward?.(reward);
    if (world.isActive) situation = situationOf(world.context, env, key);
  }
  if (situation.step < step) {
    throw new InvalidInputError('--at-step', `at most ${situation.step}`, step);
  }
  return { situation, typical: typicalOfObservations(Float32Array.from(seen), length) };
}

function tableOf(surface: ResponseSurface, values: Float32Array): string {
  const columns = placesOf(surface.xValues.length);
  const rows = placesOf(surface.yValues.length);
  return formatTable(
    [headOf(surface.y, surface.x), ...columns.map((at) => formatNumber(surface.xValues[at]))],
    rows.map((row) => [
      formatNumber(surface.yValues[row]),
      ...columns.map((column) => formatFixed(values[row * surface.xValues.length + column], 2)),
    ]),
    ['right'],
  );
}

const headOf = (down: Feature, across: Feature): string => `${down} \\ ${across}`;

/** Indices of points spread evenly over an axis, its ends among them. */
function placesOf(points: number): number[] {
  const count = Math.min(SHOWN, points);
  return Array.from({ length: count }, (_, place) =>
    Math.round((place * (points - 1)) / (count - 1)),
  );
}

/** A number for every point: `map.bidOffset.ROW.COLUMN`, rows along y. */
function resultsOf(surface: ResponseSurface): BenchResult[] {
  const columns = surface.xValues.length;
  const grids = [
    { prefix: 'map', grid: surface.grid },
    ...surface.over.map(({ name, grid }) => ({ prefix: `map.${name}`, grid })),
  ];
  return grids.flatMap(({ prefix, grid }) =>
    QUOTE_QUANTITIES.flatMap((quantity) =>
      Array.from(grid[quantity], (value, at) => ({
        name: `${prefix}.${quantity}.${Math.floor(at / columns)}.${at % columns}`,
        value,
        unit: quantity.endsWith('Size') ? 'contracts' : 'ticks',
      })),
    ),
  );
}
