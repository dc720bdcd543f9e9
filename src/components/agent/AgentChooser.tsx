/** Chooses the agent that trades, and opens what explains and tunes it. */
import { CHOOSER_TEXTS } from '../../content/agents';
import { trainedChoices, watchedRunName } from '../../store/live/liveAgentTitle';
import { SETTINGS } from '../../store/settings/settings';
import { isBundled, type AgentKind } from '../../store/settings/agent';
import { BundledAgentCard } from './BundledAgentCard';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { SlidersIcon } from '../ui/icons';
import { lazyPart } from '../ui/lazyPart';

const AboutAgent = lazyPart(LAZY_MODULES.aboutAgent, {
  name: 'What the agent does',
  loading: <p className="muted">Loading</p>,
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
  const watchedName = useSessionState(watchedRunName);
  const trained = trainedChoices(
    { runs, watchedRun, runUnderWay },
    { hasOwnPolicy, runName },
    watchedName ?? undefined,
  );
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
        <AboutAgent />
      </Popover>
    </>
  );
}
