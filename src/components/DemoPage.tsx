/**
 * The demo shows an agent trading, full screen and with few controls, for a talk or a frame in
 * another page: the lab's own charts, with captions for what happens. The link, and Escape, lead to
 * the lab with the same agent; a button, and Space, pause.
 */
import { useEffect, useRef, useState } from 'react';
import { formatContracts, formatLimits, formatProfit, formatTenths } from '../charts/format';
import { meanOfText } from '../content/card';
import {
  DEMO_TEXTS,
  demoIntroduction,
  demoOfFile,
  liveMarketText,
  positionAt,
  replayText,
} from '../content/demo';
import { MAPS_BUTTON } from '../content/mapsButton';
import { fileKindOf } from '../protocol/fileKind';
import { HEADER } from '../protocol/frames';
import { isTooFastToRead } from '../store/live/average';
import { isOut, nextCaption, startCaptions, type DemoView } from '../store/live/demoCaptions';
import { episodeAgent, lastLiveEpisode } from '../store/replay/episodes';
import { liveAgentTitle } from '../store/live/liveAgentTitle';
import { measuredOnScreen } from '../store/live/measuredOnScreen';
import { linkedPath, pageLink } from '../store/live/pageLink';
import type { Session } from '../store/session';
import { marketConfig } from '../store/settings/configs';
import { LAZY_MODULES } from './lazyModules';
import { Boundary } from './ui/Boundary';
import { FrameText } from './ui/FrameText';
import { LadderPanel } from './market/LadderPanel';
import { lazyPart } from './ui/lazyPart';
import { DropTarget } from './ui/DropTarget';
import { Notices } from './ui/Notices';
import { PlainPanels } from './ui/Panel';
import { PriceLegend, PricePanel } from './charts/PricePanel';
import { InventoryPanel, ProfitPanel, TimeAxis } from './charts/TimeCharts';
import { useSession, useSessionState } from './context';
import { useDemoRows, useLayout } from './ui/useLayout';

/** Milliseconds between two looks for news. */
const LOOK_INTERVAL = 250;
/** Least milliseconds between two captions that a screen reader hears. */
const ANNOUNCE_INTERVAL = 10_000;

const MapsDrawer = lazyPart(LAZY_MODULES.mapsDrawer, {
  name: 'Maps',
  loading: null,
});

export function DemoPage() {
  const session = useSession();
  const layout = useLayout();
  const rows = useDemoRows();
  const settings = useSessionState((state) => state.settings);
  // A page around the demo may show an episode that was.
  const replayed = useSessionState(() => session.replay.stored);
  const runs = useSessionState((state) => state.runs);
  const market = marketConfig(useSessionState((state) => state.applied));
  const [mapsOpen, setMapsOpen] = useState(false);
  const link = useSessionState(pageLink);
  const live = useSessionState(liveAgentTitle);
  const title = replayed === null ? live : episodeAgent(replayed, runs);
  const path = useSessionState(linkedPath);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.toLowerCase() === 'v') setMapsOpen((open) => !open);
      if (event.key === 'Escape') window.location.hash = link;
      // Moving content has to be pausable.
      if (event.key === ' ' && event.target === document.body) {
        event.preventDefault();
        session.playback.toggle();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [link, session]);

  /** Shows the first agent among the files; anything else opens as it does in the lab. */
  const show = async (files: readonly File[]) => {
    const [file] = files;
    const isAgent = files.length === 1 && (await fileKindOf(file)) === 'agent';
    if (isAgent) await session.agentFiles.watchDropped(file);
    else await session.files.open(files);
  };
  return (
    <div className={`demo ${layout}`} data-testid="demo">
      <header className="demo-head">
        <div>
          <h1>{title}</h1>
          {replayed === null ? (
            <p className="muted">
              {liveMarketText(market, settings.seed)}
              {path !== null && `, ${demoOfFile(path)}`}
            </p>
          ) : (
            <p data-testid="replayed">
              {replayText(replayed.record.episode, replayed.record.seed, title)}
            </p>
          )}
          {replayed === null && (
            <p className="demo-introduction">
              {demoIntroduction(settings.agent)}
              <Measured />
            </p>
          )}
        </div>
        <Numbers />
        <button
          type="button"
          className="button"
          aria-expanded={mapsOpen}
          title={MAPS_BUTTON.help}
          onClick={() => setMapsOpen((open) => !open)}
        >
          {MAPS_BUTTON.label}
        </button>
        <a className="demo-link" href={link}>
          Open the lab
        </a>
      </header>
      <main className="demo-main">
        <PlainPanels value={true}>
          <div className="demo-charts">
            <Boundary name="Price">
              <PricePanel />
            </Boundary>
            <PriceLegend />
            <Boundary name="Inventory">
              <InventoryPanel />
            </Boundary>
            <Boundary name="Profit">
              <ProfitPanel />
            </Boundary>
            <TimeAxis />
          </div>
          <Boundary name="The book">
            <LadderPanel rows={rows} />
          </Boundary>
        </PlainPanels>
      </main>
      <Captions />
      {mapsOpen && <MapsDrawer onClose={() => setMapsOpen(false)} />}
      <Notices />
      <DropTarget onFiles={(files) => void show(files)} />
    </div>
  );
}

