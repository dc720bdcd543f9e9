/**
 * Offline learning: collect episodes, clone them, improve on them by implicit Q-learning, or train
 * a Decision Transformer. Computes on TensorFlow.js: WebGPU, WebAssembly or plain JavaScript.
 *
 * @example
 * ```ts
 * import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from 'nanoarb-lab/env';
 * import {
 *   chooseBackend,
 *   collectEpisodes,
 *   defaultBehaviours,
 *   DEFAULT_LEARNING_CONFIG,
 *   HOST_ENVIRONMENT,
 *   planEpisodes,
 *   TrainingSession,
 * } from 'nanoarb-lab/learning';
 * import { DEFAULT_MARKET_CONFIG } from 'nanoarb-lab/market';
 *
 * const weights = DEFAULT_REWARD_WEIGHTS;
 * const dataset = collectEpisodes({
 *   market: DEFAULT_MARKET_CONFIG,
 *   env: { ...DEFAULT_ENV_CONFIG, episodeLength: 50 },
 *   weights,
 *   episodes: planEpisodes(defaultBehaviours('es'), 20, 1),
 * });
 * const { name: backend } = await chooseBackend({ only: 'wasm', wasmPaths: null });
 * const session = new TrainingSession(HOST_ENVIRONMENT, backend);
 * session.loadDataset([dataset]);
 * const outcome = await session.learn(
 *   {
 *     learning: { ...DEFAULT_LEARNING_CONFIG, hiddenSizes: [16], cloningUpdates: 5, updates: 10 },
 *     decisionTransformer: null,
 *     weights,
 *     seed: 1,
 *     engine: 'compiled',
 *     dollarsPerTick: DEFAULT_ENV_CONFIG.tickValueDollars,
 *   },
 *   { kind: 'fresh' },
 *   { onProgress: () => {}, onPolicy: () => {} },
 * );
 * session.dispose();
 * console.log(dataset.rows, outcome.status, outcome.policy.updates); // 1000 finished 15
 * ```
 *
 * @module learning
 */
export {
  defaultBehaviours,
  planEpisodes,
  type PlannedEpisode,
  type WeightedBehaviour,
} from '../agents/baselines/behaviours';
export {
  DEFAULT_LEARNING_CONFIG,
  parseLearningConfig,
  type LearningConfig,
} from '../learning/algorithms/config';
export {
  DEFAULT_DECISION_TRANSFORMER_CONFIG,
  type DecisionTransformerConfig,
} from '../learning/algorithms/decisionTransformerConfig';
export { adoptDataset, type AdoptedDataset } from '../learning/data/adoptDataset';
export { collectEpisodes } from '../learning/data/collect';
export type { Adoption, CollectionRequest, Dataset, DatasetOrigin } from '../learning/data/dataset';
export { datasetHash } from '../learning/data/datasetHash';
export { readDatasetFile, writeDatasetFile, type DatasetFile } from '../learning/data/parquet';
export { HOST_ENVIRONMENT } from '../learning/runs/hostEnvironment';
export { TrainingSession } from '../learning/runs/trainer';
export type {
  BackendInfo,
  TrainingListeners,
  TrainingOutcome,
  TrainingProgress,
  TrainingStart,
  TrainingTask,
} from '../learning/runs/training';
export type { TrainingEnvironment } from '../learning/runs/trainingLoop';
export { chooseBackend, type BackendChoice } from '../learning/tfjs/backend';
