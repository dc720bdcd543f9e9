/** Collects a dataset and says what is in it; the hash identifies it everywhere. */
import { datasetHash } from '../../learning/data/datasetHash';
import type { DataQuality } from '../../learning/data/dataset';
import { summarise } from '../../learning/data/datasetSummary';
import { identifier } from '../output/agentTable';
import { defineCommand } from '../program/command';
import { writeDataset } from '../output/files';
import { collectionOf, datasetOriginOf } from '../../protocol/run';
import { DATA_FLAGS, runOfFlags } from '../program/runFlags';
import { tellOrigin } from '../training/origin';
import { marketWithRivals, RIVALS_FLAG } from '../program/rivals';
import { collectOnCores } from '../work/playing';
import { loadRecording, onRecording, requireRecording, splitOf } from '../work/tapeFiles';
import { tapeFlags } from '../program/tapeFlags';
import { formatNumber, type BenchResult } from '../output/results';
import { marketName } from '../program/settings';
import { formatTable } from '../output/table';

export const collect = defineCommand(
  'collect a dataset and describe it',
  {
    ...DATA_FLAGS,
    ...RIVALS_FLAG,
    ...tapeFlags('training'),
    out: {
      kind: 'text',
      writes: 'dataset',
      placeholder: 'FILE',
      help: 'also write the dataset as Parquet to FILE',
    },
  },
  async (flags, terminal, given) => {
    const { run: typed, source } = await runOfFlags(flags, given);
    const recording = await loadRecording(flags, terminal.progress);
    const shared = { ...typed, market: await marketWithRivals(typed.market, flags.rivals) };
    const run = onRecording(shared, recording, splitOf(typed.market, flags, given));
    requireRecording(run.market, recording);
    const { market, env, weights, seed } = run;
    const scenario = { market, env, weights };
    const { episodes } = run.dataset;
    const start = performance.now();
    const dataset = await collectOnCores({ ...collectionOf(run), recording }, (done) =>
      terminal.progress.update(`Collecting: episode ${done} of ${episodes}`),
    );
    const seconds = (performance.now() - start) / 1000;
    const hash = datasetHash([dataset]);
    const summary = summarise(dataset);
    const { quality } = summary;
    terminal.progress.finish(`Collected ${formatNumber(dataset.rows)} steps, hash ${hash}.`);
    tellOrigin(source, hash, flags.config, terminal);
    if (flags.out !== null) {
      writeDataset(flags.out, dataset, datasetOriginOf(run));
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
    terminal.print(formatQuality(quality));
    const prefix = `collect.${marketName(scenario.market)}`;
    return {
      config: { ...scenario, seed, episodes, hash },
      results: [
        { name: `${prefix}.rows`, value: summary.rows, unit: 'steps' },
        { name: `${prefix}.bytes`, value: summary.bytes, unit: 'bytes' },
        { name: `${prefix}.stepsPerSecond`, value: summary.rows / seconds, unit: 'steps/s' },
        ...qualityResults(prefix, quality),
        ...summary.behaviours.map(({ name, meanReturn }) => ({
          name: `${prefix}.${identifier(name)}.meanReturn`,
          value: meanReturn,
          unit: 'dollars',
        })),
      ],
    };
  },
);

function formatQuality({ returnRange, returns, ...quality }: DataQuality): string {
  const [low, high] = returnRange.map((value) => formatNumber(Math.round(value)));
  const histogram = formatTable(
    ['behaviour', `episodes by return, $ ${low} to ${high}`],
    returns.map(({ name, counts }) => [name, counts.join(' ')]),
    ['left', 'left'],
  );
  const comparedMetrics = [
    `trajectory quality ${quality.trajectoryQuality.toFixed(2)}`,
    `state-action coverage ${quality.coverage.toFixed(2)} (${formatNumber(quality.visitedCells)} cells)`,
    `action entropy ${quality.actionEntropy.toFixed(2)}`,
  ];
  return `${histogram}\n${comparedMetrics.join(', ')}`;
}

function qualityResults(prefix: string, quality: DataQuality): BenchResult[] {
  const values = [
    ['trajectoryQuality', quality.trajectoryQuality, '0 worst return, 1 best'],
    ['coverage', quality.coverage, 'visited cells per step'],
    ['visitedCells', quality.visitedCells, 'state-action cells'],
    ['actionEntropy', quality.actionEntropy, '0 constant, 1 uniform'],
  ] as const;
  const histogram = quality.returns.flatMap(({ name, counts }) =>
    counts.map((value, bin) => ({
      name: `${prefix}.${identifier(name)}.returns.bin${bin}`,
      value,
      unit: 'episodes',
    })),
  );
  return [
    ...values.map(([key, value, unit]) => ({ name: `${prefix}.${key}`, value, unit })),
    ...histogram,
  ];
}
