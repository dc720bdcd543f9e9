/** Shows price, quotes and fills over time. A press on a mark lists its fills. */
import { useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { DepthHeat } from '../../charts/depthHeat';
import { FillMarks } from '../../charts/fillMarks';
import { markAt } from '../../charts/fillMarksView';
import { formatPrice } from '../../charts/format';
import type { PlotArea } from '../../charts/plotArea';
import { drawPriceChart } from '../../charts/priceChart';
import { AxisRange } from '../../charts/scale';
import type { Surface } from '../../charts/surface';
import { HEADER } from '../../protocol/frames';
import { SETTINGS } from '../../store/settings/settings';
import { ChartCanvas } from './ChartCanvas';
import { MarkTip, type OpenMark } from './MarkTip';
import { BackToLive, WindowChoice, ZoomButtons } from './TimeNavigation';
import { Panel, PlainPanels } from '../ui/Panel';
import { FillsIcon, HeatIcon, RunOverIcon } from '../ui/icons';
import { useTimeGestures } from './useTimeGestures';
import { usePage, useSessionState, useTickSize } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { lazyPart } from '../ui/lazyPart';
import { FILL_TEXTS } from '../../content/fills';

const MarkFills = lazyPart(LAZY_MODULES.markFills, { name: 'Fills of a mark', loading: null });

export function PricePanel() {
  const { session } = usePage();
  const isPlain = useContext(PlainPanels);
  const tickSize = useTickSize();
  const readout = useSessionState((state) => state.readout);
  const shaded = useSessionState((state) => state.settings.heatmap);
  const onlyRunOver = useSessionState((state) => state.settings.onlyRunOver);
  const selectedFill = useSessionState((state) => state.selectedFill);
  const [range] = useState(() => new AxisRange({ minimumSpan: 8, snap: 1 }));
  const [heat] = useState(() => new DepthHeat());
  const [marks] = useState(() => new FillMarks());
  const area = useRef<PlotArea | null>(null);
  const pointer = useRef({ x: Number.NaN, y: Number.NaN });
  const [pointed, setPointed] = useState<OpenMark | null>(null);
  const [opened, setOpened] = useState<OpenMark | null>(null);

  const markOf = useCallback(
    (mark: number): OpenMark | null => {
      const { history } = session.view;
      if (mark < 0 || mark >= marks.count || area.current === null) return null;
      return {
        history,
        fills: marks.fillsOf(history, mark, onlyRunOver),
        x: area.current.x(marks.seconds[mark]),
        y: area.current.y(marks.prices[mark]),
      };
    },
    [session, marks, onlyRunOver],
  );

  const draw = useCallback(
    (surface: Surface) => {
      const { history, header } = session.view;
      const { x, y } = pointer.current;
      area.current = drawPriceChart(surface, history, session.view.timeView(), range, {
        tickSize: session.view.tickSize,
        touch: [header[HEADER.bestBid], header[HEADER.bestAsk]],
        heat: shaded ? heat : null,
        marks,
        onlyRunOver,
        pointedFills: [selectedFill, opened?.fills.at(0), pointed?.fills.at(0)].flatMap(
          (fill) => fill ?? [],
        ),
      });
      const mark =
        area.current === null || Number.isNaN(x) ? -1 : markAt(marks, area.current, x, y);
      if (!isMark(pointed, marks, mark)) setPointed(markOf(mark));
    },
    [session, range, shaded, heat, marks, onlyRunOver, selectedFill, opened, pointed, markOf],
  );

  const chart = useMemo(
    () => ({
      point: (x: number, y: number) => {
        pointer.current = { x, y };
      },
      press: (x: number, y: number) => {
        const mark = area.current === null ? null : markOf(markAt(marks, area.current, x, y));
        setOpened(mark);
        return mark !== null;
      },
    }),
    [marks, markOf],
  );
  const attach = useTimeGestures(chart);

  /** Opens the mark of the selected fill, or else that of the last one up to the playhead. */
  const openHere = () => {
    const { history } = session.view;
    const { playheadSeconds } = session.view.timeView();
    const present = Number.isNaN(playheadSeconds) ? Infinity : playheadSeconds;
    const ofSelected = selectedFill === null ? -1 : marks.markOf(history, selectedFill);
    setOpened(markOf(ofSelected < 0 ? marks.markUpTo(history, present) : ofSelected));
  };
  /** Opens the mark beside the one that is open. */
  const openBeside = (direction: 1 | -1) => {
    if (opened === null) return;
    const next = markOf(marks.markOf(session.view.history, opened.fills[0]) + direction);
    if (next !== null) setOpened(next);
  };
  // Fills of another market, or older than what the ring holds, are gone.
  const { history } = session.view;
  const isShown =
    opened !== null && opened.history === history && opened.fills[0] >= history.fillStart;
  return (
    <Panel
      title="Price"
      metric="price"
      className="price-panel"
      actions={
        <>
          <PriceLegend />
          <button
            type="button"
            className="button plain"
            aria-label={FILL_TEXTS.list}
            title={FILL_TEXTS.listHelp}
            aria-expanded={isShown}
            onClick={() => (isShown ? setOpened(null) : openHere())}
          >
            <FillsIcon />
          </button>
          <ViewSwitch setting="onlyRunOver" icon={<RunOverIcon />} />
          <ViewSwitch setting="heatmap" icon={<HeatIcon />} />
          <ZoomButtons />
          <WindowChoice />
        </>
      }
    >
      <div className="price-plot">
        <ChartCanvas
          attach={attach}
          part="price"
          draw={draw}
          summary={`Price over time: bid ${formatPrice(readout.bestBid, tickSize)}, ask ${formatPrice(readout.bestAsk, tickSize)}; agent bids ${formatPrice(readout.bidPrice, tickSize)} and asks ${formatPrice(readout.askPrice, tickSize)}`}
        />
        {!isPlain && <BackToLive />}
        {pointed !== null && !isShown && <MarkTip mark={pointed} />}
        {isShown && (
          <MarkFills mark={opened} onBeside={openBeside} onClose={() => setOpened(null)} />
        )}
      </div>
    </Panel>
  );
}

/** Whether an open mark is the one at an index, or neither is any. */
function isMark(open: OpenMark | null, marks: FillMarks, mark: number): boolean {
  if (open === null || mark < 0) return open === null && mark < 0;
  return open.fills.at(0) === marks.firsts[mark] && open.fills.length === marks.fills[mark];
}

function ViewSwitch({
  setting,
  icon,
}: {
  readonly setting: 'heatmap' | 'onlyRunOver';
  readonly icon: ReactNode;
}) {
  const { session } = usePage();
  const isOn = useSessionState((state) => state.settings[setting]);
  const { label, help } = SETTINGS[setting];
  return (
    <button
      type="button"
      className="button plain toggle"
      aria-pressed={isOn}
      aria-label={label}
      title={`${label}. ${help}`}
      onClick={() => session.settings.set(setting, !isOn)}
    >
      {icon}
    </button>
  );
}

export function PriceLegend() {
  return (
    <ul className="legend" aria-label="Legend">
      <li>
        <i className="swatch-line bid" />
        <i className="swatch-line ask" /> market
      </li>
      <li>
        <i className="swatch-line bid thick" />
        <i className="swatch-line ask thick" /> own quotes
      </li>
      <li>
        <span className="bid-ink">▲</span> bought
      </li>
      <li>
        <span className="ask-ink">▼</span> sold
      </li>
      <li>△▽ run over</li>
    </ul>
  );
}
