/**
 * The page consists of a header, the panels in a layout that fits the window, and the
 * transport. There is no router.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readPalette, type Palette } from '../charts/palette';
import { Stage } from '../charts/stage';
import type { Session } from '../store/session';
import { AgentCard } from './agent/AgentCard';
import { Announcer } from './ui/Announcer';
import { DemoPage } from './DemoPage';
import { DropTarget } from './ui/DropTarget';
import { FillList } from './replay/FillList';
import { Header } from './Header';
import { HelpDialog } from './ui/HelpDialog';
import { Hints } from './ui/Hints';
import { LadderPanel } from './market/LadderPanel';
import { LessonsPanel } from './lessons/LessonsPanel';
import { MarketFactsDialog } from './market/MarketFactsDialog';
import { Notices } from './ui/Notices';
import { OutOfDistributionPanel } from './agent/OutOfDistributionPanel';
import { RewardTermsPanel } from './charts/RewardTermsPanel';
import { InventoryPanel, PricePanel, ProfitPanel, TimeAxis } from './charts/TimeCharts';
import { RunsDrawer } from './runs/RunsDrawer';
import { TrainingPanel } from './training/TrainingPanel';
import { Transport } from './replay/Transport';
import { WeightsPanel } from './training/WeightsPanel';
import { PageContext, useSession, useSessionState, type Page } from './context';
import { useDemo } from './useDemo';
import { useKeyboard } from './ui/useKeyboard';
import { useSingleKeys } from './ui/useSingleKeys';
import { useIsShort, useLayout } from './ui/useLayout';
import { useTheme, type Theme } from './ui/useTheme';

export function App({ session }: { readonly session: Session }) {
  const palette = useRef<Palette | null>(null);
  const stage = useMemo(
    () =>
      new Stage(
        (time) => session.feed.advance(time),
        () => window.devicePixelRatio,
      ),
    [session],
  );
  const page = useMemo<Page>(
    () => ({
      session,
      stage,
      canvases: new Map(),
      palette: () => {
        palette.current ??= readPalette(getComputedStyle(document.documentElement));
        return palette.current;
      },
    }),
    [session, stage],
  );

  const forgetPalette = useCallback(() => {
    palette.current = null;
    stage.invalidate();
  }, [stage]);
  const [theme, toggleTheme] = useTheme(forgetPalette);
  const demo = useDemo();

  useEffect(() => {
    stage.start();
    // Nothing else asks for the charts to be drawn again while a replay stands still.
    const stopWatching = session.store.subscribe((state, before) => {
      if (state.settings !== before.settings) stage.invalidate();
    });
    return () => {
      stopWatching();
      stage.stop();
    };
  }, [session, stage]);

  return (
    <PageContext value={page}>
      {demo ? <DemoPage /> : <LabPage theme={theme} onTheme={toggleTheme} />}
    </PageContext>
  );
}

interface LabPageProps {
  readonly theme: Theme;
  readonly onTheme: () => void;
}

function LabPage({ theme, onTheme }: LabPageProps) {
  const session = useSession();
  const layout = useLayout();
  const [helpOpen, setHelpOpen] = useState(false);
  const [runsOpen, setRunsOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  const [lessonsOpen, setLessonsOpen] = useState(false);
  const toggleRuns = useCallback(() => setRunsOpen((open) => !open), []);
  const [factsOpen, setFactsOpen] = useState(false);
  const openFacts = useCallback(() => setFactsOpen(true), []);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  useKeyboard(session, { onHelp: openHelp, onRuns: toggleRuns, onFacts: openFacts }, singleKeys);

  return (
    <div className={`page ${layout}${lessonsOpen ? ' with-lessons' : ''}`}>
      <Header
        theme={theme}
        onTheme={onTheme}
        onHelp={openHelp}
        runsOpen={runsOpen}
        onRuns={toggleRuns}
        lessonsOpen={lessonsOpen}
        onLessons={() => setLessonsOpen(true)}
        onFacts={openFacts}
      />
      <Hints />
      <main className="main">
        {lessonsOpen && <LessonsPanel onClose={() => setLessonsOpen(false)} />}
        {layout === 'wide' && <Wide />}
        {layout === 'medium' && <Medium />}
        {layout === 'narrow' && <Narrow />}
      </main>
      <Transport />
      {runsOpen && <RunsDrawer onClose={toggleRuns} />}
      <Notices />
      <Announcer />
      <DropTarget />
      {factsOpen && <MarketFactsDialog onClose={() => setFactsOpen(false)} />}
      <HelpDialog
        open={helpOpen}
        onClose={() => setHelpOpen(false)}
        singleKeys={singleKeys}
        onSingleKeys={setSingleKeys}
      />
    </div>
  );
}

function Charts() {
  return (
    <div className="charts">
      <PricePanel />
      <InventoryPanel />
      <ProfitPanel />
      <RewardTermsPanel />
      <TimeAxis />
    </div>
  );
}

function Wide() {
  const isShort = useIsShort();
  const explainsFill = useSessionState((state) => state.selectedFill !== null);
  return (
    <>
      <div className="left">
        <LadderPanel rows={isShort && explainsFill ? 13 : 21} />
        <AgentCard />
        <FillList />
      </div>
      <Charts />
      <div className="right">
        <WeightsPanel />
        <TrainingPanel />
        <OutOfDistributionPanel />
      </div>
    </>
  );
}

const TABS = ['Book', 'Reward', 'Training'] as const;

function Medium() {
  const [tab, setTab] = useState<(typeof TABS)[number]>('Book');
  const isManual = useSessionState((state) => state.manual.phase !== 'off');
  const [wasManual, setWasManual] = useState(isManual);
  if (isManual !== wasManual) {
    setWasManual(isManual);
    if (isManual) setTab('Book');
  }
  return (
    <>
      <Charts />
      <div className="right">
        <div className="segments tabs" role="tablist" aria-label="Panels">
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="tab-panel"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
              onKeyDown={(event) => {
                const direction =
                  event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                if (direction === 0) return;
                event.preventDefault();
                event.stopPropagation();
                const next = TABS[(TABS.indexOf(name) + direction + TABS.length) % TABS.length];
                setTab(next);
                document.getElementById(`tab-${next}`)?.focus();
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
          {tab === 'Book' && (
            <>
              <LadderPanel rows={21} />
              <AgentCard />
              <FillList />
            </>
          )}
          {tab === 'Reward' && <WeightsPanel />}
          {tab === 'Training' && (
            <>
              <TrainingPanel />
              <OutOfDistributionPanel />
            </>
          )}
        </div>
      </div>
    </>
  );
}

function Narrow() {
  const isManual = useSessionState((state) => state.manual.phase !== 'off');
  return (
    <>
      {!isManual && <PricePanel />}
      <LadderPanel rows={11} />
      <AgentCard />
      {isManual && <PricePanel />}
      <InventoryPanel />
      <ProfitPanel />
      <TimeAxis />
      <details className="accordion">
        <summary>Reward by term</summary>
        <RewardTermsPanel />
      </details>
      <details className="accordion">
        <summary>Reward weights</summary>
        <WeightsPanel />
      </details>
      <details className="accordion" open>
        <summary>Training</summary>
        <TrainingPanel />
      </details>
      <details className="accordion">
        <summary>Out of distribution</summary>
        <OutOfDistributionPanel />
      </details>
      <details className="accordion">
        <summary>Fills</summary>
        <FillList />
      </details>
    </>
  );
}
