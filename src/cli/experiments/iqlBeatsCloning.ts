/**
 * Reinforcement learning has to add something to imitation: from the same data, with as many
 * updates, IQL earns more than the clone. Beside it stand the baselines on the same episodes, and
 * the best rule among them with parameters tuned for return. Against that one IQL was once said to
 * win, which held on the seed that the recipe was chosen on and not on others; so the claim is
 * about the clone, and the table says the rest.
 */
import { createAgent } from '../../agents/createAgent';
import { baselinesOf } from '../../evaluation/baselines';
import type { HierarchicalInterval } from '../../evaluation/hierarchicalBootstrap';
import { datasetHash } from '../../learning/data/datasetHash';
import { identifier } from '../output/agentTable';
import { formatInterval, formatLimits, formatWhole, intervalResults } from '../output/intervals';
import { cloningJob } from '../training/cloning';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import { performAll } from '../work/workPool';
import type { Experiment, ExperimentSettings } from './experiment';
import {
  collectFor,
  DEFAULT_SEEDS,
  differenceOver,
  episodesOf,
  evaluationSeeds,
  metricOver,
  overDataSeeds,
  returnOf,
  runConfigOf,
  seedsText,
  trainAndEvaluate,
  type PlayedEpisodes,
} from './trained';
import { tuneRival } from './tunedRival';

const NAME = 'experiment.iqlBeatsCloning';
const CLONE = 'BC';

/**
 * With more data than a run on the page has, critics can be trusted farther ahead: five seconds.
 */
export const FAR_SIGHTED = { discount: 0.98 };

export const iqlBeatsCloning: Experiment = {
  claim: 'from the same data, IQL earns more than cloning',
  defaults: { updates: 6000, episodes: 600, evaluationEpisodes: 192, ...DEFAULT_SEEDS },
  async run(settings, terminal) {
    const first = configOf(settings);
    const { market, env, weights } = first;
    const tuned = await tuneRival(first, settings.evaluationEpisodes, settings.threads, (text) =>
      terminal.progress.update(text),
    );
    const { threshold, inventoryLean, sizeFraction } = tuned.agent;
    const rules = [
      ...baselinesOf(market.preset).map((agent) => ({
        name: labelOf(createAgent(agent, env).name, agent),
        agent,
      })),
      { name: 'imbalance-aware maker, tuned', agent: tuned.agent },
    ];
    const measured = await overDataSeeds(settings, async (own) => {
      const config = configOf(own);
      const dataset = await collectFor(config, terminal);
      const job = jobOf(config, dataset);
      const [learned, cloned] = await trainAndEvaluate(
        [
          { scenario: config, job },
          { scenario: config, job: cloningJob(job) },
        ],
        own,
        terminal,
      );
      const seeds = evaluationSeeds(own);
      const played = await performAll(
        'evaluate',
        rules.map(({ agent }) => ({ market, env, weights, agent, seeds })),
        settings.threads,
      );
      return {
        learned: episodesOf(learned),
        rivals: [episodesOf(cloned), ...played.map((episodes): PlayedEpisodes => [episodes])],
        hash: datasetHash([dataset]),
      };
    });
    const learned = measured.map((data) => data.learned);
    const rivals = [CLONE, ...rules.map(({ name }) => name)].map((name, index) => {
      const episodes = measured.map((data) => data.rivals[index]);
      return {
        name,
        earned: metricOver(episodes, returnOf),
        difference: differenceOver(learned, episodes),
        perDataSeed: measured.map(
          (data) => differenceOver([data.learned], [data.rivals[index]]).estimate,
        ),
      };
    });
    const earned = metricOver(learned, returnOf);
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    terminal.print(differenceTable(rivals));
    const [clone, ...others] = rivals;
    const level = others.filter((rival) => !isAbove(rival) && !isBelow(rival));
    const below = others.filter(isBelow);
    return {
      config: {
        ...first,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
        hashes: measured.map(({ hash }) => hash),
        tunedRival: tuned,
      },
      results: [
        ...intervalResults(NAME, 'iql.return', earned, 'dollars'),
        ...intervalResults(NAME, 'bc.return', clone.earned, 'dollars'),
        ...rivals.flatMap(({ name, difference }) =>
          intervalResults(NAME, `iqlMinus.${identifier(name)}.difference`, difference, 'dollars'),
        ),
        ...rivals.flatMap(({ name, perDataSeed }) =>
          perDataSeed.map((value, index) => ({
            name: `${NAME}.iqlMinus.${identifier(name)}.byDataSeed.seed${settings.seed + index}`,
            value,
            unit: 'dollars',
          })),
        ),
      ],
      holds: isAbove(clone),
      conclusion: [
        `On ${seedsText(settings)}, IQL earns $${formatInterval(earned, formatWhole)} an episode, $${formatInterval(clone.difference, formatWhole)} above the clone of its data.`,
        `Above ${namesOf(others.filter(isAbove))}; not told apart from ${namesOf(level)}; below ${namesOf(below)}.`,
        `The tuned imbalance-aware maker (threshold ${threshold}, lean ${inventoryLean}, size ${sizeFraction}) is the best of ${tuned.candidates} settings on tuning seeds.`,
      ].join(' '),
    };
  },
};

function configOf(settings: ExperimentSettings) {
  const base = runConfigOf(settings);
  return {
    ...base,
    learning: { ...base.learning, ...FAR_SIGHTED },
  };
}

/** Baselines of a kind differ by a parameter that their name may not carry. */
function labelOf(name: string, agent: object): string {
  return 'spreadTicks' in agent && !/\d/.test(name) ? `${name} ${String(agent.spreadTicks)}` : name;
}

interface Rival {
  readonly name: string;
  readonly earned: HierarchicalInterval;
  /** IQL's return minus the rival's. */
  readonly difference: HierarchicalInterval;
  /** The same difference in each dataset. */
  readonly perDataSeed: readonly number[];
}

const isAbove = ({ difference }: Rival) => difference.low > 0;
const isBelow = ({ difference }: Rival) => difference.high < 0;

const namesOf = (rivals: readonly Rival[]): string =>
  rivals.length === 0 ? 'none' : rivals.map(({ name }) => name).join(', ');

function differenceTable(rivals: readonly Rival[]): string {
  return formatTable(
    ['rival', 'return $', 'IQL − rival', '95 %', 'by data seed', 'IQL is'],
    rivals.map(({ name, earned, difference, perDataSeed }) => [
      name,
      formatWhole(earned.estimate),
      formatWhole(difference.estimate),
      formatLimits(difference, formatWhole),
      perDataSeed.map(formatWhole).join(', '),
      difference.low > 0 ? 'above' : difference.high < 0 ? 'below' : 'level',
    ]),
  );
}
