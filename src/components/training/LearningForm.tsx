/** The form of what the next training run learns with. */
import { CRITIC_IS_FIXED } from '../../content/conditioning';
import { settingsOfLearner, takesCritic } from '../../store/settings/learningConfigs';
import {
  SETTINGS,
  type ChoiceKey,
  type NumberKey,
  type SettingKey,
} from '../../store/settings/settings';
import { useSessionState } from '../context';
import { ChoiceField } from '../ui/ChoiceField';
import { SliderField } from '../ui/SliderField';

export function LearningForm() {
  const algorithm = useSessionState((state) => state.settings.algorithm);
  const hasCritic = useSessionState((state) => takesCritic(state.settings));
  const isShown = (key: SettingKey) => key !== 'conditioning' || !hasCritic;
  return (
    <>
      <p className="popover-title">Learning</p>
      <p className="muted">Applies to the next training run.</p>
      <ChoiceField setting="algorithm" />
      <ChoiceField setting="trainingSeeds" />
      <SettingFields keys={settingsOfLearner(algorithm).filter(isShown)} />
      {hasCritic && (
        <>
          <p className="muted">{CRITIC_IS_FIXED}</p>
          <p className="popover-title">Critic (IQL)</p>
          <SettingFields keys={settingsOfLearner('iql').filter(isShown)} />
        </>
      )}
    </>
  );
}

function SettingFields({ keys }: { readonly keys: readonly SettingKey[] }) {
  return keys.map((key) =>
    SETTINGS[key].type === 'number' ? (
      <SliderField key={key} setting={key as NumberKey} />
    ) : (
      <ChoiceField key={key} setting={key as ChoiceKey} />
    ),
  );
}
