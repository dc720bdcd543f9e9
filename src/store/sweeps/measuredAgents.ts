/** What a trade-off is drawn of: the points of a sweep, or the runs of the table. */
import { agentLabel } from '../../content/agents';
import { pointLabel, pointName } from '../../content/sweeps';
import { CLONE_NAME } from '../../evaluation/baselines';
import type { EvaluationRow } from '../../evaluation/metrics';
import type { RunSummary } from '../../protocol/run';
import type { SweepRecord } from '../../protocol/sweep';
import { groupOf } from '../runs/runGroups';
import { scenarioOf } from '../runs/scenarios';
import type { MeasuredAgent } from './tradeoff';

/** Lists the points of a sweep that were measured, by the weights that vary, and its baselines. */
export function agentsOfSweep(sweep: SweepRecord): readonly MeasuredAgent[] {
  const varied = sweep.axes.map(({ term }) => term);
  const points = sweep.points.flatMap(({ weights, metrics, runId }, index): MeasuredAgent[] =>
    metrics.length === 0
      ? []
      : [
          {
            key: `${sweep.id} ${index}`,
            name: pointName(sweep, weights),
            label: pointLabel(sweep, weights),
            kind: 'point',
            weights,
            runId,
            policies: [metrics],
          },
        ],
  );
  const sorted = points.toSorted((a, b) =>
    varied.reduce((order, term) => order || (a.weights?.[term] ?? 0) - (b.weights?.[term] ?? 0), 0),
  );
  return [...sorted, ...sweep.baselines.map(baselineOf)];
}

/**
 * Lists the runs of a scenario that were evaluated, those that differ in their training seed alone
 * as one, and the baselines.
 * @param scenario key of the scenario, see scenarioKey
 */
export function agentsOfRuns(
  runs: readonly RunSummary[],
  baselines: readonly EvaluationRow[],
  scenario: string,
): readonly MeasuredAgent[] {
  const groups = new Map<string, MeasuredAgent>();
  for (const run of runs) {
    const metrics = run.evaluation.find(({ policyVersion }) => policyVersion !== null)?.metrics;
    if (metrics === undefined || metrics.length === 0 || scenarioOf(run) !== scenario) {
      continue;
    }
    const key = groupOf(run);
    const others = groups.get(key)?.policies ?? [];
    const isPaired = others.every(
      (other) =>
        other.length === metrics.length &&
        other.every(({ seed }, index) => seed === metrics[index].seed),
    );
    const point: MeasuredAgent = {
      key: isPaired ? key : run.id,
      name: run.name,
      kind: 'point',
      weights: run.config.weights,
      runId: run.id,
      policies: isPaired ? [...others, metrics] : [metrics],
    };
    groups.set(point.key, point);
  }
  const named = [...groups.values()].map((point) =>
    point.policies.length === 1
      ? point
      : { ...point, name: `${point.name} and ${point.policies.length - 1} more seeds` },
  );
  return [
    ...named,
    ...baselines.filter(({ agentName }) => agentName !== CLONE_NAME).map(baselineOf),
  ];
}

const baselineOf = ({
  agentName,
  metrics,
}: Pick<EvaluationRow, 'agentName' | 'metrics'>): MeasuredAgent => ({
  key: agentName,
  name: agentLabel(agentName),
  kind: 'baseline',
  weights: null,
  runId: null,
  policies: [metrics],
});
