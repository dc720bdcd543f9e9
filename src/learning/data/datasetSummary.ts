/** Summarises a dataset for whoever decides whether to learn from it. */
import type { Dataset, DatasetSummary } from './dataset';
import { cellFeatures, measureQuality } from './dataQuality';
import { episodeRanges, episodeReturns } from './datasetOperations';

export function summarise(dataset: Dataset): DatasetSummary {
  const ranges = episodeRanges(dataset);
  const returns = episodeReturns(dataset, ranges);
  const behaviours = dataset.behaviours.map((name) => ({ name, episodes: 0, meanReturn: 0 }));
  ranges.forEach(({ start }, index) => {
    const entry = behaviours[dataset.behaviour[start]];
    entry.episodes += 1;
    entry.meanReturn += (returns[index] - entry.meanReturn) / entry.episodes;
  });
  const bytes = Object.values(dataset).reduce<number>(
    (sum, column) => (ArrayBuffer.isView(column) ? sum + column.byteLength : sum),
    0,
  );
  const quality = measureQuality(dataset, cellFeatures(dataset));
  return { rows: dataset.rows, episodes: ranges.length, behaviours, bytes, quality };
}
