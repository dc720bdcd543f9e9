/**
 * The card of the live agent: it is chosen and tuned here, and shows its quotes,
 * position and profit.
 */
import { useState } from 'react';
import {
  MISSING,
  formatCompact,
  formatContracts,
  formatPrice,
  formatProfit,
  formatShare,
  formatTenths,
  formatTime,
} from '../../charts/format';
import { CHART_TEXTS } from '../../content/charts';
import {
  AGENT_NOTES,
  CHOOSER_TEXTS,
  FOLLOWING_TEXTS,
  TARGET_NOTES,
  trainedNote,
} from '../../content/agents';
import { MANUAL_TEXTS } from '../../content/manual';
import { RIVAL_TEXTS } from '../../content/rivals';
import { MARKET_NAMES } from '../../content/markets';
import { LARGE_SHARE_WARNING } from '../../content/tapes';
import { LARGEST_SHARE } from '../../evaluation/recordedShares';
import { HEADER } from '../../protocol/frames';
import { isTooFastToRead } from '../../store/live/average';
import { episodeAgent } from '../../store/replay/episodes';
import {
  liveAgentTitle,
  trainedChoices,
  watchedConfig,
  watchedLearner,
  watchedRunName,
} from '../../store/live/liveAgentTitle';
import {
  liveProfitPerContract,
  liveProfitPerMinute,
  liveShareOfVolume,
} from '../../store/live/liveVolume';
import { agentTitle, settingsOfAgent } from '../../store/settings/configs';
import { SETTINGS } from '../../store/settings/settings';
import { isBundled, type AgentKind } from '../../store/settings/agent';
import { BundledAgentCard } from './BundledAgentCard';
import { AddRival } from './AddRival';
import { RunInTraining } from './RunInTraining';
import { LAZY_MODULES } from '../lazyModules';
import { Explain } from '../ui/Explain';
import { FrameText, useFramePainter } from '../ui/FrameText';
import { lazyPart } from '../ui/lazyPart';
import { OutOfDistributionRow } from './OutOfDistributionRow';
import { Panel } from '../ui/Panel';
import { Popover } from '../ui/Popover';
import { SliderField } from '../ui/SliderField';
import { useInventoryLimit, useSession, useSessionState } from '../context';
import { SlidersIcon } from '../ui/icons';
import { useLandingFocus } from '../ui/useLandingFocus';

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
  useSessionState((state) => state.replay.id);
  const runs = useSessionState((state) => state.runs);
  const isSeated = useSessionState(({ applied }) => applied.rivals !== '');
  const replayed = mode === 'replay' ? session.replay.stored : null;
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
          <Quotes />
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

/** Marks the value of a run in the list of agents; no kind of agent has a colon. */
const RUN_MARK = 'run:';

