/**
 * Draws the curves of the learner at work, two in a row. The file is loaded on demand, because
 * recharts is not in the first download.
 */
import { startTransition, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Learner } from '../../learning/algorithms/config';
import type { TrainingProgress } from '../../protocol/api';
import type { TrainingState } from '../../store/training/training';
import { CurveChart, type Curve } from '../charts/CurveChart';
import { TargetChart, ValidationChart } from '../runs/ResultCharts';

const POLICY_LOSS: Curve = { field: 'policyLoss', name: 'Policy loss', colour: 'var(--text)' };
const GRADIENT: Curve = { field: 'gradientNorm', name: 'Gradient', colour: 'var(--text)' };
const STD: Curve = { field: 'policyStd', name: 'Policy std', colour: 'var(--text)' };

const CURVES: Readonly<Record<Learner, readonly (readonly Curve[])[]>> = {
  iql: [
    [
      { field: 'criticLoss', name: 'Q loss', colour: 'var(--text)', scale: 'log' },
      { field: 'valueLoss', name: 'V loss', colour: 'var(--series-2)', dash: '4 3' },
    ],
    [
      { field: 'meanQ', name: 'Q', colour: 'var(--text)' },
      { field: 'meanValue', name: 'V', colour: 'var(--series-2)', dash: '4 3' },
    ],
    [
      { field: 'meanAdvantageWeight', name: 'Weight', colour: 'var(--text)' },
      { field: 'clippedShare', name: 'Clipped', colour: 'var(--series-3)', dash: '4 3' },
    ],
    [POLICY_LOSS],
    [STD],
    [GRADIENT],
    [
      { field: 'criticGradientNorm', name: 'Q gradient', colour: 'var(--text)', scale: 'log' },
      { field: 'valueGradientNorm', name: 'V', colour: 'var(--series-2)', dash: '4 3' },
    ],
  ],
  bc: [[POLICY_LOSS], [STD], [GRADIENT]],
  dt: [[{ field: 'policyLoss', name: 'Loss', colour: 'var(--text)', scale: 'log' }], [GRADIENT]],
};

/** Milliseconds between two redrawn charts, since redrawing one takes long enough to be felt. */
const TURN_MILLISECONDS = 300;

/** Milliseconds between two new charts, since a first drawing takes longest. */
const ARRIVAL_MILLISECONDS = 100;

/** Charts that fit beside the weights on a laptop; the rest are opened on demand. */
const AT_FIRST = 4;

type Points = readonly TrainingProgress[];

export default function TrainingCurves({ training }: { readonly training: TrainingState }) {
  const { curves, validation, validationBaselines, targets } = training;
  const learner = curves.at(-1)?.algorithm ?? 'iql';
  // A critic's numbers say nothing of the transformer that is trained after it.
  const points = useMemo(
    () => curves.filter(({ algorithm }) => algorithm === learner),
    [curves, learner],
  );
  const charts = useMemo(
    () => CURVES[learner].filter(([{ field }]) => points.some((point) => isNumber(point[field]))),
    [learner, points],
  );
  const shown = useInTurn(points, charts.length, learner);
  const first = AT_FIRST - (learner === 'dt' ? 2 : 1);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Arriving place={0}>
        <ValidationChart points={validation} baselines={validationBaselines} />
      </Arriving>
      {learner === 'dt' && (
        <Arriving place={1}>
          <TargetChart points={targets} />
        </Arriving>
      )}
      {charts.slice(0, first).map((lines, chart) => (
        <Arriving key={lines[0].field} place={AT_FIRST - first + chart}>
          <CurveChart lines={lines} points={shown[chart] ?? points} newest={points.at(-1)} />
        </Arriving>
      ))}
      {charts.length > first && (
        <details
          className="more-curves"
          open={isOpen}
          onToggle={(event) => setIsOpen(event.currentTarget.open)}
        >
          <summary>More: {namesOf(charts.slice(first))}</summary>
          {isOpen && (
            <div className="curves">
              {charts.slice(first).map((lines, chart) => (
                <Arriving key={lines[0].field} place={chart}>
                  <CurveChart
                    lines={lines}
                    points={shown[first + chart] ?? points}
                    newest={points.at(-1)}
                  />
                </Arriving>
              ))}
            </div>
          )}
        </details>
      )}
    </>
  );
}

/** Keeps a chart's place empty until it is the chart's turn. */
function Arriving({ place, children }: { readonly place: number; readonly children: ReactNode }) {
  const [isHere, setHere] = useState(false);
  useEffect(() => {
    // As a transition it is rendered in slices, between which the market's charts are drawn.
    const arrive = () => startTransition(() => setHere(true));
    const timer = setTimeout(arrive, place * ARRIVAL_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [place]);
  if (isHere) return children;
  return (
    <div className="curve" aria-hidden="true">
      <div className="curve-plot" />
    </div>
  );
}

const namesOf = (charts: readonly (readonly Curve[])[]): string =>
  charts.map(([{ name }]) => name).join(', ');

const isNumber = (value: unknown): boolean => Number.isFinite(value);

/**
 * Hands the newest points to one chart after another, and to all at once when the learner changes.
 */
function useInTurn(points: Points, charts: number, learner: Learner): readonly Points[] {
  const latest = useRef(points);
  const [shown, setShown] = useState({ learner, points: Array<Points>(charts).fill(points) });

  useEffect(() => {
    latest.current = points;
  }, [points]);

  useEffect(() => {
    let turn = 0;
    const timer = setInterval(() => {
      const chart = turn % charts;
      turn++;
      setShown((before) => {
        // Another learner has other charts, and IQL has more than the cloning before it.
        if (before.learner !== learner || before.points.length !== charts) {
          return { learner, points: Array<Points>(charts).fill(latest.current) };
        }
        if (before.points[chart] === latest.current) return before;
        return { learner, points: before.points.with(chart, latest.current) };
      });
    }, TURN_MILLISECONDS);
    return () => clearInterval(timer);
  }, [charts, learner]);

  return shown.learner === learner ? shown.points : [];
}
