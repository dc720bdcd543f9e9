/**
 * Says how far the sweep on the chart is, what failed, and what was deleted, with what can be done.
 */
import { useRef } from 'react';
import { measuredText, progressText, SWEEP_TEXTS, TRADEOFF_TEXTS } from '../../content/sweeps';
import type { SweepRecord } from '../../protocol/sweep';
import { missingPoints } from '../../store/sweeps/sweepPlan';
import { isSweptElsewhere, sweepAgent } from '../../store/sweeps/sweepsState';
import { useSessionState } from '../context';
import { Progress } from '../ui/Progress';
import { useHeldFocus } from '../ui/useHeldFocus';
import { useSweeps } from './useSweeps';

export function SweepStatus({ sweep }: { readonly sweep: SweepRecord | null }) {
  const sweeps = useSweeps();
  const failure = useSessionState((state) => state.sweeps.failure);
  return (
    <>
      <Running />
      {failure !== '' && (
        <p className="alert" role="alert">
          {failure}
        </p>
      )}
      <Deleted />
      {sweep !== null && <Measured sweep={sweep} onGoOn={() => void sweeps.goOn(sweep.id)} />}
    </>
  );
}

function Running() {
  const sweeps = useSweeps();
  const running = useSessionState((state) => state.sweeps.running);
  const sweep = useSessionState((state) =>
    state.sweeps.records?.find(({ id }) => id === state.sweeps.running?.id),
  );
  const isTrainingPaused = useSessionState((state) => state.training.paused);
  if (running === null || sweep === undefined) return null;
  const isPaused = sweep.method === 'training' ? isTrainingPaused : running.isPaused;
  return (
    <Progress
      label={sweep.name}
      share={running.total === 0 ? 0 : running.done / running.total}
      onCancel={() => sweeps.cancel()}
      testId="sweep-progress"
    >
      <strong>{sweep.name}</strong>
      <span className="muted">{progressText(sweep, { ...running, isPaused })}</span>
      <button
        type="button"
        className="button"
        onClick={() => (isPaused ? sweeps.resume() : sweeps.pause())}
      >
        {isPaused ? TRADEOFF_TEXTS.resume : TRADEOFF_TEXTS.pause}
      </button>
    </Progress>
  );
}

function Deleted() {
  const sweeps = useSweeps();
  const deleted = useSessionState((state) => state.sweeps.deleted);
  if (deleted === null) return null;
  return (
    <p className="sweep-line" role="status" data-testid="deleted-sweep">
      {TRADEOFF_TEXTS.deleted(deleted.name)}{' '}
      <button type="button" className="button" onClick={() => sweeps.undelete()}>
        {TRADEOFF_TEXTS.undo}
      </button>
    </p>
  );
}

interface MeasuredProps {
  readonly sweep: SweepRecord;
  readonly onGoOn: () => void;
}

/** Says what the chart shows; a sweep that ended early can go on where its agent is still there. */
function Measured({ sweep, onGoOn }: MeasuredProps) {
  const isBusy = useSessionState((state) => state.sweeps.running !== null);
  const isElsewhere = useSessionState((state) => isSweptElsewhere(sweep, state.sweeps.running));
  const line = useRef<HTMLParagraphElement>(null);
  useHeldFocus(line, isBusy ? 'measured' : null);
  const agent = useSessionState(({ runs }) => sweepAgent(sweep, runs));
  const missing = missingPoints(sweep).length;
  const failures = [...new Set(sweep.points.map(({ failure }) => failure))].filter(
    (failure) => failure !== '',
  );
  return (
    <p ref={line} className="sweep-line muted landing" tabIndex={-1} data-testid="sweep-measured">
      {measuredText(sweep, agent, sweep.points.length - missing)} {failures.join(' ')}{' '}
      {isElsewhere && SWEEP_TEXTS.underWayElsewhere}
      {missing > 0 && sweep.source !== null && !isBusy && !isElsewhere && (
        <button type="button" className="button" onClick={onGoOn}>
          {TRADEOFF_TEXTS.goOn}
        </button>
      )}
    </p>
  );
}
