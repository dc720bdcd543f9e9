/**
 * The panel starts, pauses and stops training, and shows its progress, its speed and the learner's
 * numbers.
 */
import { useState } from 'react';
import { formatCompact, formatDuration, formatRate } from '../../charts/format';
import { PARTS_NOTE } from '../../content/tapes';
import { formatReported } from '../../store/training/reportedFormat';
import {
  fineTuneTitle,
  NO_RUN_TO_CONTINUE,
  retrainTitle,
  trainingIdea,
} from '../../content/conditioning';
import { liveWeightRanges } from '../../store/live/weightFollowing';
import { pendingObjectiveChanges } from '../../store/runs/runPlan';
import { trainedConfig } from '../../store/live/liveAgentTitle';
import { learningConfig } from '../../store/settings/learningConfigs';
import { canContinue } from '../../store/runs/runPlan';
import type { RunSummary } from '../../protocol/run';
import type { SessionState } from '../../store/state';
import {
  isRunning,
  phaseShare,
  type TrainingPhase,
  type TrainingState,
} from '../../store/training/training';
import { LAZY_MODULES } from '../lazyModules';
import { Copyable } from '../ui/Copyable';
import { Explain } from '../ui/Explain';
import { lazyPart } from '../ui/lazyPart';
import { Panel } from '../ui/Panel';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';
import { PauseIcon, PlayIcon, SlidersIcon, StopIcon } from '../ui/icons';

const ActionsChart = lazyPart(LAZY_MODULES.actionsChart, {
  name: 'Actions',
  loading: <p className="empty">Loading charts</p>,
});

const TrainingCurves = lazyPart(LAZY_MODULES.trainingCurves, {
  name: 'Learning curves',
  loading: <p className="empty">Loading charts</p>,
});

const DataView = lazyPart(LAZY_MODULES.dataView, {
  name: 'Data',
  loading: <p className="empty">Loading</p>,
});
const LearningForm = lazyPart(LAZY_MODULES.learningForm, {
  name: 'Learning settings',
  loading: <p className="muted">Loading</p>,
});
const RunVerdict = lazyPart(LAZY_MODULES.runVerdict, { name: 'The verdict', loading: null });

export function TrainingPanel() {
  const training = useSessionState((state) => state.training);
  const isRecorded = useSessionState(({ settings }) => settings.tape !== '');
  return (
    <Panel title="Training" className="training-panel" actions={<LearningSettings />}>
      <div className="training-body">
        <TrainingButtons training={training} />
        <Progress training={training} />
        {training.failure !== null && (
          <div className="alert" role="alert">
            <p>{training.failure.message}</p>
            <Copyable text={training.failure.details} />
          </div>
        )}
        {isRecorded && <p className="muted">{PARTS_NOTE}</p>}
        {training.config !== null && <RunVerdict training={training} />}
        <Diagnostics training={training} />
      </div>
      <TrainingCharts training={training} />
    </Panel>
  );
}

/** Shows the learning curves, the agent's actions, or the data. */
function TrainingCharts({ training }: { readonly training: TrainingState }) {
  const [chosen, setView] = useState<'curves' | 'actions' | 'data' | null>(null);
  // Actions are there before any training is, and leave no empty place where curves will be.
  const view = chosen ?? (training.phase === 'idle' ? 'actions' : 'curves');
  return (
    <div className="training-charts">
      <div className="segments" role="group" aria-label="Charts">
        <button type="button" aria-pressed={view === 'curves'} onClick={() => setView('curves')}>
          Learning curves
        </button>
        <button type="button" aria-pressed={view === 'actions'} onClick={() => setView('actions')}>
          Actions
        </button>
        <button type="button" aria-pressed={view === 'data'} onClick={() => setView('data')}>
          Data
        </button>
      </div>
      {view === 'actions' && <ActionsChart />}
      {view === 'data' && <DataView />}
      {view === 'curves' && (
        <div className="curves">
          {training.curves.length < 2 ? (
            <EmptyCurves phase={training.phase} />
          ) : (
            <TrainingCurves training={training} />
          )}
        </div>
      )}
    </div>
  );
}

function TrainingButtons({ training }: { readonly training: TrainingState }) {
  const session = useSession();
  const pending = useSessionState((state) =>
    liveWeightRanges(state) === null
      ? pendingObjectiveChanges(state.settings, trainedConfig(state)?.weights ?? null)
      : 0,
  );
  const isTrained = useSessionState(
    (state) =>
      trainedConfig(state) !== null && (state.training.hasPolicy || state.watchedRun !== null),
  );
  const parent = useSessionState(continuedRun);
  const conditioning = useConditioning();
  if (isRunning(training.phase)) {
    return (
      <div className="button-row">
        <button type="button" className="button grow" onClick={() => session.training.toggle()}>
          {training.paused ? <PlayIcon /> : <PauseIcon />}
          {training.paused ? 'Resume' : 'Pause'}
        </button>
        <button type="button" className="button grow" onClick={() => session.training.stop()}>
          <StopIcon />
          Stop
        </button>
      </div>
    );
  }
  if (!isTrained) {
    return (
      <div className="button-row">
        <button
          type="button"
          className="button primary grow"
          onClick={() => session.training.train(null)}
          title="T"
        >
          Train your own
        </button>
      </div>
    );
  }
  return (
    <div className="button-row">
      <button
        type="button"
        className={`button grow ${pending > 0 ? 'primary' : ''}`}
        disabled={parent === null}
        onClick={() => session.training.train(parent)}
        title={parent === null ? NO_RUN_TO_CONTINUE : fineTuneTitle(parent.name, conditioning)}
      >
        Fine-tune
      </button>
      <button
        type="button"
        className="button grow"
        onClick={() => session.training.train(null)}
        title={retrainTitle(conditioning)}
      >
        Retrain
      </button>
    </div>
  );
}

