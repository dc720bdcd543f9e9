/** The plan of pressing Train: which runs it starts, on which data, and which run they continue. */
import { REWARD_TERMS, type RewardWeights } from '../../env/types';
import { sameJson } from '../../market/canonicalJson';
import { InvalidInputError } from '../../market/validation';
import type { ImportedDataset } from '../../learning/data/dataset';
import type { RunState } from '../../learning/runs/runState';
import { envConfig, rewardWeights, runConfig } from '../settings/configs';
import { NO_RIVALS_LOADED, type RivalSources } from '../settings/rivalConfigs';
import { decisionTransformerConfig, learningConfig } from '../settings/learningConfigs';
import { DEFAULT_SETTINGS, SETTINGS, type Settings } from '../settings/settings';
import { learnerOf, type RunConfig, type RunSummary } from '../../protocol/run';

/**
 * Plans one run per training seed; they differ in nothing else.
 * @param file the imported data that is learned from; null collects by the settings
 * @throws InvalidInputError for settings that name no run
 */
export function plannedRuns(
  settings: Settings,
  file: ImportedDataset | null,
  sources: RivalSources = NO_RIVALS_LOADED,
): readonly [RunConfig, ...RunConfig[]] {
  const config =
    file === null ? runConfig(settings, sources) : configOfFile(settings, file, sources);
  refuseLuckOnTape(config);
  const count = Number(settings.trainingSeeds);
  const first = config.trainingSeed ?? config.seed;
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    ...config,
    trainingSeed: first + index + 1,
  }));
  return [config, ...others];
}

/** @throws InvalidInputError for returns without luck on a recording */
function refuseLuckOnTape({ market, decisionTransformer }: RunConfig): void {
  const label = decisionTransformer?.returnLabel;
  if (market.tape === undefined || label !== 'withoutLuck') return;
  const expected = 'another than Without luck: on a recording nobody knows what was luck';
  throw new InvalidInputError(SETTINGS.dtReturnLabel.label, expected, label);
}

/**
 * Takes the scenario and the seed from the file, and the learner and the weights from the settings.
 */
function configOfFile(
  settings: Settings,
  { origin, summary }: ImportedDataset,
  sources: RivalSources,
): RunConfig {
  return {
    ...runConfig(settings, sources),
    market: origin.market,
    env: origin.env,
    dataset: { episodes: summary.episodes, behaviours: origin.mixture },
    seed: origin.seed,
    trainingSeed: settings.seed === origin.seed ? null : settings.seed,
  };
}

/**
 * Whether a run of these settings could start from the weights that the run was left with.
 * @param file the imported data that is learned from, with observations of its own
 */
export function canContinue(
  { config, hasPolicy, status }: RunSummary,
  settings: Settings,
  file: ImportedDataset | null = null,
): boolean {
  if (!hasPolicy || status === 'diverged') return false;
  const { observation } = file?.origin.env ?? envConfig(settings);
  if (!sameJson(config.env.observation, observation)) return false;
  const wanted = { learning: learningConfig(settings), model: decisionTransformerConfig(settings) };
  const { learning, decisionTransformer: model } = config;
  const isTold = learning.conditioning === 'weights';
  if (isTold !== (wanted.learning.conditioning === 'weights')) return false;
  if (model === null || wanted.model === null) {
    const isSameKind = model === null && wanted.model === null;
    return isSameKind && learning.hiddenSizes.join() === wanted.learning.hiddenSizes.join();
  }
  return SIZES.every((size) => model[size] === wanted.model?.[size]);
}

const SIZES = ['embedding', 'layers', 'heads', 'contextLength', 'timesteps'] as const;

/**
 * Whether a value looks like a run's state, as far as the page can tell; the trainer checks what is
 * inside.
 */
export function isRunState(value: unknown): value is RunState {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind } = value;
  return (kind === 'gaussianMlp' || kind === 'decisionTransformer') && 'checkpoint' in value;
}

/** Whether a run was trained under other weights than these; one of every weighting never was. */
export function isStale({ config }: Pick<RunSummary, 'config'>, weights: RewardWeights): boolean {
  if (config.learning.conditioning === 'weights') return false;
  return REWARD_TERMS.some((term) => config.weights[term] !== weights[term]);
}

/** Whether the policy of a run acts on the weights, so that under others it does something else. */
export const actsOnWeights = (config: RunConfig): boolean =>
  learnerOf(config) === 'dt' || config.learning.conditioning === 'weights';

/**
 * Counts the weights that differ from those the newest run was paid for, or from the defaults
 * before any run.
 */
export function pendingObjectiveChanges(settings: Settings, trained: RewardWeights | null): number {
  const reference = trained ?? rewardWeights(DEFAULT_SETTINGS);
  return REWARD_TERMS.filter((term) => settings[term] !== reference[term]).length;
}
