/**
 * Reinforcement learning has to add something to imitation: from the same data,
 * with as many updates, IQL earns more than the clone, and more than every
 * baseline on the same episodes.
 */
import { parseMixture, type Mixture } from '../../agents/agentSpecSchema';
import { defaultBehaviours, type WeightedBehaviour } from '../../agents/baselines/behaviours';
import { createAgent } from '../../agents/createAgent';
import { deriveSeed } from '../../agents/seeds';
import { baselinesOf } from '../../evaluation/baselines';
import {
  interquartileMean,
  mean,
  probabilityOfImprovement,
  stratifiedBootstrap,
} from '../../evaluation/statistics';
import { datasetHash } from '../../learning/data/datasetHash';
import { Rng } from '../../market/rng';
import { identifier } from '../output/agentTable';
import { formatLimits, formatWhole, intervalResults } from '../output/intervals';
import { cloningJob } from '../training/cloning';
import { formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import { performAll } from '../work/workPool';
import type { Experiment } from './experiment';
import {
  collectFor,
  evaluationSeeds,
  isAboveZero,
  perSeed,
  returnDifference,
  returnOf,
  runConfigOf,
  trainAndEvaluate,
  type TwoWayDifference,
} from './trained';

const NAME = 'experiment.iqlBeatsCloning';

/**
 * With more data than a run on the page has, critics can be trusted further. The advantage is
 * followed more sharply and farther ahead, five seconds.
 */
export const SHARP = { temperature: 60, advantageScaling: 'none', discount: 0.98 } as const;

/**
 * Returns the default mixture with noise on its prices alone.
 * @see NoisyAgent for what noisy sizes do
 */
export function steadySizes(behaviours: readonly WeightedBehaviour[]): Mixture {
  return parseMixture(
    behaviours.map(({ agent, weight }) => ({
      agent: agent.kind === 'noisy' ? { ...agent, sizeStd: 0 } : agent,
      weight,
    })),
  );
}

export const iqlBeatsCloning: Experiment = {
  claim: 'from the same data, IQL earns more than cloning and than every baseline',
  defaults: { updates: 6000, episodes: 600, evaluationEpisodes: 192 },
  async run(settings, terminal) {
    const base = runConfigOf(settings);
    const config = {
      ...base,
      dataset: { ...base.dataset, behaviours: steadySizes(defaultBehaviours()) },
      learning: { ...base.learning, ...SHARP },
    };
    const dataset = await collectFor(config, terminal);
    const job = jobOf(config, dataset);
    const [learned, cloned] = await trainAndEvaluate(
      [
        { scenario: config, job },
        { scenario: config, job: cloningJob(job) },
      ],
      settings,
      terminal,
    );
    const { market, env, weights } = config;
    const baselines = baselinesOf(market.preset);
    const seeds = evaluationSeeds(settings);
    const played = await performAll(
      'evaluate',
      baselines.map((agent) => ({ market, env, weights, agent, seeds })),
      settings.threads,
    );
    const rivals = [
      { name: 'BC', episodes: cloned.map(({ episodes }) => episodes) },
      ...baselines.map((agent, index) => ({
        name: labelOf(createAgent(agent, env).name, agent),
        episodes: [played[index]],
      })),
    ];
    const differences = rivals.map(({ name, episodes }) => ({
      name,
      mean: mean(episodes.flat().map((episode) => episode.return)),
      difference: returnDifference(learned, episodes),
    }));
    terminal.progress.finish(`Trained ${2 * learned.length} policies.`);
    terminal.print(differenceTable(differences));

    const returns = perSeed(learned, returnOf);
    const clonedReturns = perSeed(cloned, returnOf);
    const rng = new Rng(deriveSeed(settings.seed, 'statistics', 0));
    const random = () => rng.uniform();
    const beaten = differences.filter(({ difference }) => isAboveZero(difference));
    const holds = beaten.length === differences.length;
    const unbeaten = differences.filter((entry) => !beaten.includes(entry)).map(({ name }) => name);
    return {
      config: { ...config, trainingSeeds: settings.trainingSeeds, hash: datasetHash([dataset]) },
      results: [
        ...intervalResults(
          NAME,
          'iql.interquartileMeanReturn',
          stratifiedBootstrap([returns], interquartileMean, { random }),
          'dollars',
        ),
        ...intervalResults(
          NAME,
          'bc.interquartileMeanReturn',
          stratifiedBootstrap([clonedReturns], interquartileMean, { random }),
          'dollars',
        ),
        ...intervalResults(
          NAME,
          'probabilityOfImprovement',
          probabilityOfImprovement([{ x: returns, y: clonedReturns }], { random }),
          'over training seeds',
        ),
        ...differences.flatMap(({ name, difference }) => differenceResults(name, difference)),
      ],
      holds,
      conclusion: holds
        ? `IQL earns $${formatNumber(mean(returns))} an episode, more than BC ($${formatNumber(mean(clonedReturns))}) and every baseline.`
        : `IQL earns $${formatNumber(mean(returns))} an episode, BC $${formatNumber(mean(clonedReturns))}; not shown to be above: ${unbeaten.join(', ')}.`,
    };
  },
};

/** Baselines of a kind differ by a parameter that their name may not carry. */
function labelOf(name: string, agent: object): string {
  return 'spreadTicks' in agent && !/\d/.test(name) ? `${name} ${String(agent.spreadTicks)}` : name;
}

interface Difference {
  readonly name: string;
  readonly mean: number;
  readonly difference: TwoWayDifference;
}

function differenceTable(differences: readonly Difference[]): string {
  return formatTable(
    ['rival', 'return $', 'IQL − rival', '95 % over seeds', '95 % over episodes', 'above'],
    differences.map(({ name, mean: value, difference }) => [
      name,
      formatWhole(value),
      formatWhole(difference.overSeeds.estimate),
      formatLimits(difference.overSeeds, formatWhole),
      formatLimits(difference.overEpisodes, formatWhole),
      isAboveZero(difference) ? 'yes' : 'no',
    ]),
  );
}

function differenceResults(name: string, difference: TwoWayDifference): BenchResult[] {
  const key = `iqlMinus.${identifier(name)}`;
  return [
    ...intervalResults(NAME, `${key}.overSeeds`, difference.overSeeds, 'dollars'),
    ...intervalResults(NAME, `${key}.overEpisodes`, difference.overEpisodes, 'dollars'),
  ];
}
