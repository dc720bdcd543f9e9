/**
 * The map of what an agent gives up for what: one metric against another, over a sweep of the
 * reward weights or over the runs of the table, with the front, the baselines and where the sliders
 * stand.
 */
import { useState } from 'react';
import { frontText, pointsText, TRADEOFF_TEXTS } from '../../content/sweeps';
import type { SweepRecord } from '../../protocol/sweep';
import { isSweptElsewhere, sweepAgent } from '../../store/sweeps/sweepsState';
import { DEFAULT_AXES, type TradeoffAxes, type TradeoffPoint } from '../../store/sweeps/tradeoff';
import { TRADEOFF_METRIC_NAMES, type TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';
import { useSessionState } from '../context';
import { Popover } from '../ui/Popover';
import { areaUnit, metricName } from './axisTexts';
import { PointDetails } from './PointDetails';
import { SweepFiles } from './SweepFiles';
import { SweepForm } from './SweepForm';
import { SweepStatus } from './SweepStatus';
import { TradeoffChart } from './TradeoffChart';
import { TradeoffTable } from './TradeoffTable';
import { useStoredSweeps, useSweeps } from './useSweeps';
import { useShownSweep, useTradeoff } from './useTradeoff';

export function TradeoffMap() {
  useStoredSweeps();
  const sweeps = useSweeps();
  const sweep = useShownSweep();
  const [axes, setAxes] = useState<TradeoffAxes>(DEFAULT_AXES);
  const [showsBaselines, setBaselines] = useState(true);
  const [showsTable, setTable] = useState(false);
  const [active, setActive] = useState<string | null>(null);
  const { tradeoff, certainty } = useTradeoff(sweep, axes);
  const { points, baselines, front } = tradeoff;
  const set = (point: TradeoffPoint) => {
    if (point.weights !== null) sweeps.setSliders(point.weights);
  };
  const looked = [...points, ...baselines].find(({ key }) => key === active) ?? null;
  return (
    <div className="tradeoff">
      <div className="map-controls tradeoff-controls">
        <SweepChoice />
        <Popover
          label={TRADEOFF_TEXTS.newSweep}
          buttonClass={points.length === 0 ? 'button primary' : 'button'}
          panelClass="form"
        >
          <SweepForm />
        </Popover>
        <AxisChoice
          label={TRADEOFF_TEXTS.yAxis}
          value={axes.y}
          other={axes.x}
          onChange={(y) => setAxes({ ...axes, y })}
        />
        <AxisChoice
          label={TRADEOFF_TEXTS.xAxis}
          value={axes.x}
          other={axes.y}
          onChange={(x) => setAxes({ ...axes, x })}
        />
        <button
          type="button"
          className="button"
          aria-pressed={showsBaselines}
          onClick={() => setBaselines(!showsBaselines)}
        >
          {TRADEOFF_TEXTS.baselines}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={showsTable}
          onClick={() => setTable(!showsTable)}
        >
          {TRADEOFF_TEXTS.table}
        </button>
        <span className="spacer" />
        <SweepFiles sweep={sweep} tradeoff={tradeoff} />
      </div>
      <SweepStatus sweep={sweep} />
      {points.length + baselines.length === 0 ? (
        <Empty sweep={sweep} />
      ) : (
        <div className={showsTable ? 'tradeoff-body as-table' : 'tradeoff-body'}>
          {showsTable ? (
            <TradeoffTable
              tradeoff={tradeoff}
              showsBaselines={showsBaselines}
              supportOf={certainty.supportOf}
              onSet={set}
            />
          ) : (
            <TradeoffChart
              tradeoff={tradeoff}
              showsBaselines={showsBaselines}
              namesPoints
              active={active}
              onActive={setActive}
              onChoose={set}
            />
          )}
          {!showsTable && (
            <PointDetails
              point={looked}
              axes={axes}
              support={looked === null ? Number.NaN : certainty.supportOf(looked.key)}
              onSet={set}
            />
          )}
        </div>
      )}
      <p className="tradeoff-note muted" data-testid="tradeoff-note">
        {frontText(
          front.length,
          tradeoff.hypervolume,
          certainty.area,
          front.filter(({ beatenBy }) => beatenBy.length > 0).length,
          areaUnit(axes.y, axes.x),
        )}{' '}
        {sweep !== null && !showsTable && points.length > 0 && `${pointsText(sweep)} `}
        {sweep !== null && <Elsewhere sweep={sweep} points={points} />}
      </p>
    </div>
  );
}

/** Chooses what the chart shows. */
function SweepChoice() {
  const sweeps = useSweeps();
  const records = useSessionState((state) => state.sweeps.records);
  const shown = useSessionState((state) => state.sweeps.shown);
  const runs = useSessionState((state) => state.runs);
  return (
    <select
      className="field"
      aria-label={TRADEOFF_TEXTS.shown}
      value={shown ?? ''}
      onChange={(event) => sweeps.show(event.target.value === '' ? null : event.target.value)}
    >
      {(records ?? []).map((record) => (
        <option key={record.id} value={record.id}>
          {record.name}, {sweepAgent(record, runs)}
        </option>
      ))}
      <option value="">{TRADEOFF_TEXTS.runs}</option>
    </select>
  );
}

interface AxisChoiceProps {
  readonly label: string;
  readonly value: TradeoffMetric;
  /** Metric of the other axis. */
  readonly other: TradeoffMetric;
  readonly onChange: (metric: TradeoffMetric) => void;
}

function AxisChoice({ label, value, other, onChange }: AxisChoiceProps) {
  return (
    <label>
      {label}
      <select
        className="field"
        value={value}
        onChange={(event) => {
          const metric = TRADEOFF_METRIC_NAMES.find((one) => one === event.target.value);
          if (metric !== undefined) onChange(metric);
        }}
      >
        {TRADEOFF_METRIC_NAMES.filter((metric) => metric !== other).map((metric) => (
          <option key={metric} value={metric}>
            {metricName(metric)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Empty({ sweep }: { readonly sweep: SweepRecord | null }) {
  const hasSweeps = useSessionState(({ sweeps }) => (sweeps.records ?? []).length > 0);
  const text =
    sweep !== null
      ? TRADEOFF_TEXTS.noPoints
      : hasSweeps
        ? TRADEOFF_TEXTS.noRuns
        : TRADEOFF_TEXTS.noSweeps;
  return <p className="empty muted">{text}</p>;
}

interface ElsewhereProps {
  readonly sweep: SweepRecord;
  readonly points: readonly TradeoffPoint[];
}

/**
 * Says that the sliders stand at no point, which can be measured where the agent is still there.
 */
function Elsewhere({ sweep, points }: ElsewhereProps) {
  const sweeps = useSweeps();
  const isBusy = useSessionState(
    ({ sweeps: { running } }) => running !== null || isSweptElsewhere(sweep, running),
  );
  if (points.length === 0 || points.some(({ isCurrent }) => isCurrent)) return null;
  return (
    <>
      {TRADEOFF_TEXTS.elsewhere}{' '}
      {sweep.source !== null && !isBusy && (
        <button type="button" className="button" onClick={() => void sweeps.addSliders(sweep.id)}>
          {TRADEOFF_TEXTS.measureSliders}
        </button>
      )}
    </>
  );
}
