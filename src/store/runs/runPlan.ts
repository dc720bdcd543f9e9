/** What pressing Train comes to: which runs, on which data, continuing which. */
import type { ImportedDataset } from '../../learning/data/dataset';
import type { RunState } from '../../learning/runs/runState';
import { runConfig } from '../settings/configs';
import { decisionTransformerConfig, learningConfig } from '../settings/learningConfigs';
import type { Settings } from '../settings/settings';
import type { RunConfig, RunSummary } from '../../protocol/run';
import type { RewardWeights } from '../../env/types';
import { REWARD_TERMS } from '../../env/types';

/**
 * One config per training seed; they differ in nothing else.
 * @param file whose episodes are learned from; null collects by the settings
 * @throws InvalidInputError for settings that name no run
 */
export function plannedRuns(
  settings: Settings,
  file: ImportedDataset | null,
): readonly [RunConfig, ...RunConfig[]] {
  const config = file === null ? runConfig(settings) : configOfFile(settings, file);
  const count = Number(settings.trainingSeeds);
  const first = config.trainingSeed ?? config.seed;
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    ...config,
    trainingSeed: first + index + 1,
  }));
  return [config, ...others];
}

/** The scenario and the seed are the file's; what is learned, and what for, is the page's. */
function configOfFile(settings: Settings, { origin, summary }: ImportedDataset): RunConfig {
  return {
    ...runConfig(settings),
    market: origin.market,
    env: origin.env,
    dataset: { episodes: summary.episodes, behaviours: origin.mixture },
    seed: origin.seed,
    trainingSeed: settings.seed === origin.seed ? null : settings.seed,
  };
}

/** Whether what the settings train could start from the weights that a run was left with. */
export function canContinue(
  { config, hasPolicy, status }: RunSummary,
  settings: Settings,
): boolean {
  if (!hasPolicy || status === 'diverged') return false;
  const wanted = { learning: learningConfig(settings), model: decisionTransformerConfig(settings) };
  const { learning, decisionTransformer: model } = config;
  if (model === null || wanted.model === null) {
    const isSameKind = model === null && wanted.model === null;
    return isSameKind && learning.hiddenSizes.join() === wanted.learning.hiddenSizes.join();
  }
  return SIZES.every((size) => model[size] === wanted.model?.[size]);
}

const SIZES = ['embedding', 'layers', 'heads', 'contextLength', 'timesteps'] as const;

/** As far as the page can tell: the trainer checks what is inside. */
export function isRunState(value: unknown): value is RunState {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind } = value;
  return (kind === 'gaussianMlp' || kind === 'decisionTransformer') && 'checkpoint' in value;
}

/** Whether a run was paid for something else than what these weights pay for. */
export function isStale({ config }: Pick<RunSummary, 'config'>, weights: RewardWeights): boolean {
  return REWARD_TERMS.some((term) => config.weights[term] !== weights[term]);
}
