/**
 * Gathers what has to be known before an agent is deployed: the model as other runtimes would run
 * it, the gate, and both as they are printed and written.
 */
import {
  agentSpecOf,
  readAgentFile,
  writeAgentFile,
  type AgentCard,
  type CardGate,
} from '../../agents/files/agentFile';
import type { AgentSpec } from '../../agents/agentSpec';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import { observationLayout, type ObservationLayout } from '../../env/observationLayout';
import { deployGate } from '../../evaluation/deployGate';
import type { Examination } from '../../evaluation/examination';
import { parseRunConfig, type RunConfig } from '../../protocol/run';
import type { TableEntry } from './evaluationTable';
import { formatLimits, intervalResults } from '../output/intervals';
import { formatFixed, formatNumber, type BenchResult } from '../output/results';
import type { Scenario } from '../program/settings';
import { formatTable } from '../output/table';

/** Returns the agent as its file gives it back. */
export function exportedAgent(card: AgentCard<RunConfig>, policy: AnyPolicy): AgentSpec {
  return agentSpecOf(readAgentFile(writeAgentFile(card, policy), parseRunConfig));
}

/**
 * @param clone the clone's entry on the same seeds
 * @param onnx the result of `onnxParity`
 * @param isClone whether the agent is the clone itself
 */
export function gateOf(
  { market, env }: Scenario,
  agent: TableEntry,
  clone: TableEntry | undefined,
  onnx: number,
  isClone = false,
): CardGate {
  const { parity, ...examination } = agent.examination ?? NOT_EXAMINED;
  return deployGate({
    episodes: agent.episodes,
    cloneEpisodes: clone?.episodes ?? [],
    isClone,
    examination: { ...examination, parity: Math.max(parity, onnx) },
    env,
    preset: market.preset,
  });
}

const NOT_EXAMINED = {
  outOfDistributionRate: Number.NaN,
  parity: Number.NaN,
  criticDisagreement: Number.NaN,
};

export function formatGate({ passed, fallback, checks }: CardGate): string {
  const table = formatTable(
    ['gate', 'measured', 'required', 'verdict'],
    checks.map(({ name, value, limit, passed: pass }) => [
      name,
      value !== null ? formatNumber(value) : pass === null ? '' : 'not measured',
      limit,
      pass === null ? 'does not apply' : pass ? 'pass' : 'FAIL',
    ]),
    ['left', 'right', 'left', 'left'],
  );
  const verdict = passed ? 'May be deployed' : 'May not be deployed';
  return `${table}\n${verdict}. Fallback: ${fallback}.`;
}

/**
 * @param prefix a prefix such as `evaluate.es.iql`
 * @param isJudged whether the command fails when the gate does: evaluating asks, training only
 * tells
 */
export function gateResults(
  prefix: string,
  { passed, checks }: CardGate,
  isJudged: boolean,
): BenchResult[] {
  const verdict = (pass: boolean | null) => (isJudged && pass !== null ? { pass } : {});
  return [
    ...checks.map(({ name, value, limit, passed: pass }) => ({
      name: `${prefix}.gate.${camel(name)}`,
      value: value ?? Number.NaN,
      unit: limit,
      ...verdict(pass),
    })),
    {
      name: `${prefix}.gate`,
      value: Number(passed),
      unit: '1 may be deployed',
      ...verdict(passed),
    },
  ];
}

const camel = (name: string) =>
  name.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase());

export function formatExamination(
  { calibration, ...examination }: Examination,
  scenario: Scenario,
): string {
  const { names } = observationLayout(scenario.env.observation);
  const rows = [
    ['decisions beyond the 99th percentile', rateText(examination)],
    [
      `largest stability index (${nameAt(names, examination.leastStableFeature)})`,
      formatNumber(examination.maxStabilityIndex),
    ],
    ['features with an index above 0.25', percent(examination.unstableShare)],
    ['critics’ disagreement, $', formatNumber(examination.criticDisagreement)],
    ['−log π of its actions under the clone', formatNumber(examination.cloneSurprise)],
  ];
  const table = formatTable(['examination', ''], rows);
  if (calibration === null) return table;
  const { slope, correlation, bias, bins } = calibration;
  return [
    table,
    formatTable(
      ['Q, $', 'what followed, $', '95 %', 'decisions'],
      bins.map(({ predicted, realised, decisions }) => [
        formatNumber(predicted),
        formatNumber(realised.estimate),
        formatLimits(realised),
        String(decisions),
      ]),
    ),
    `Calibration along its own episodes: slope ${formatFixed(slope, 2)}, correlation ${formatFixed(correlation, 2)}, bias ${formatNumber(bias)} $.`,
  ].join('\n\n');
}

function rateText({
  outOfDistributionRate: rate,
  outOfDistributionEnds: ends,
}: Pick<Examination, 'outOfDistributionRate' | 'outOfDistributionEnds'>): string {
  return ends === undefined || Number.isNaN(rate)
    ? percent(rate)
    : `${percent(rate)} (${percent(ends[0])} to ${percent(ends[1])})`;
}

const nameAt = (names: ObservationLayout['names'], index: number) => names[index] ?? '—';
const percent = (share: number) => (Number.isNaN(share) ? '—' : `${formatNumber(100 * share)} %`);

/** @param prefix a prefix such as `evaluate.es.iql` */
export function examinationResults(prefix: string, examination: Examination): BenchResult[] {
  const { calibration } = examination;
  const values = [
    ['outOfDistributionRate', examination.outOfDistributionRate, 'share of decisions'],
    ...(examination.outOfDistributionEnds ?? []).map(
      (end, index) =>
        [
          `outOfDistributionRate.${index === 0 ? 'low' : 'high'}`,
          end,
          'share of decisions',
        ] as const,
    ),
    ['maxStabilityIndex', examination.maxStabilityIndex, 'PSI of one feature'],
    ['unstableShare', examination.unstableShare, 'share of features above 0.25'],
    ['criticDisagreement', examination.criticDisagreement, 'dollars'],
    ['cloneSurprise', examination.cloneSurprise, 'nats'],
    ['parity', examination.parity, 'scaled action'],
    ['calibration.slope', calibration?.slope ?? Number.NaN, 'dollars per dollar'],
    ['calibration.correlation', calibration?.correlation ?? Number.NaN, 'Pearson’s'],
    ['calibration.bias', calibration?.bias ?? Number.NaN, 'dollars'],
  ] as const;
  const bins = (calibration?.bins ?? []).flatMap(({ predicted, realised }, index) => [
    { name: `${prefix}.calibration.bin${index}.predicted`, value: predicted, unit: 'dollars' },
    ...intervalResults(prefix, `calibration.bin${index}.realised`, realised, 'dollars'),
  ]);
  return [
    ...values.map(([key, value, unit]) => ({ name: `${prefix}.${key}`, value, unit })),
    ...bins,
  ];
}
