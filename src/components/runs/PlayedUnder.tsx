/**
 * Says under which weights a run was evaluated, and for which target, where its policy would act
 * otherwise under those on screen.
 */
import { objectiveName } from '../../content/presets';
import { RUN_TEXTS } from '../../content/runs';
import { sameJson } from '../../market/canonicalJson';
import type { RunSummary } from '../../protocol/run';
import { askedTarget, isAskedFor } from '../../store/runs/askedTarget';
import { actsOnWeights } from '../../store/runs/runPlan';
import { rewardWeights } from '../../store/settings/configs';
import { targetShare } from '../../store/settings/learningConfigs';
import { useSessionState } from '../context';

type Evaluated = Pick<RunSummary, 'config'> & Partial<Pick<RunSummary, 'evaluation'>>;

/** @param evaluation absent for an agent of the page, whose target is not that of the settings */
export function PlayedUnder({ config, evaluation = [] }: Evaluated) {
  const isUnderSame = useSessionState(
    ({ settings }) => !actsOnWeights(config) || sameJson(config.weights, rewardWeights(settings)),
  );
  const isForSame = useSessionState(
    ({ settings }) =>
      evaluation.length === 0 || isAskedFor({ config, evaluation }, targetShare(settings)),
  );
  const asked = askedTarget({ config, evaluation });
  return (
    <>
      {!isUnderSame && (
        <span className="muted" data-testid="played-under">
          {RUN_TEXTS.playedUnder(objectiveName(config.weights))}
        </span>
      )}
      {!isForSame && asked !== null && (
        <span className="muted" data-testid="asked-for">
          {RUN_TEXTS.askedFor(asked)}
        </span>
      )}
    </>
  );
}