/**
 * The run that fine-tuning continues: the one that trades where its networks match, or the newest.
 */
function continuedRun({ runs, settings, watchedRun, training }: SessionState): RunSummary | null {
  const fitting = runs.filter((run) => canContinue(run, settings, training.file));
  return fitting.find(({ id }) => id === watchedRun) ?? fitting.at(-1) ?? null;
}

/** Whether the next training is for the weights as they stand, or for every weighting. */
const useConditioning = () =>
  useSessionState(({ settings }) => learningConfig(settings).conditioning);

const PHASE_NAMES: Readonly<Record<TrainingPhase, string>> = {
  idle: 'Not started',
  collecting: 'Collecting episodes',
  preparing: 'Preparing data',
  building: 'Building the learner',
  cloning: 'Cloning',
  critic: 'Training the critic',
  training: 'Learning',
  comparing: 'Cloning for comparison',
  evaluating: 'Evaluating',
  finished: 'Finished',
  stopped: 'Stopped',
  diverged: 'Diverged',
  failed: 'Failed',
};

/** Says what happens between the data and the first update. */
const BUILDING_TEXT =
  'Labels the returns, fits the statistics of the data, makes the initial weights and compiles the update. The wider the network, the longer this takes.';

function Progress({ training }: { readonly training: TrainingState }) {
  const { phase, progress, paused, done, total, seedNumber, seedCount } = training;
  const share = phaseShare(training);
  const learning = phase === 'cloning' || phase === 'critic' || phase === 'training';
  const conditioning = useConditioning();
  if (phase === 'idle') return <p className="muted lead">{trainingIdea(conditioning)}</p>;
  return (
    <div className="progress-block">
      <div className="progress-text">
        <strong data-testid="training-phase">
          {seedCount > 1 && `Seed ${seedNumber} of ${seedCount}: `}
          {PHASE_NAMES[phase]}
          {paused ? ', paused' : ''}
        </strong>
        <span className="muted" data-testid="training-progress">
          {isRunning(phase)
            ? total > 0 && `${formatCompact(done)} / ${formatCompact(total)}`
            : `${formatCompact(progress?.update ?? done)} updates`}
        </span>
        <span className="spacer" />
        {learning && progress !== null && (
          <span className="muted">
            <Explain metric="secondsLeft">{formatDuration(progress.secondsLeft)} left</Explain>
          </span>
        )}
      </div>
      {phase === 'building' && <p className="muted">{BUILDING_TEXT}</p>}
      <div
        className="progress"
        role="progressbar"
        aria-label={PHASE_NAMES[phase]}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Number.isNaN(share) ? undefined : Math.round(share * 100)}
      >
        <span style={{ width: `${(Number.isNaN(share) ? 0 : share) * 100}%` }} />
      </div>
    </div>
  );
}

/** Shows the learner's numbers; one that it does not report is left out. */
function Diagnostics({ training }: { readonly training: TrainingState }) {
  const { progress } = training;
  if (progress === null) return null;
  const { policyLoss, policyStd, clippedShare, gradientNorm } = progress;
  return (
    <dl className="diagnostics">
      <div>
        <dt>
          <Explain metric="updatesPerSecond">Updates</Explain>
        </dt>
        <dd>{formatRate(progress.updatesPerSecond)}</dd>
      </div>
      <div>
        <dt>
          <Explain metric="policyLoss" />
        </dt>
        <dd data-testid="policy-loss">{formatReported('policyLoss', policyLoss)}</dd>
      </div>
      {Number.isFinite(policyStd) && (
        <div>
          <dt>
            <Explain metric="policyStd" />
          </dt>
          <dd>{formatReported('policyStd', policyStd)}</dd>
        </div>
      )}
      {Number.isFinite(clippedShare) && (
        <div>
          <dt>
            <Explain metric="clippedShare">Clipped</Explain>
          </dt>
          <dd>{formatReported('clippedShare', clippedShare)}</dd>
        </div>
      )}
      {Number.isFinite(gradientNorm) && !Number.isFinite(clippedShare) && (
        <div>
          <dt>
            <Explain metric="gradientNorm">Gradient</Explain>
          </dt>
          <dd>{formatReported('gradientNorm', gradientNorm)}</dd>
        </div>
      )}
    </dl>
  );
}

function EmptyCurves({ phase }: { readonly phase: TrainingPhase }) {
  const waiting = isRunning(phase) && phase !== 'comparing' && phase !== 'evaluating';
  return (
    <div className="empty">
      <p>{waiting ? 'Curves start with the first updates.' : 'Training curves'}</p>
      {!waiting && (
        <p className="muted">Losses, values and advantage weights appear here during training.</p>
      )}
    </div>
  );
}

function LearningSettings() {
  return (
    <Popover
      label={<SlidersIcon />}
      name="Learning settings"
      buttonClass="button plain"
      panelClass="form"
    >
      <LearningForm />
    </Popover>
  );
}
