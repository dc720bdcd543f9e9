/**
 * The three arrangements of the panels: three columns, two columns of which one has tabs, and one
 * column with tabs. Each panel has a boundary of its own, so that one that fails leaves the others
 * alone.
 */
import { useState, type ReactNode } from 'react';
import { AgentCard } from './agent/AgentCard';
import { RewardTermsPanel } from './charts/RewardTermsPanel';
import { PricePanel } from './charts/PricePanel';
import { InventoryPanel, ProfitPanel, TimeAxis } from './charts/TimeCharts';
import { useSession, useSessionState } from './context';
import { cardNotes } from '../store/live/liveAgentTitle';
import { bookRivals, leftOutRivals } from '../store/live/rivals';
import { Backend, UndoRedo } from './Header';
import { LadderPanel } from './market/LadderPanel';
import { FillList } from './replay/FillList';
import { TrainingPanel } from './training/TrainingPanel';
import { WeightsPanel } from './training/WeightsPanel';
import { LAZY_MODULES } from './lazyModules';
import { Boundary } from './ui/Boundary';
import { lazyPart } from './ui/lazyPart';
import { Panel } from './ui/Panel';
import { useRoom } from './ui/useLayout';

/** Rows of the ladder where the window has no room for more, and where it has. */
const LADDER_ROWS = { least: 7, most: 21 } as const;
const NARROW_LADDER_ROWS = { least: 5, most: 9, byHand: 11 } as const;

const price = (
  <Boundary name="Price">
    <PricePanel />
  </Boundary>
);
const inventory = (
  <Boundary name="Inventory">
    <InventoryPanel />
  </Boundary>
);
const profit = (
  <Boundary name="Profit">
    <ProfitPanel />
  </Boundary>
);
const terms = (
  <Boundary name="Reward by term">
    <RewardTermsPanel />
  </Boundary>
);
const timeAxis = (
  <Boundary name="The time axis">
    <TimeAxis />
  </Boundary>
);
const agent = (
  <Boundary name="The agent’s card">
    <AgentCard />
  </Boundary>
);
const weights = (
  <Boundary name="Reward weights">
    <WeightsPanel />
  </Boundary>
);
const training = (
  <Boundary name="Training">
    <TrainingPanel />
  </Boundary>
);
const OutOfDistributionPanel = lazyPart(LAZY_MODULES.outOfDistributionPanel, {
  name: 'Out of distribution',
  loading: (
    <Panel title="Out of distribution" className="ood-panel">
      <p className="empty muted">Loading</p>
    </Panel>
  ),
});
const outOfDistribution = <OutOfDistributionPanel />;

function Charts() {
  return (
    <div className="charts">
      {price}
      {inventory}
      {profit}
      {terms}
      {timeAxis}
    </div>
  );
}

function Ladder({ rows }: { readonly rows: number }) {
  return (
    <Boundary name="The book">
      <LadderPanel rows={rows} />
    </Boundary>
  );
}

function Fills({ most }: { readonly most: number }) {
  return (
    <Boundary name="Fills">
      <FillList most={most} />
    </Boundary>
  );
}

/** Rivals in the table on the agent's card; whoever quotes by hand has taller rows of the book. */
function useRivalCount(): number {
  const session = useSession();
  useSessionState(({ replay }) => replay.id);
  return useSessionState((state) => {
    if (state.mode === 'live' && state.manual.phase !== 'off') return 0;
    const replayed = session.replay.player?.record.rivalNames ?? [];
    return bookRivals(state, replayed).length + leftOutRivals(state).length;
  });
}

/** The book, who quotes in it, and what was filled, in a column as high as the window allows. */
function BookColumn() {
  const explainsFill = useSessionState((state) => state.selectedFill !== null);
  const { ladderRows, fills } = useRoom(
    LADDER_ROWS,
    explainsFill,
    useRivalCount(),
    useSessionState(cardNotes),
  );
  return (
    <>
      <Ladder rows={ladderRows} />
      {agent}
      <Fills most={fills} />
    </>
  );
}

export function Wide() {
  return (
    <>
      <div className="left">
        <BookColumn />
      </div>
      <Charts />
      <div className="right">
        {weights}
        {training}
        {outOfDistribution}
      </div>
    </>
  );
}

export function Medium() {
  const isManual = useSessionState((state) => state.manual.phase !== 'off');
  const explainsFill = useSessionState((state) => state.selectedFill !== null);
  return (
    <>
      <Charts />
      <Tabs
        tabs={[
          ['Book', <BookColumn key="book" />],
          ['Reward', weights],
          [
            'Training',
            <>
              {training}
              {outOfDistribution}
            </>,
          ],
        ]}
        demanded={isManual || explainsFill ? 'Book' : null}
      />
    </>
  );
}

export function Narrow() {
  const isManual = useSessionState((state) => state.manual.phase !== 'off');
  const explainsFill = useSessionState((state) => state.selectedFill !== null);
  const isReplay = useSessionState((state) => state.mode === 'replay');
  const { ladderRows, fills } = useRoom(NARROW_LADDER_ROWS, false, 0);
  return (
    <Tabs
      tabs={[
        [
          'Market',
          <>
            {!isManual && price}
            <Ladder rows={isManual ? NARROW_LADDER_ROWS.byHand : ladderRows} />
            {agent}
            {isManual && price}
            {inventory}
            {profit}
            {timeAxis}
          </>,
        ],
        [
          'Fills',
          <>
            {price}
            <Fills most={fills} />
          </>,
        ],
        [
          'Reward',
          <>
            <div className="undo-row">
              <UndoRedo />
            </div>
            {weights}
            {terms}
          </>,
        ],
        [
          'Training',
          <>
            {training}
            {outOfDistribution}
            <div className="backend-row">
              <Backend />
            </div>
          </>,
        ],
      ]}
      demanded={isManual ? 'Market' : explainsFill ? 'Fills' : null}
      isReplay={isReplay}
      withoutReplay="Training"
    />
  );
}

interface TabsProps {
  readonly tabs: readonly (readonly [name: string, content: ReactNode])[];
  /** The tab that something on the page has just asked for. */
  readonly demanded: string | null;
  readonly isReplay?: boolean;
  /** The tab that shows nothing of a replay, which is left for the first one as a replay begins. */
  readonly withoutReplay?: string;
}

function Tabs({ tabs, demanded, isReplay = false, withoutReplay }: TabsProps) {
  const [chosen, setChosen] = useState(tabs[0][0]);
  const [lastDemand, setLastDemand] = useState<string | null>(null);
  if (demanded !== lastDemand) {
    setLastDemand(demanded);
    if (demanded !== null) setChosen(demanded);
  }
  const [wasReplay, setWasReplay] = useState(isReplay);
  if (isReplay !== wasReplay) {
    setWasReplay(isReplay);
    if (isReplay && chosen === withoutReplay) setChosen(tabs[0][0]);
  }
  const names = tabs.map(([name]) => name);
  const content = tabs.find(([name]) => name === chosen)?.[1];
  return (
    <div className="right">
      <div className="segments tabs" role="tablist" aria-label="Panels">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={chosen === name}
            aria-controls="tab-panel"
            tabIndex={chosen === name ? 0 : -1}
            onClick={() => setChosen(name)}
            onKeyDown={(event) => {
              const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
              if (direction === 0) return;
              event.preventDefault();
              event.stopPropagation();
              const next = names[(names.indexOf(name) + direction + names.length) % names.length];
              setChosen(next);
              document.getElementById(`tab-${next}`)?.focus();
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>
        {content}
      </div>
    </div>
  );
}
