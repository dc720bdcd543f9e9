/**
 * The page consists of a header, the panels in a layout that fits the window, and the transport.
 * There is no router.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readPalette, type Palette } from '../charts/palette';
import { Stage } from '../charts/stage';
import type { Session } from '../store/session';
import { LAZY_MODULES } from './lazyModules';
import { Boundary } from './ui/Boundary';
import { lazyPart } from './ui/lazyPart';
import { Announcer } from './ui/Announcer';
import { DropTarget } from './ui/DropTarget';
import { Header } from './Header';
import { Medium, Narrow, Wide } from './Layouts';
import { Hints } from './ui/Hints';
import { MarketFactsDialog } from './market/MarketFactsDialog';
import { Notices } from './ui/Notices';
import { Transport } from './replay/Transport';
import { PageContext, useSession, useSessionState, type Page } from './context';
import { YourDataDialog } from './tapes/YourDataDialog';
import { useDemo } from './useDemo';
import { useKeyboard } from './ui/useKeyboard';
import { useSingleKeys } from './ui/useSingleKeys';
import { useLayout } from './ui/useLayout';
import { useTheme, type Theme } from './ui/useTheme';

const BranchDrawer = lazyPart(LAZY_MODULES.branchDrawer, {
  name: 'What else could have happened',
  loading: <p className="drawer maps-drawer empty muted">Loading</p>,
});
const DemoPage = lazyPart(LAZY_MODULES.demoPage, { name: 'The demo', loading: null });
const HelpDialog = lazyPart(LAZY_MODULES.helpDialog, { name: 'Help', loading: null });
const LessonsPanel = lazyPart(LAZY_MODULES.lessonsPanel, { name: 'Lessons', loading: null });
const MapsDrawer = lazyPart(LAZY_MODULES.mapsDrawer, {
  name: 'Maps',
  loading: <p className="drawer maps-drawer empty muted">Loading</p>,
});
const SweepDrawer = lazyPart(LAZY_MODULES.sweepDrawer, {
  name: 'The sweep',
  loading: <p className="drawer maps-drawer empty muted">Loading</p>,
});
const RunsDrawer = lazyPart(LAZY_MODULES.runsDrawer, {
  name: 'Runs',
  loading: <p className="drawer empty muted">Loading</p>,
});

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
      <Boundary name="The page">
        {demo ? <DemoPage /> : <LabPage theme={theme} onTheme={toggleTheme} />}
      </Boundary>
    </PageContext>
  );
}

/** Drawers that a person opens, one at a time. */
type DrawerName = 'runs' | 'maps' | 'branch';

interface LabPageProps {
  readonly theme: Theme;
  readonly onTheme: () => void;
}

function LabPage({ theme, onTheme }: LabPageProps) {
  const session = useSession();
  const layout = useLayout();
  const [helpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  const [lessonsOpen, setLessonsOpen] = useState(false);
  const isSweepOpen = useSessionState(({ sweeps }) => sweeps.viewed !== null);
  const closeSweep = useCallback(() => session.sweepResults.show(null), [session]);
  // The drawers take the same place.
  const [drawer, setDrawer] = useState<DrawerName | null>(null);
  const toggle = useCallback(
    (name: DrawerName) => {
      closeSweep();
      setDrawer((now) => (now === name ? null : name));
    },
    [closeSweep],
  );
  const toggleRuns = useCallback(() => toggle('runs'), [toggle]);
  const toggleMaps = useCallback(() => toggle('maps'), [toggle]);
  const toggleBranch = useCallback(() => {
    if (session.state.mode === 'live') session.playback.showReplay();
    toggle('branch');
  }, [session, toggle]);
  // A sweep is looked at in place of the maps, which come back as they were.
  const [mapsTab, setMapsTab] = useState<string | null>(null);
  const [factsOpen, setFactsOpen] = useState(false);
  const openFacts = useCallback(() => setFactsOpen(true), []);
  const dataOpen = useSessionState((state) => state.tapes.isOpen);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  useKeyboard(
    session,
    {
      onHelp: openHelp,
      onRuns: toggleRuns,
      onMaps: toggleMaps,
      onFacts: openFacts,
      onBranch: toggleBranch,
    },
    singleKeys,
  );

  return (
    <div className={`page ${layout}${lessonsOpen ? ' with-lessons' : ''}`}>
      <Boundary name="The header">
        <Header
          theme={theme}
          onTheme={onTheme}
          onHelp={openHelp}
          runsOpen={drawer === 'runs'}
          onRuns={toggleRuns}
          mapsOpen={drawer === 'maps'}
          onMaps={toggleMaps}
          lessonsOpen={lessonsOpen}
          onLessons={() => setLessonsOpen(true)}
          onFacts={openFacts}
        />
      </Boundary>
      <Hints />
      <main className="main">
        {lessonsOpen && <LessonsPanel onClose={() => setLessonsOpen(false)} />}
        {layout === 'wide' && <Wide />}
        {layout === 'medium' && <Medium />}
        {layout === 'narrow' && <Narrow />}
      </main>
      <Boundary name="The transport">
        <Transport onBranch={toggleBranch} />
      </Boundary>
      {isSweepOpen && <SweepDrawer onClose={closeSweep} />}
      {drawer === 'runs' && !isSweepOpen && <RunsDrawer onClose={toggleRuns} />}
      {drawer === 'maps' && !isSweepOpen && (
        <MapsDrawer onClose={toggleMaps} lastTab={mapsTab} onTab={setMapsTab} />
      )}
      {drawer === 'branch' && !isSweepOpen && <BranchDrawer onClose={toggleBranch} />}
      <Boundary name="Notices">
        <Notices />
      </Boundary>
      <Announcer />
      <DropTarget onFiles={(files) => void session.files.open(files)} />
      {dataOpen && (
        <Boundary name="Your data">
          <YourDataDialog onFacts={openFacts} />
        </Boundary>
      )}
      {factsOpen && (
        <Boundary name="Market facts">
          <MarketFactsDialog onClose={() => setFactsOpen(false)} />
        </Boundary>
      )}
      {helpOpen && (
        <HelpDialog
          onClose={() => setHelpOpen(false)}
          singleKeys={singleKeys}
          onSingleKeys={setSingleKeys}
        />
      )}
    </div>
  );
}
