/** Collects a dataset and says what is in it; the hash identifies it everywhere. */
import { planEpisodes } from '../../agents/behaviours';
import { collectEpisodes } from '../../learning/collect';
import { datasetHash } from '../../learning/datasetHash';
import { summarise } from '../../learning/datasetOperations';
import { identifier } from '../agentTable';
import { defineCommand } from '../command';
import { writeDataset } from '../files';
import { MIXTURE_FLAG, mixtureOfFlag } from '../learnerFlags';
import { formatNumber } from '../results';
import { marketName, SEED_FLAG, WORLD_FLAGS, worldOf } from '../settings';
import { formatTable } from '../table';

export const collect = defineCommand(
  'collect a dataset and describe it',
  {
    ...WORLD_FLAGS,
    episodes: { kind: 'integer', default: 100, min: 1, max: 100_000, help: 'to collect' },
    mixture: MIXTURE_FLAG,
    seed: SEED_FLAG,
    out: { kind: 'text', placeholder: 'FILE', help: 'also write the dataset as Parquet to FILE' },
  },
  (flags, terminal) => {
    const world = worldOf(flags);
    const mixture = mixtureOfFlag(flags.mixture, world.market.preset);
    const episodes = planEpisodes(mixture, flags.episodes, flags.seed);
    const start = performance.now();
    const dataset = collectEpisodes({ ...world, episodes }, (done) =>
      terminal.progress.update(`Collecting: episode ${done} of ${flags.episodes}`),
    );
    const seconds = (performance.now() - start) / 1000;
    const hash = datasetHash([dataset]);
    const summary = summarise(dataset);
    terminal.progress.finish(`Collected ${formatNumber(dataset.rows)} steps, hash ${hash}.`);
    if (flags.out !== null) {
      writeDataset(flags.out, dataset, { ...world, mixture, seed: flags.seed });
      terminal.print(`Written to ${flags.out}.`);
    }
    terminal.print(
      formatTable(
        ['behaviour', 'episodes', 'mean return $'],
        summary.behaviours.map(({ name, episodes: count, meanReturn }) => [
          name,
          String(count),
          formatNumber(meanReturn),
        ]),
      ),
    );
    const prefix = `collect.${marketName(world.market)}`;
    return {
      config: { ...world, seed: flags.seed, episodes: flags.episodes, hash },
      results: [
        { name: `${prefix}.rows`, value: summary.rows, unit: 'steps' },
        { name: `${prefix}.bytes`, value: summary.bytes, unit: 'bytes' },
        { name: `${prefix}.stepsPerSecond`, value: summary.rows / seconds, unit: 'steps/s' },
        ...summary.behaviours.map(({ name, meanReturn }) => ({
          name: `${prefix}.${identifier(name)}.meanReturn`,
          value: meanReturn,
          unit: 'dollars',
        })),
      ],
    };
  },
);
