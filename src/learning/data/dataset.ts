/**
 * A dataset is columns of typed arrays, one row per decision step, whole episodes one after
 * another. It is plain data and crosses worker boundaries by transfer.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import type { Conditioning } from '../../agents/policies/decisionTransformerSnapshot';
import type { Mixture } from '../../agents/agentSpecSchema';
import type { EnvConfig } from '../../env/config';
import type { RewardWeights } from '../../env/types';
import type { SharedMarketConfig } from '../../agents/rivals/sharedMarket';
import type { Recording } from '../../recordings/play/recording';
import type { DatasetColumns } from './datasetColumns';

/** The episodes that a dataset is made of. */
export interface CollectionRequest {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  /** Weights of the rewards; every other column is the same under all weights. */
  readonly weights: RewardWeights;
  /** Behaviour and seed of each episode, in turn. */
  readonly episodes: readonly { readonly agent: AgentSpec; readonly seed: number }[];
  /** The data of a market that is a recording. */
  readonly recording?: Recording | undefined;
}

/** The origin of a dataset: collecting by it again gives the same hash. */
export interface DatasetOrigin {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  /** Weights of the reward column. */
  readonly weights: RewardWeights;
  /** Mixture that played; null when agents played that are no baseline. */
  readonly mixture: Mixture | null;
  /** Seed of the run; the episodes' own seeds are a column. */
  readonly seed: number;
}

/** Says that a dataset is one that another tool wrote again, and what it had been before. */
export interface Adoption {
  /** What wrote the file, in its own words. */
  readonly writtenBy: string;
  /** Hash that the lab had given the data. */
  readonly hash: string;
}

/** Typed arrays by column, see DATASET_COLUMNS, and what their numbers refer to. */
export interface Dataset extends DatasetColumns {
  /** Decision steps: n. */
  readonly rows: number;
  readonly observationLength: number;
  /** `observationLayout(config).key` of the observations. */
  readonly observationKey: string;
  /** Names that the column `behaviour` points to. */
  readonly behaviours: readonly string[];
}

/** Mean and standard deviation of every feature over some rows of a dataset. */
export interface ObservationStatistics {
  readonly mean: Float32Array;
  readonly std: Float32Array;
}

/** What actions are said to have led to, and how it decays while acting. */
export interface ReturnLabels {
  /** [rows]. */
  readonly returns: Float32Array;
  /** What the labels are; labels of earlier versions do not say, and are returns to go. */
  readonly conditioning?: Conditioning;
  /** Rate at which what is left to earn grows back: R ← (R − r)/discount. */
  readonly discount: number;
}

/** Description of an imported dataset, as its file turned out to hold it. */
export interface ImportedDataset {
  readonly summary: DatasetSummary;
  readonly origin: DatasetOrigin;
  readonly hash: string;
  /** Absent for data as the lab wrote them. */
  readonly adopted?: Adoption;
}

/** Measurements of how good a dataset is to learn from, see dataQuality.ts. */
export interface DataQuality {
  /** Dollars at the ends of the histogram. */
  readonly returnRange: readonly [number, number];
  readonly returns: readonly BehaviourReturns[];
  /** Mean over the dimensions of the entropy of a scaled action, 0 to 1: 1 is uniform. */
  readonly actionEntropy: number;
  /** (mean return − worst)/(best − worst); NaN where all returns are equal. */
  readonly trajectoryQuality: number;
  /** Different state-action cells that were visited. */
  readonly visitedCells: number;
  /** Visited cells over rows: 1 when no two rows share one. */
  readonly coverage: number;
  /** Rows, evenly spread, on which the bins of features were found; the rest is of all rows. */
  readonly edgeRows: number;
}

interface BehaviourReturns {
  readonly name: string;
  /** Episodes in bins of equal width over the range of all behaviours. */
  readonly counts: readonly number[];
}

export interface DatasetSummary {
  readonly rows: number;
  readonly episodes: number;
  readonly behaviours: readonly {
    readonly name: string;
    readonly episodes: number;
    readonly meanReturn: number;
  }[];
  readonly bytes: number;
  readonly quality: DataQuality;
}
