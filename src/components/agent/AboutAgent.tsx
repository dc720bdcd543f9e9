/** Explains the agent that was chosen, and tunes it. */
import { AGENT_NOTES, TARGET_NOTES, trainedNote } from '../../content/agentNotes';
import { MARKET_NAMES } from '../../content/markets';
import { watchedConfig, watchedLearner, watchedRunName } from '../../store/live/liveAgentTitle';
import { agentTitle, settingsOfAgent } from '../../store/settings/configs';
import { useSessionState } from '../context';
import { SliderField } from '../ui/SliderField';
import { OutsideTraining } from './OutsideTraining';

export function AboutAgent() {
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
      <p className="popover-title">{title}</p>
      <p>{idea}</p>
      {formula !== '' && <p className="formula">{formula}</p>}
      <p className="muted">Source: {source}</p>
      {parameters.length > 0 && (
        <p className="muted">
          The mark on each slider is the value tuned for {MARKET_NAMES[preset]}. Changes apply from
          the next decision.
        </p>
      )}
      {parameters.map((key) => (
        <SliderField key={key} setting={key} />
      ))}
      {agent === 'trained' && <TargetNote />}
      <OutsideTraining isNote />
    </>
  );
}

/** Says what the target of the run that trades asks for. */
function TargetNote() {
  const config = useSessionState(watchedConfig);
  if (config === null || config.decisionTransformer === null) return null;
  return <p className="muted">{TARGET_NOTES[config.decisionTransformer.returnLabel]}</p>;
}