/** Lists the agents that come with the page, and each policy trained here by the name of its run. */
function AgentSelect() {
  const session = useSession();
  const agent = useSessionState((state) => state.settings.agent);
  const bundled = useSessionState((state) => state.bundled);
  const runs = useSessionState((state) => state.runs);
  const watchedRun = useSessionState((state) => state.watchedRun);
  const runUnderWay = useSessionState((state) => state.runUnderWay);
  const hasOwnPolicy = useSessionState((state) => state.training.hasOwnPolicy);
  const runName = useSessionState((state) => state.training.runName);
  const trained = trainedChoices({ runs, watchedRun, runUnderWay }, { hasOwnPolicy, runName });
  const isRun = agent === 'trained' && watchedRun !== null;
  const isNamed = isRun || (agent !== 'trained' && trained.length > 0);
  const choose = (value: string) => {
    if (value.startsWith(RUN_MARK)) void session.watchedRun.watch(value.slice(RUN_MARK.length));
    else session.settings.set('agent', value as AgentKind);
  };
  return (
    <select
      className="field agent-select"
      aria-label="Agent"
      value={isRun ? RUN_MARK + watchedRun : agent}
      onChange={(event) => choose(event.target.value)}
    >
      {SETTINGS.agent.options.map(({ value, label }) => {
        if (value === 'trained' && isNamed) return null;
        const obstacle =
          value === 'trained' && trained.length === 0
            ? CHOOSER_TEXTS.noneTrained
            : isBundled(value) && bundled[value].kind === 'failed'
              ? CHOOSER_TEXTS.notLoaded
              : null;
        return (
          <option key={value} value={value} disabled={obstacle !== null}>
            {obstacle === null ? label : `${label} (${obstacle})`}
          </option>
        );
      })}
      {trained.length > 0 && (
        <optgroup label={CHOOSER_TEXTS.trainedHere}>
          {trained.map(({ id, name }) => (
            <option key={id} value={RUN_MARK + id}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}

function AgentChooser() {
  const agent = useSessionState((state) => state.settings.agent);
  const runName = useSessionState(watchedRunName);
  const learner = useSessionState(watchedLearner);
  const preset = useSessionState((state) => state.applied.preset);
  const parameters = settingsOfAgent(agent, learner);
  const { idea, formula, source } = agent === 'trained' ? trainedNote(learner) : AGENT_NOTES[agent];
  // A trained policy is called by its run where that is known.
  const title = (agent === 'trained' ? runName : null) ?? agentTitle(agent);
  return (
    <>
      <AgentSelect />
      {isBundled(agent) && <BundledAgentCard name={agent} />}
      <Popover
        label={<SlidersIcon />}
        name="About this agent and its parameters"
        buttonClass="button plain"
        panelClass="form"
      >
        <p className="popover-title">{title}</p>
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
        <OutsideTraining isNote />
      </Popover>
    </>
  );
}

/** Says what the target of the run that trades asks for. */
function TargetNote() {
  const config = useSessionState(watchedConfig);
  if (config === null || config.decisionTransformer === null) return null;
  return <p className="muted">{TARGET_NOTES[config.decisionTransformer.returnLabel]}</p>;
}

function QuoteRow({ name, tone }: { readonly name: string; readonly tone: 'bid' | 'ask' }) {
  const session = useSession();
  const read = (field: number, format: (value: number) => string) => () =>
    format(session.view.header[field]);
  const price = (ticks: number) =>
    Number.isNaN(ticks) && session.view.header[HEADER.step] > 0
      ? CHOOSER_TEXTS.noQuote
      : formatPrice(ticks, session.view.tickSize);
  const place = () => {
    const ahead = session.view.header[HEADER[`${tone}Ahead`]];
    const level = session.view.header[HEADER[`${tone}LevelSize`]];
    return Number.isNaN(ahead) ? MISSING : `${formatCompact(ahead)} / ${formatCompact(level)}`;
  };
  return (
    <tr>
      <th scope="row" className={tone}>
        {name}
      </th>
      <td>
        <FrameText read={read(HEADER[`${tone}Price`], price)} />
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

/** What the agent gets of the market, in a line: share of volume, then profit per contract and minute. */
function Volume() {
  const session = useSession();
  const read = (value: (header: Float64Array) => number, format: (value: number) => string) => () =>
    format(value(session.view.header));
  return (
    <dl className="volume-line">
      <div>
        <dt>
          <Explain metric="shareOfVolume">of volume</Explain>
        </dt>
        <dd data-testid="share-of-volume">
          <FrameText read={read(liveShareOfVolume, formatShare)} />
        </dd>
      </div>
      <div>
        <dt>
          <Explain metric="profitPerContract">a contract</Explain>
        </dt>
        <dd data-testid="profit-per-contract">
          <FrameText read={read(liveProfitPerContract, formatProfit)} />
        </dd>
      </div>
      <div>
        <dt>
          <Explain metric="profitPerMinute">a minute</Explain>
        </dt>
        <dd data-testid="profit-per-minute">
          <FrameText read={read(liveProfitPerMinute, formatProfit)} />
        </dd>
      </div>
    </dl>
  );
}
