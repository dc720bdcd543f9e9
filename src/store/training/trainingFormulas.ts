/**
 * Fills the formulas of training and of its data with the numbers of this moment, see formulasNow.
 */
import {
  formatBytes,
  formatCompact,
  formatDuration,
  formatFixed,
  formatLimits,
  formatProfit,
  formatRate,
  formatShare,
  formatSignificant,
} from '../../charts/format';
import { formatReported } from './reportedFormat';
import type { MetricId } from '../../content/glossary/labels';
import type { ReportedMetric } from '../../learning/algorithms/trainingMetrics';
import { agentLabel } from '../../content/agents';
import type { Interval } from '../../evaluation/statistics';
import type { TrainingProgress } from '../../protocol/api';
import type { TrainingState } from './training';

interface WithTraining {
  readonly training: TrainingState;
}
type TrainingFormula = (now: WithTraining) => string | null;

export const TRAINING_FORMULAS = {
  updatesPerSecond: reported('updatesPerSecond', formatRate),
  secondsLeft: ({ training: { progress } }) => {
    if (progress === null || !Number.isFinite(progress.secondsLeft)) return null;
    const { totalUpdates, update, updatesPerSecond, secondsLeft } = progress;
    return `(${totalUpdates} − ${update}) / ${formatSignificant(updatesPerSecond)} = ${formatDuration(secondsLeft)}`;
  },
  policyLoss: reported('policyLoss', of('policyLoss'), temperature),
  valueLoss: reported('valueLoss', of('valueLoss'), ({ expectile }) => `τ = ${expectile}`),
  criticLoss: reported('criticLoss', of('criticLoss'), ({ discount }) => `γ = ${discount}`),
  meanValue: reported('meanValue', of('meanValue')),
  meanQ: reported('meanQ', of('meanQ')),
  meanAdvantageWeight: reported('meanAdvantageWeight', of('meanAdvantageWeight'), temperature),
  clippedShare: reported('clippedShare', of('clippedShare'), temperature),
  policyStd: reported('policyStd', of('policyStd')),
  gradientNorm: reported('gradientNorm', of('gradientNorm')),
  valueGradientNorm: reported('valueGradientNorm', of('valueGradientNorm')),
  criticGradientNorm: reported('criticGradientNorm', of('criticGradientNorm')),
  validationReturn: ({ training: { validation } }) => {
    const newest = validation.at(-1);
    return newest === undefined
      ? null
      : `${intervalText(newest.return)} after ${formatCompact(newest.updates)} updates`;
  },
  achievedReturn: ({ training: { targets } }) =>
    targets.length === 0
      ? null
      : targets
          .map(({ share, achieved }) => `${formatShare(share)}: ${formatProfit(achieved.estimate)}`)
          .join(', '),
  askedReturn: ({ training: { targets } }) =>
    targets.length === 0
      ? null
      : targets
          .map(({ share, asked }) => `${formatShare(share)}: ${formatProfit(asked)}`)
          .join(', '),
} satisfies Partial<Record<MetricId, TrainingFormula>>;

export const DATA_FORMULAS = {
  dataBytes: ({ training: { dataset } }) =>
    dataset === null
      ? null
      : `${formatCompact(dataset.rows)} rows · ${formatFixed(dataset.bytes / dataset.rows, 0)} bytes = ${formatBytes(dataset.bytes)}`,
  behaviourReturn: ({ training: { dataset } }) => {
    const best = dataset?.behaviours.toSorted((a, b) => b.meanReturn - a.meanReturn).at(0);
    return best === undefined
      ? null
      : `the best, ${agentLabel(best.name)}: ${formatProfit(best.meanReturn * best.episodes)} / ${best.episodes} = ${formatProfit(best.meanReturn)}`;
  },
  trajectoryQuality: ({ training: { dataset } }) => {
    if (dataset === null) return null;
    const [worst, best] = dataset.quality.returnRange;
    const { trajectoryQuality: share } = dataset.quality;
    const mean = worst + share * (best - worst);
    return `(${formatProfit(mean)} − worst ${formatProfit(worst)}) / (${formatProfit(best)} − worst) = ${formatFixed(share, 2)}`;
  },
  stateActionCoverage: ({ training: { dataset } }) =>
    dataset === null
      ? null
      : `${formatCompact(dataset.quality.visitedCells)} / ${formatCompact(dataset.rows)} = ${formatFixed(dataset.quality.coverage, 2)}`,
  actionEntropy: ({ training: { dataset } }) =>
    dataset === null ? null : formatFixed(dataset.quality.actionEntropy, 2),
} satisfies Partial<Record<MetricId, TrainingFormula>>;

function of(metric: ReportedMetric): (value: number) => string {
  return (value) => formatReported(metric, value);
}

type Learning = NonNullable<TrainingState['config']>['learning'];

/** Writes a number of the newest report, after the settings in its formula. */
function reported(
  field: keyof TrainingProgress,
  format: (value: number) => string,
  settings: (learning: Learning, progress: TrainingProgress) => string = () => '',
): TrainingFormula {
  return ({ training: { progress, config } }) => {
    const value = progress?.[field];
    if (progress === null || typeof value !== 'number' || !Number.isFinite(value)) return null;
    const given = config === null ? '' : settings(config.learning, progress);
    return `${given === '' ? '' : `${given}: `}${format(value)} at update ${formatCompact(progress.update)}`;
  };
}

/** Names β where it weights the loss: neither cloning nor a Decision Transformer has it. */
function temperature(
  { temperature: beta, advantageScaling }: Learning,
  { algorithm, phase }: TrainingProgress,
): string {
  if (algorithm !== 'iql' || phase === 'cloning') return '';
  return advantageScaling === 'batch' ? `β = ${beta}` : `β = ${beta}, advantages as they are`;
}

function intervalText({ estimate, low, high }: Interval): string {
  return `${formatProfit(estimate)} ${formatLimits(low, high)}`.trim();
}