/**
 * Clock, position and profit are written with the charts, as is the sentence about the position:
 * whatever shows a number shows the same.
 */
function Numbers() {
  const { view } = useSession();
  const numbers = [
    ['Clock', () => formatTenths(view.header[HEADER.timeSeconds])],
    ['Inventory', () => formatContracts(view.header[HEADER.inventory])],
    ['Profit', () => formatProfit(view.header[HEADER.equityDollars])],
  ] as const;
  return (
    <div className="demo-numbers">
      {numbers.map(([name, read]) => (
        <p key={name}>
          <span>{name}</span>
          <b>
            <FrameText read={read} />
          </b>
        </p>
      ))}
    </div>
  );
}

/** What the agent's card measured, beside the minute that happens to be shown. */
function Measured() {
  const evaluation = useSessionState(measuredOnScreen);
  const interval = evaluation?.rows.at(0)?.metrics['return'];
  if (!evaluation || typeof interval?.estimate !== 'number') return null;
  const limits = formatLimits(interval.low ?? Number.NaN, interval.high ?? Number.NaN);
  return (
    <small className="muted" data-testid="demo-measured">
      {meanOfText(evaluation)}: <span>{formatProfit(interval.estimate)}</span>
      {limits !== '' && <span> {limits}</span>}
    </small>
  );
}

/**
 * Shows what happened last, and the position that there is now, each with its time. The demo is
 * paused, and slowed down, here, where a button covers nothing.
 */
function Captions() {
  const session = useSession();
  const playing = useSessionState(({ mode, replay, playing: isLivePlaying }) =>
    mode === 'replay' ? replay.playing : isLivePlaying,
  );
  const isFast = useSessionState(isTooFastToRead);
  const [newest, setNewest] = useState('');
  const [announced, setAnnounced] = useState('');
  const announcedAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    let memory = startCaptions(viewOf(session));
    const timer = setInterval(() => {
      const now = Date.now();
      // Captions tell the live market, at a speed at which they can be followed.
      if (session.state.mode === 'replay' || isTooFastToRead(session.state)) {
        memory = startCaptions(viewOf(session));
        setNewest('');
        return;
      }
      const caption = nextCaption(memory, viewOf(session), now);
      ({ memory } = caption);
      const { text } = caption;
      if (text === null) return;
      setNewest(text);
      if (now - announcedAt.current < ANNOUNCE_INTERVAL) return;
      announcedAt.current = now;
      setAnnounced(text);
    }, LOOK_INTERVAL);
    return () => clearInterval(timer);
  }, [session]);

  return (
    <footer className="demo-captions">
      <div className="demo-words">
        <p className="demo-caption" data-testid="caption">
          {isFast ? (
            <FrameText read={() => DEMO_TEXTS.tooFast(session.view.header[HEADER.episode])} />
          ) : (
            newest
          )}
        </p>
        <p className="muted" data-testid="position">
          <FrameText
            read={() => {
              const { history, header } = session.view;
              const { player } = session.replay;
              const end = player === null ? history.end : player.step + 1;
              const { [HEADER.timeSeconds]: seconds, [HEADER.inventory]: inventory } = header;
              return positionAt(seconds, inventory, isOut(history, end));
            }}
          />
        </p>
      </div>
      {isFast && (
        <button
          type="button"
          className="button demo-play"
          onClick={() => session.settings.set('speed', '1')}
        >
          {DEMO_TEXTS.slowDown}
        </button>
      )}
      <button
        type="button"
        className={`button demo-play ${playing ? 'plain' : 'primary'}`}
        title={DEMO_TEXTS.pauseKey}
        onClick={() => session.playback.toggle()}
      >
        {playing ? DEMO_TEXTS.pause : DEMO_TEXTS.play}
      </button>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announced}
      </p>
    </footer>
  );
}

function viewOf(session: Session): DemoView {
  const last = lastLiveEpisode(session.state.episodes);
  return {
    history: session.view.history,
    tickSize: session.view.tickSize,
    lastEpisode:
      last === undefined
        ? null
        : {
            id: last.record.id,
            episode: last.record.episode,
            profitDollars: last.profitDollars,
          },
  };
}
