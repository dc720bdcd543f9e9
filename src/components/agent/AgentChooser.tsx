/** Chooses the agent that trades, and explains and tunes the chosen one. */
import { AGENT_NOTES, CHOOSER_TEXTS, TARGET_NOTES, trainedNote } from '../../content/agents';
import { MARKET_NAMES } from '../../content/markets';
import {
  trainedChoices,
  watchedConfig,
  watchedLearner,
  watchedRunName,
} from '../../store/live/liveAgentTitle';
import { agentTitle, settingsOfAgent } from '../../store/settings/configs';
import { SETTINGS } from '../../store/settings/settings';
import { isBundled, type AgentKind } from '../../store/settings/agent';
import { BundledAgentCard } from './BundledAgentCard';
import { Popover } from '../ui/Popover';
import { SliderField } from '../ui/SliderField';
import { useSession, useSessionState } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { SlidersIcon } from '../ui/icons';
import { lazyPart } from '../ui/lazyPart';

const OutsideTraining = lazyPart(LAZY_MODULES.outsideTraining, {
  name: 'What the agent was trained on',
  loading: null,
});

/** Marks the value of a run in the list of agents; no kind of agent has a colon. */
const RUN_MARK = 'run:';

/**
 * Lists the agents that come with the page, and each policy trained here by the name of its run.
 */
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

export function AgentChooser() {
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
