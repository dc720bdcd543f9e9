/** Inventory and profit, and the axis of time that every chart shares. */
import { useCallback, useState } from 'react';
import { formatContracts, formatFixed, formatProfit } from '../../charts/format';
import { drawLevelChart } from '../../charts/levelChart';
import type { SideTrace } from '../../charts/sideTrace';
import type { Session } from '../../store/session';
import { drawTimeLabels } from '../../charts/timeAxis';
import { AxisRange } from '../../charts/scale';
import type { Surface } from '../../charts/surface';
import { SAMPLE } from '../../protocol/frames';
import { SETTINGS } from '../../store/settings/settings';
import { ChartCanvas } from './ChartCanvas';
import { ProfitLegend } from './ProfitLegend';
import { Panel } from '../ui/Panel';
import { PanButtons } from './TimeNavigation';
import { useTimeGestures } from './useTimeGestures';
import { useInventoryLimit, usePage, useSessionState } from '../context';

export function InventoryPanel() {
  const { session } = usePage();
  const attach = useTimeGestures();
  const [range] = useState(() => new AxisRange({ minimumSpan: 6, symmetric: true }));
  const inventory = useSessionState((state) => state.readout.inventory);
  const limit = useInventoryLimit();
  const draw = useCallback(
    (surface: Surface) =>
      drawLevelChart(surface, session.view.history, session.view.timeView(), range, {
        field: SAMPLE.inventory,
        colour: 'position',
        formatAxis: formatContracts,
        formatValue: formatContracts,
        limits: [limit, -limit],
        labelsExtremes: true,
      }),
    [session, range, limit],
  );
  return (
    <Panel
      title="Inventory"
      metric="inventory"
      className="inventory-panel"
      actions={<span className="muted">limit ±{formatFixed(limit, 0)} contracts</span>}
    >
      <ChartCanvas
        attach={attach}
        part="inventory"
        draw={draw}
        summary={`Inventory over time: now ${formatContracts(inventory)} contracts`}
      />
    </Panel>
  );
}

export function ProfitPanel() {
  const { session } = usePage();
  const attach = useTimeGestures();
  const [range] = useState(() => new AxisRange({ minimumSpan: 40 }));
  const profit = useSessionState((state) => state.readout.equityDollars);
  const rival = useSessionState((state) => state.readout.rivalEquityDollars);
  const draw = useCallback(
    (surface: Surface) =>
      drawLevelChart(surface, session.view.history, session.view.timeView(), range, {
        field: SAMPLE.equityDollars,
        colour: 'text',
        formatAxis: (value) => formatProfit(value).replace('.00', ''),
        formatValue: formatProfit,
        limits: [],
        beside: tracesBeside(session),
      }),
    [session, range],
  );
  return (
    <Panel title="Profit" metric="profit" className="profit-panel" actions={<ProfitLegend />}>
      <ChartCanvas
        attach={attach}
        part="profit"
        draw={draw}
        summary={`Profit over time: now ${formatProfit(profit)}${Number.isNaN(rival) ? '' : `, the agent’s ${formatProfit(rival)}`}`}
      />
    </Panel>
  );
}

export function TimeAxis() {
  const { session } = usePage();
  const attach = useTimeGestures();
  const label = useSessionState(({ mode, settings }) =>
    mode === 'replay'
      ? optionLabel('replayWindow', settings.replayWindow)
      : optionLabel('window', settings.window),
  );
  const draw = useCallback(
    (surface: Surface) => drawTimeLabels(surface, session.view.timeView(), session.view.history),
    [session],
  );
  return (
    <div className="time-axis">
      <ChartCanvas
        part="timeAxis"
        attach={attach}
        draw={draw}
        summary={`Shared time axis, ${label} shown`}
      />
      <PanButtons />
    </div>
  );
}

/** Profits of the others: of the rivals in the book, and of an agent that plays beside a person. */
function tracesBeside({ view, manual }: Session): readonly SideTrace[] {
  const { trace, beside } = manual;
  return trace === null || beside?.isInBook === true
    ? view.rivalTraces
    : [...view.rivalTraces, trace];
}

const optionLabel = (key: 'window' | 'replayWindow', chosen: string): string =>
  SETTINGS[key].options.find(({ value }) => value === chosen)?.label ?? '';
