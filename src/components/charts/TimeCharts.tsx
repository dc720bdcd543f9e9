/** Price, inventory and profit share one time axis and crosshair. */
import { useCallback, useState } from 'react';
import { formatContracts, formatFixed, formatPrice, formatProfit } from '../../charts/format';
import { DepthHeat } from '../../charts/depthHeat';
import { drawLevelChart } from '../../charts/levelChart';
import { drawTimeLabels } from '../../charts/plotArea';
import { drawPriceChart } from '../../charts/priceChart';
import { AxisRange } from '../../charts/scale';
import type { Surface } from '../../charts/surface';
import { HEADER, SAMPLE } from '../../protocol/frames';
import { SETTINGS } from '../../store/settings/settings';
import { ChartCanvas } from './ChartCanvas';
import { Panel } from '../ui/Panel';
import { TableDialog } from './TableDialog';
import { HeatIcon, TableIcon } from '../ui/icons';
import { useTimePointer } from './useTimePointer';
import { useInventoryLimit, usePage, useSessionState, useTickSize } from '../context';

export function PricePanel() {
  const { session } = usePage();
  const pointer = useTimePointer();
  const [range] = useState(() => new AxisRange({ minimumSpan: 8, snap: 1 }));
  const tickSize = useTickSize();
  const readout = useSessionState((state) => state.readout);
  const shaded = useSessionState((state) => state.settings.heatmap);
  const [heat] = useState(() => new DepthHeat());
  const draw = useCallback(
    (surface: Surface) =>
      drawPriceChart(surface, session.view.history, session.view.timeView(), range, {
        tickSize: session.view.tickSize,
        touch: [session.view.header[HEADER.bestBid], session.view.header[HEADER.bestAsk]],
        heat: shaded ? heat : null,
      }),
    [session, range, shaded, heat],
  );
  return (
    <Panel
      title="Price"
      metric="price"
      className="price-panel"
      actions={
        <>
          <PriceLegend />
          <HeatmapSwitch />
          <WindowChoice />
        </>
      }
    >
      <ChartCanvas
        {...pointer}
        part="price"
        draw={draw}
        summary={`Price over time: bid ${formatPrice(readout.bestBid, tickSize)}, ask ${formatPrice(readout.bestAsk, tickSize)}; agent bids ${formatPrice(readout.bidPrice, tickSize)} and asks ${formatPrice(readout.askPrice, tickSize)}`}
      />
    </Panel>
  );
}

function HeatmapSwitch() {
  const { session } = usePage();
  const shaded = useSessionState((state) => state.settings.heatmap);
  const { label, help } = SETTINGS.heatmap;
  return (
    <button
      type="button"
      className="button plain toggle"
      aria-pressed={shaded}
      aria-label={label}
      title={`${label}. ${help}`}
      onClick={() => session.settings.set('heatmap', !shaded)}
    >
      <HeatIcon />
    </button>
  );
}

function WindowChoice() {
  const { session } = usePage();
  const mode = useSessionState((state) => state.mode);
  const key = mode === 'replay' ? 'replayWindow' : 'window';
  const shown = useSessionState((state) => state.settings[key]);
  const [tableOpen, setTableOpen] = useState(false);
  return (
    <>
      <select
        className="field window-select"
        aria-label="Time shown"
        title={SETTINGS[key].help}
        value={shown}
        onChange={(event) => session.settings.set(key, event.target.value as typeof shown)}
      >
        {SETTINGS[key].options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button plain"
        aria-label="View the charts as a table"
        title="View as table"
        onClick={() => setTableOpen(true)}
      >
        <TableIcon />
      </button>
      {tableOpen && <TableDialog onClose={() => setTableOpen(false)} />}
    </>
  );
}

export function PriceLegend() {
  return (
    <ul className="legend" aria-label="Legend">
      <li>
        <i className="swatch-line bid" /> best bid
      </li>
      <li>
        <i className="swatch-line ask" /> best ask
      </li>
      <li>
        <i className="swatch-line bid thick" />
        <i className="swatch-line ask thick" /> own quotes
      </li>
      <li>▲ bought</li>
      <li>▼ sold</li>
      <li className="optional">△ moved against</li>
    </ul>
  );
}

export function InventoryPanel() {
  const { session } = usePage();
  const pointer = useTimePointer();
  const [range] = useState(() => new AxisRange({ minimumSpan: 6, symmetric: true }));
  const inventory = useSessionState((state) => state.readout.inventory);
  const limit = useInventoryLimit();
  const draw = useCallback(
    (surface: Surface) =>
      drawLevelChart(surface, session.view.history, session.view.timeView(), range, {
        field: SAMPLE.inventory,
        formatAxis: formatContracts,
        formatValue: formatContracts,
        limits: [limit, -limit],
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
        {...pointer}
        part="inventory"
        draw={draw}
        summary={`Inventory over time: now ${formatContracts(inventory)} contracts`}
      />
    </Panel>
  );
}

export function ProfitPanel() {
  const { session } = usePage();
  const pointer = useTimePointer();
  const [range] = useState(() => new AxisRange({ minimumSpan: 40 }));
  const profit = useSessionState((state) => state.readout.equityDollars);
  const rival = useSessionState((state) => state.readout.rivalEquityDollars);
  const hasRival = useSessionState(() => session.manual.trace !== null);
  const draw = useCallback(
    (surface: Surface) =>
      drawLevelChart(surface, session.view.history, session.view.timeView(), range, {
        field: SAMPLE.equityDollars,
        formatAxis: (value) => formatProfit(value).replace('.00', ''),
        formatValue: formatProfit,
        limits: [],
        beside: session.manual.trace,
      }),
    [session, range],
  );
  return (
    <Panel
      title="Profit"
      metric="profit"
      className="profit-panel"
      actions={
        hasRival ? (
          <ul className="legend" aria-label="Legend">
            <li>
              <i className="swatch-line ink" /> you
            </li>
            <li>
              <i className="swatch-line ink dashed" /> agent
            </li>
          </ul>
        ) : (
          <span className="muted">this episode, after fees</span>
        )
      }
    >
      <ChartCanvas
        {...pointer}
        part="profit"
        draw={draw}
        summary={`Profit over time: now ${formatProfit(profit)}${Number.isNaN(rival) ? '' : `, the agent’s ${formatProfit(rival)}`}`}
      />
    </Panel>
  );
}

export function TimeAxis() {
  const { session } = usePage();
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
    <ChartCanvas
      part="timeAxis"
      className="time-axis"
      draw={draw}
      summary={`Shared time axis, ${label} shown`}
    />
  );
}

const optionLabel = (key: 'window' | 'replayWindow', chosen: string): string =>
  SETTINGS[key].options.find(({ value }) => value === chosen)?.label ?? '';
