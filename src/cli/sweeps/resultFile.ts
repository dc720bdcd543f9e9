/** What `--json` writes of a sweep: everything that the page needs to show it. */
import { readAgentFile, writeAgentFile } from '../../agents/files/agentFile';
import { parseRunConfig, type RunConfig } from '../../protocol/run';
import { RESULT_VERSION, type SweepResultConfig } from '../../store/sweeps/sweepResult';
import type { Axis } from './axes';
import { metricInterval, SWEEP_METRIC_NAMES } from './metrics';
import type { UnitStore } from './store';
import { unitNamesOf, type PlayedPoint, type SweepRequest, type SweepResult } from './sweep';
import { trainUnit } from './units';

/** @param base the run that points are around */
export function resultConfig(
  axes: readonly Axis[],
  base: RunConfig,
  request: SweepRequest,
  result: SweepResult,
  agents: SweepResultConfig['agents'],
): SweepResultConfig {
  const { seeds, episodes, metric, front, setting, points } = request;
  const { build, backend } = setting;
  const { played, reported, failures, best, digest, isStopped } = result;
  const needs = failures.length === 0 ? [] : points.map(({ run }) => unitNamesOf(run, request));
  return {
    version: RESULT_VERSION,
    base,
    axes: axes.map(({ key, name, range }) => ({ key, name, isLog: range?.isLog ?? false })),
    seeds,
    episodes,
    metric,
    front: [...front],
    build,
    backend,
    digest,
    isStopped,
    best,
    points: points.map(({ values }, index) => ({
      values,
      chosenOn: measured(played[index]),
      heldOut: measured(reported.get(index)),
    })),
    failures: failures.map(({ unit, failure: { tries, message } }) => ({
      unit,
      tries,
      message,
      points: needs.flatMap((names, index) => (names.has(unit) ? [index] : [])),
    })),
    agents,
  };
}

function measured(played: PlayedPoint | undefined): SweepResultConfig['points'][number]['heldOut'] {
  if (played === null || played === undefined) return null;
  const entries = SWEEP_METRIC_NAMES.map((name) => {
    const { estimate, low, high } = metricInterval(name, played);
    return [name, { estimate, low, high }] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Reads the policies of the best point and of the front out of the store, of the first data seed
 * each, and names them by their points.
 */
export async function agentsOf(
  request: SweepRequest,
  { best, front }: SweepResult,
  store: UnitStore,
): Promise<SweepResultConfig['agents']> {
  const shown = [...new Set([...(best === null ? [] : [best]), ...front])];
  const agents = shown.map(async (point) => {
    const { run } = request.points[point];
    const artefact = await store.read('artefacts', trainUnit(run, request.setting).name);
    if (artefact === null) return [];
    const { card, policy } = readAgentFile(artefact, parseRunConfig);
    const named = { ...card, name: `Point ${point + 1}` };
    return [{ point, file: Buffer.from(writeAgentFile(named, policy)).toString('base64') }];
  });
  return (await Promise.all(agents)).flat();
}
