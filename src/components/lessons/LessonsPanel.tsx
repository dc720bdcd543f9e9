/**
 * The panel shows the guided lessons beside the page: the list of them, or the lesson under way.
 */
import { useEffect, useRef } from 'react';
import { formatFixed, formatProfit, formatSigned } from '../../charts/format';
import { LESSONS, LESSON_IDS, REPLAYED_LESSONS, type LessonId } from '../../content/lessons';
import type { Measurement, StepResult } from '../../store/lessons/lessonEvidence';
import { LESSON_PLANS } from '../../store/lessons/lessonPlans';
import { Panel } from '../ui/Panel';
import { useSession, useSessionState } from '../context';
import { CheckIcon, CloseIcon } from '../ui/icons';
import { useLandingFocus } from '../ui/useLandingFocus';
import { useReturnFocus } from '../ui/useReturnFocus';
import { readPreference, writePreference } from '../ui/storage';

const PREFERENCE = 'lessons-completed';

export function LessonsPanel({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const open = useSessionState((state) => state.lessons.open);
  const completed = useSessionState((state) => state.lessons.completed);
  const closeButton = useReturnFocus<HTMLButtonElement>();
  useEffect(() => {
    const earlier = readPreference(PREFERENCE);
    if (earlier === null) return;
    const names = earlier.split(',');
    // Names of no lesson are passed over.
    session.lessons.restore(LESSON_IDS.filter((id) => names.includes(id)));
  }, [session]);
  useEffect(() => {
    if (completed.length > 0) writePreference(PREFERENCE, completed.join(','));
  }, [completed]);
  const close = () => {
    session.lessons.leave();
    onClose();
  };
  return (
    <Panel
      title="Lessons"
      className="lessons-panel"
      // A lesson under way is left by its button: it would have to be begun again.
      onEscape={open === null ? close : undefined}
      actions={
        <>
          <span className="muted">
            {completed.length} of {LESSON_IDS.length} done
          </span>
          <button
            ref={closeButton}
            type="button"
            className="button plain"
            aria-label="Close lessons"
            onClick={close}
          >
            <CloseIcon />
          </button>
        </>
      }
    >
      {open === null ? <LessonList completed={completed} /> : <Lesson key={open} id={open} />}
    </Panel>
  );
}

function LessonList({ completed }: { readonly completed: readonly LessonId[] }) {
  const session = useSession();
  const landing = useLandingFocus<HTMLOListElement>();
  return (
    <ol ref={landing} className="lesson-list landing" tabIndex={-1}>
      {LESSON_IDS.map((id) => (
        <li key={id}>
          <button
            type="button"
            className="menu-item"
            onClick={() => session.lessons.begin(id, LESSON_PLANS[id])}
          >
            <b>
              {LESSONS[id].title}
              {completed.includes(id) && <Done />}
            </b>
            <span className="muted">{LESSONS[id].idea}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Lesson({ id }: { readonly id: LessonId }) {
  const session = useSession();
  const results = useSessionState((state) => state.lessons.steps);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { title: name, idea, steps, conclusion } = LESSONS[id];
  const isComplete = results.every(({ done }) => done);
  const next = LESSON_IDS.at(LESSON_IDS.indexOf(id) + 1);
  return (
    <div className="lesson">
      <h3 ref={title} tabIndex={-1}>
        {name}
      </h3>
      <p>{idea}</p>
      <ol className="lesson-steps" aria-live="polite">
        {steps.map((text, index) => (
          <Step key={text} text={text} result={results[index]} />
        ))}
      </ol>
      {isComplete && <p className="lesson-conclusion">{conclusion}</p>}
      <div className="button-row">
        {REPLAYED_LESSONS.includes(id) && !isComplete && (
          <button
            type="button"
            className="button"
            title="Begins the episode of the first seed anew, under the settings shown"
            onClick={() => session.lessons.restart()}
          >
            Play the same seed again
          </button>
        )}
        <button type="button" className="button" onClick={() => session.lessons.leave()}>
          {isComplete ? 'Back to my settings' : 'Leave the lesson'}
        </button>
        {isComplete && next !== undefined && (
          <button
            type="button"
            className="button primary"
            onClick={() => session.lessons.begin(next, LESSON_PLANS[next])}
          >
            Next: {LESSONS[next].title.toLowerCase()}
          </button>
        )}
      </div>
      <p className="muted">The lesson sets its own settings; yours come back when you leave.</p>
    </div>
  );
}

function Step({ text, result }: { readonly text: string; readonly result: StepResult }) {
  return (
    <li className={result.done ? 'done' : ''}>
      <span className="lesson-mark">{result.done && <Done />}</span>
      <div>
        <p>{text}</p>
        {result.measured.map((measurement) => (
          <p key={measurement.name} className="lesson-measured">
            {measurement.name}: <b className="number">{formatMeasurement(measurement)}</b>
          </p>
        ))}
      </div>
    </li>
  );
}

function Done() {
  return (
    <span role="img" aria-label="Done">
      <CheckIcon />
    </span>
  );
}

function formatMeasurement({ value, unit }: Measurement): string {
  switch (unit) {
    case 'dollars':
      return formatProfit(value);
    case 'dollars a contract':
      return `${formatProfit(value)} per contract`;
    case 'contracts':
      return `${formatFixed(value, 1)} contracts`;
    case 'checks':
      return `${formatFixed(value, 0)} checks`;
    case 'ticks':
      break;
  }
  return `${formatSigned(value, 1)} ticks`;
}
