/**
 * Says under which weights a run was evaluated, where its policy would act otherwise under those on
 * screen.
 */
import { objectiveName } from '../../content/presets';
import { RUN_TEXTS } from '../../content/runs';
import { sameJson } from '../../market/canonicalJson';
import type { RunConfig } from '../../protocol/run';
import { actsOnWeights } from '../../store/runs/runPlan';
import { rewardWeights } from '../../store/settings/configs';
import { useSessionState } from '../context';

export function PlayedUnder({ config }: { readonly config: RunConfig }) {
  const isSame = useSessionState(({ settings }) =>
    sameJson(config.weights, rewardWeights(settings)),
  );
  return isSame || !actsOnWeights(config) ? null : (
    <span className="muted" data-testid="played-under">
      {RUN_TEXTS.playedUnder(objectiveName(config.weights))}
    </span>
  );
}
