/**
 * Says how many runs the evaluation's seeds have chosen among, and evaluates the run on seeds that
 * have chosen none.
 */
import { useRef } from 'react';
import { formatProfit } from '../../charts/format';
import {
  comparedText,
  FINAL_WORD_TEXTS,
  finalTargetText,
  finalWordText,
} from '../../content/finalWord';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import { learnerOf, type RunSummary } from '../../protocol/run';
import { isInTraining } from '../../store/runs/isInTraining';
import { askedTarget } from '../../store/runs/askedTarget';
import { candidatesOf, episodesComparedOn, finalWordResult } from '../../store/runs/finalWord';
import { useSession, useSessionState } from '../context';
import { Explain } from '../ui/Explain';
import { Progress } from '../ui/Progress';
import { useHeldFocus } from '../ui/useHeldFocus';

export function FinalWord({ run }: { readonly run: RunSummary }) {
  const runs = useSessionState((state) => state.runs);
  const pinned = useSessionState((state) => state.pinned);
  const episodes = episodesComparedOn(run);
  const seeds = episodes.length;
  const { finalWord } = run;
  const asked =
    finalWord === undefined
      ? null
      : askedTarget({ config: run.config, evaluation: finalWord.rows });
  const result = finalWord === undefined ? null : finalWordResult(finalWord, pinned);
  if (seeds === 0 && result === null) return null;
  return (
    <section data-testid="final-word">
      <div>
        <Explain
          metric="finalWord"
          now={result === null ? 'not measured' : formatProfit(result.difference.estimate)}
        />
      </div>
      {seeds > 0 && (
        <p className="muted">
          {comparedText(seeds, distinctEpisodes(episodes), candidatesOf(run, runs))}
        </p>
      )}
      {finalWord !== undefined && result !== null && (
        <p>
          {finalWordText(result, finalWord.candidates, learnerOf(run.config))}
          {asked !== null && ` ${finalTargetText(asked)}`}
        </p>
      )}
      {run.hasPolicy && <Measure run={run} isAgain={result !== null} />}
    </section>
  );
}

interface MeasureProps {
  readonly run: RunSummary;
  readonly isAgain: boolean;
}

function Measure({ run, isAgain }: MeasureProps) {
  const session = useSession();
  const { runId, progress, failure } = useSessionState((state) => state.finalWord);
  const isBusy = progress !== null;
  const isBeingTrained = useSessionState((state) => isInTraining(run.id, state));
  const again = useRef<HTMLButtonElement>(null);
  useHeldFocus(again, isBusy ? runId : null);
  if (isBusy && runId === run.id) {
    const { done, total } = progress;
    return (
      <Progress
        label="Evaluating on fresh seeds"
        share={done / total}
        onCancel={() => session.finalWord.cancel()}
      >
        <span>
          Episode {done} of {total}
        </span>
      </Progress>
    );
  }
  return (
    <>
      {failure !== '' && runId === run.id && (
        <p className="alert" role="alert">
          {failure}
        </p>
      )}
      <button
        ref={again}
        type="button"
        className="button"
        disabled={isBusy || isBeingTrained}
        title={isBeingTrained ? FINAL_WORD_TEXTS.whileTrained : FINAL_WORD_TEXTS.measure}
        onClick={() => void session.finalWord.measure(run.id)}
      >
        {isAgain ? 'Final word again, on other seeds' : 'Final word on fresh seeds'}
      </button>
    </>
  );
}
