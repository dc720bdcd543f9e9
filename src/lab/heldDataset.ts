/** The data that a trainer holds, and whether a run can learn from it. */
import type { DatasetOrigin, DatasetSummary } from '../learning/data/dataset';
import { canonicalJson } from '../market/canonicalJson';
import { datasetOriginOf, type RunConfig } from '../protocol/run';

/** What the trainer holds. */
export interface HeldDataset {
  readonly origin: DatasetOrigin;
  readonly summary: DatasetSummary;
  /** Null until it was asked for. */
  readonly hash: string | null;
}

/** Whether what is held is what the run would collect, or the file that it names; rewards aside. */
export function hasEpisodesOf(held: HeldDataset | null, config: RunConfig): held is HeldDataset {
  if (held === null) return false;
  const { origin, summary } = held;
  const wanted = datasetOriginOf(config);
  return (
    summary.episodes === config.dataset.episodes && episodesKey(origin) === episodesKey(wanted)
  );
}

function episodesKey({ market, env, mixture, seed }: DatasetOrigin): string {
  return canonicalJson({ market, env, mixture, seed });
}
