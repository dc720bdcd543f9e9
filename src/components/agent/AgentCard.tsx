/**
 * The card of the live agent: it is chosen and tuned here, and shows its quotes, position and
 * profit.
 */
import { useState } from 'react';
import { formatTenths } from '../../charts/format';
import { FOLLOWING_TEXTS } from '../../content/agents';
import { MANUAL_TEXTS } from '../../content/manual';
import { RIVAL_TEXTS } from '../../content/rivals';
import { LARGE_SHARE_WARNING } from '../../content/tapes';
import { LARGEST_SHARE } from '../../evaluation/recordedShares';
import { isTooFastToRead } from '../../store/live/average';
import { episodeAgent } from '../../store/replay/episodes';
import { liveAgentTitle } from '../../store/live/liveAgentTitle';
import { AddRival } from './AddRival';
import { RunInTraining } from './RunInTraining';
import { LAZY_MODULES } from '../lazyModules';
import { FrameText } from '../ui/FrameText';
import { lazyPart } from '../ui/lazyPart';
import { OutOfDistributionRow } from './OutOfDistributionRow';
import { Panel } from '../ui/Panel';
import { useSession, useSessionState } from '../context';
import { useHeldFocus } from '../ui/useHeldFocus';
import { useLandingFocus } from '../ui/useLandingFocus';
import { InventoryGauge, Money, Volume } from './AgentAccount';
import { AgentChooser } from './AgentChooser';
import { QuoteTable } from './QuoteTable';

const ManualPanel = lazyPart(LAZY_MODULES.manualPanel, {
  name: 'Quoting by hand',
  loading: (
    <Panel title="Agent" className="agent-panel">
      <p className="muted">Loading</p>
    </Panel>
  ),
});

const OutsideTraining = lazyPart(LAZY_MODULES.outsideTraining, {
  name: 'What the agent was trained on',
  loading: null,
});

const RivalTable = lazyPart(LAZY_MODULES.rivalTable, { name: 'The rivals', loading: null });

const ProfitDistribution = lazyPart(LAZY_MODULES.profitDistribution, {
  name: 'The distribution of profits',
  loading: null,
});

export function AgentCard() {
  const isManual = useSessionState(({ mode, manual }) => mode === 'live' && manual.phase !== 'off');
  const [hasBeenManual, setHasBeenManual] = useState(isManual);
  if (isManual && !hasBeenManual) setHasBeenManual(true);
  return isManual ? <ManualPanel /> : <Trader isBack={hasBeenManual} />;
}

/** @param props.isBack true once somebody has quoted by hand */
function Trader({ isBack }: { readonly isBack: boolean }) {
  const session = useSession();
  const mode = useSessionState((state) => state.mode);
  const isFast = useSessionState(isTooFastToRead);
  const runs = useSessionState((state) => state.runs);
  const isSeated = useSessionState(({ applied }) => applied.rivals !== '');
  const replayed = useSessionState(() => session.replay.stored);
  const hasRivals = replayed === null ? isSeated : replayed.record.rivalNames !== undefined;
  return (
    <Panel
      title="Agent"
      className="agent-panel"
      actions={replayed === null ? <AgentChooser /> : <span>{episodeAgent(replayed, runs)}</span>}
    >
      {mode === 'live' && <RunInTraining />}
      {mode === 'live' && <OutsideTraining />}
      {isFast ? (
        <ProfitDistribution />
      ) : (
        <>
          <QuoteTable />
          <InventoryGauge />
          <OutOfDistributionRow />
          <Money />
          {mode === 'live' && <TakenOver />}
          <Volume />
          <LargeShare />
          {hasRivals && <RivalTable own={RIVAL_TEXTS.agent} />}
        </>
      )}
      {mode === 'live' && <EnterManual isBack={isBack} />}
    </Panel>
  );
}

function EnterManual({ isBack }: { readonly isBack: boolean }) {
  const session = useSession();
  const landing = useLandingFocus<HTMLDivElement>(isBack);
  const isOpen = useSessionState(({ readout }) => Number.isFinite(readout.step));
  // A rival that is removed goes with its button.
  useHeldFocus(
    landing,
    useSessionState(({ applied }) => applied.rivals),
  );
  return (
    <div ref={landing} className="manual-enter landing" tabIndex={-1}>
      <button
        type="button"
        className="button"
        title={MANUAL_TEXTS.enter}
        disabled={!isOpen}
        onClick={() => session.manual.enter()}
      >
        Quote by hand
      </button>
      <AddRival />
    </div>
  );
}

/** Says that not all of the episode's profit is of the agent that trades now. */
function TakenOver() {
  const { ring } = useSession().feed;
  const name = useSessionState(liveAgentTitle);
  const text = () => {
    const { takeover, isDecisionAwaited } = ring;
    if (takeover === null) return '';
    return isDecisionAwaited
      ? FOLLOWING_TEXTS.takesOver(name, takeover.before)
      : FOLLOWING_TEXTS.tookOver(formatTenths(takeover.seconds), takeover.before);
  };
  return (
    <p className="taken-over muted">
      <FrameText testId="taken-over" read={text} />
    </p>
  );
}

/** Says that the agent is too large for the recording to have stayed as it was. */
function LargeShare() {
  const isLarge = useSessionState(({ mode, applied, readout }) => {
    const { contractsSoFar, marketContracts } = readout;
    const isRecorded = mode === 'live' && applied.tape !== '';
    return isRecorded && contractsSoFar > LARGEST_SHARE * marketContracts;
  });
  return isLarge ? <p className="alert">{LARGE_SHARE_WARNING}</p> : null;
}
