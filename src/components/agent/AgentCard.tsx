/**
 * The card of the live agent: it is chosen and tuned here, and shows its quotes,
 * position and profit.
 */
import { useState } from 'react';
import {
  formatCompact,
  formatContracts,
  formatPrice,
  formatProfit,
  formatTime,
} from '../../charts/format';
import { CHART_TEXTS } from '../../content/charts';
import {
  AGENT_NOTES,
  TARGET_NOTES,
  agentLabel,
  pastTrainedLength,
  trainedNote,
} from '../../content/agents';
import { MANUAL_TEXTS } from '../../content/manual';
import { MARKET_NAMES } from '../../content/markets';
import { HEADER } from '../../protocol/frames';
import { isTooFastToRead } from '../../store/live/average';
import {
  hasTrainedAgent,
  watchedConfig,
  watchedLearner,
  watchedRunName,
} from '../../store/live/liveAgentTitle';
import { agentTitle, settingsOfAgent } from '../../store/settings/configs';
import { SETTINGS } from '../../store/settings/settings';
import { isBundled, type AgentKind } from '../../store/settings/agent';
import { BundledAgentCard } from './BundledAgentCard';
import { ProfitDistribution } from './ProfitDistribution';
import { RunInTraining } from './RunInTraining';
import { Explain } from '../ui/Explain';
import { FrameText, useFramePainter } from '../ui/FrameText';
import { OutOfDistributionRow } from './OutOfDistributionPanel';
import { ManualPanel } from '../manual/ManualPanel';
import { Panel } from '../ui/Panel';
import { Popover } from '../ui/Popover';
import { SliderField } from '../ui/SliderField';
import { useInventoryLimit, useSession, useSessionState } from '../context';
import { SlidersIcon } from '../ui/icons';
import { useLandingFocus } from '../ui/useLandingFocus';

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
  useSessionState((state) => state.replay.id);
  const replayed = mode === 'replay' ? session.replay.player?.record.agentName : undefined;
  return (
    <Panel
      title="Agent"
      className="agent-panel"
      actions={replayed === undefined ? <AgentChooser /> : <span>{agentLabel(replayed)}</span>}
    >
      {mode === 'live' && <RunInTraining />}
      {isFast ? (
        <ProfitDistribution />
      ) : (
        <>
          <Quotes />
          <InventoryGauge />
          <OutOfDistributionRow />
          <Money />
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
  return (
    <div ref={landing} className="manual-enter landing" tabIndex={-1}>
      <button
        type="button"
        className="button"
        title="Quote by hand (H)"
        disabled={!isOpen}
        onClick={() => session.manual.enter()}
      >
        Quote by hand
      </button>
      <span>{MANUAL_TEXTS.enter}</span>
    </div>
  );
}

function AgentChooser() {
  const session = useSession();
  const agent = useSessionState((state) => state.settings.agent);
  const hasTrained = useSessionState(hasTrainedAgent);
  const runName = useSessionState(watchedRunName);
  const learner = useSessionState(watchedLearner);
  const preset = useSessionState((state) => state.applied.preset);
  const bundled = useSessionState((state) => state.bundled);
  const parameters = settingsOfAgent(agent, learner);
  /** Says why an agent cannot be chosen; null when it can. */
  const obstacle = (kind: AgentKind) => {
    if (kind === 'trained' && !hasTrained) return ' (none yet)';
    return isBundled(kind) && bundled[kind].kind === 'failed' ? ' (not loaded)' : null;
  };
  const { idea, formula, source } = agent === 'trained' ? trainedNote(learner) : AGENT_NOTES[agent];
  /** Name of an agent; the trained one is called by its run where that is known. */
  const nameOf = (kind: AgentKind, label: string) =>
    kind === 'trained' && runName !== null ? runName : label;
  return (
    <>
      <select
        className="field agent-select"
        aria-label="Agent"
        value={agent}
        onChange={(event) => session.settings.set('agent', event.target.value as AgentKind)}
      >
        {SETTINGS.agent.options.map(({ value, label }) => (
          <option key={value} value={value} disabled={obstacle(value) !== null}>
            {nameOf(value, label)}
            {obstacle(value)}
          </option>
        ))}
      </select>
      {isBundled(agent) && <BundledAgentCard name={agent} />}
      <Popover
        label={<SlidersIcon />}
        name="About this agent and its parameters"
        buttonClass="button plain"
        panelClass="form"
      >
        <p className="popover-title">{nameOf(agent, agentTitle(agent))}</p>
        <p>{idea}</p>
        {formula !== '' && <p className="formula">{formula}</p>}
        <p className="muted">Source: {source}</p>
        {parameters.length > 0 && (
          <p className="muted">
            The mark on each slider is the value tuned for {MARKET_NAMES[preset]}. Changes apply
            from the next decision.
          </p>
        )}
        {parameters.map((key) => (
          <SliderField key={key} setting={key} />
        ))}
        {agent === 'trained' && <TargetNote />}
      </Popover>
    </>
  );
}

/** Says what the target of the run that trades asks for, and where its episodes were shorter. */
function TargetNote() {
  const config = useSessionState(watchedConfig);
  const { episodeLength } = useSessionState(({ applied }) => applied);
  if (config === null || config.decisionTransformer === null) return null;
  const trained = config.env.episodeLength;
  return (
    <>
      <p className="muted">{TARGET_NOTES[config.decisionTransformer.returnLabel]}</p>
      {episodeLength > trained && <p className="muted">{pastTrainedLength(trained)}</p>}
    </>
  );
}

function QuoteRow({ name, tone }: { readonly name: string; readonly tone: 'bid' | 'ask' }) {
  const session = useSession();
  const read = (field: number, format: (value: number) => string) => () =>
    format(session.view.header[field]);
  const place = () =>
    `${formatCompact(session.view.header[HEADER[`${tone}Ahead`]])} / ${formatCompact(session.view.header[HEADER[`${tone}LevelSize`]])}`;
  return (
    <tr>
      <th scope="row" className={tone}>
        {name}
      </th>
      <td>
        <FrameText
          read={read(HEADER[`${tone}Price`], (ticks) => formatPrice(ticks, session.view.tickSize))}
        />
      </td>
      <td>
        <FrameText read={read(HEADER[`${tone}Size`], formatCompact)} />
      </td>
      <td>
        <FrameText read={place} />
      </td>
    </tr>
  );
}

function Quotes() {
  const session = useSession();
  return (
    <table className="quotes" aria-label="Agent’s quotes">
      <thead>
        <tr>
          <th scope="col" title={CHART_TEXTS.cardClock}>
            <FrameText read={() => `At ${formatTime(session.view.header[HEADER.timeSeconds])}`} />
          </th>
          <th scope="col">Price</th>
          <th scope="col">Size</th>
          <th scope="col">
            <Explain metric="quantityAhead" />
          </th>
        </tr>
      </thead>
      <tbody>
        <QuoteRow name="Ask" tone="ask" />
        <QuoteRow name="Bid" tone="bid" />
      </tbody>
    </table>
  );
}

function InventoryGauge() {
  const session = useSession();
  const inventory = useSessionState((state) => state.readout.inventory);
  const limit = useInventoryLimit();
  const bar = useFramePainter<HTMLSpanElement>((span) => {
    const held = session.view.header[HEADER.inventory] / session.view.maxInventory;
    const share = Number.isFinite(held) ? Math.max(-1, Math.min(1, held)) : 0;
    span.style.left = `${50 + Math.min(0, share) * 50}%`;
    span.style.width = `${Math.abs(share) * 50}%`;
  });
  return (
    <div className="gauge-row">
      <Explain metric="inventory" />
      <div
        className="gauge"
        role="meter"
        aria-label="Inventory"
        aria-valuemin={-limit}
        aria-valuemax={limit}
        aria-valuenow={Number.isFinite(inventory) ? inventory : 0}
      >
        <span ref={bar} />
      </div>
      <FrameText
        className="number"
        testId="inventory"
        read={() => formatContracts(session.view.header[HEADER.inventory])}
      />
    </div>
  );
}

function Money() {
  const session = useSession();
  const money = (field: number, sign = 1) => (
    <FrameText read={() => formatProfit(sign * session.view.header[field])} />
  );
  return (
    <dl className="money">
      <div className="money-main">
        <dt>
          <Explain metric="profit" />
        </dt>
        <dd data-testid="profit">{money(HEADER.equityDollars)}</dd>
      </div>
      <div>
        <dt>
          <Explain metric="realised" />
        </dt>
        <dd data-testid="realised">{money(HEADER.realisedDollars)}</dd>
      </div>
      <div>
        <dt>
          <Explain metric="unrealised" />
        </dt>
        <dd>{money(HEADER.unrealisedDollars)}</dd>
      </div>
      <div>
        <dt>
          <Explain metric="feesPaid">Fees</Explain>
        </dt>
        <dd>{money(HEADER.feesDollars, -1)}</dd>
      </div>
    </dl>
  );
}
