/** The menu sets all reward weights to those of a named objective. */
import { objectivesApply } from '../../content/conditioning';
import { OBJECTIVE_PRESETS } from '../../content/presets';
import { REWARD_TERMS } from '../../env/types';
import { liveWeightRanges } from '../../store/live/weightFollowing';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';

export function PresetMenu() {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  const isFollowed = useSessionState((state) => liveWeightRanges(state) !== null);
  const current = OBJECTIVE_PRESETS.find(({ weights }) =>
    REWARD_TERMS.every((term) => weights[term] === settings[term]),
  );
  return (
    <Popover
      label={current?.name ?? 'Custom'}
      name={`Objective: ${current?.name ?? 'custom'}`}
      buttonClass="button menu"
      panelClass="menu-panel"
    >
      <p className="muted">{objectivesApply(isFollowed)}</p>
      <ul>
        {OBJECTIVE_PRESETS.map(({ name, idea, weights }) => (
          <li key={name}>
            <button
              type="button"
              className="menu-item"
              aria-pressed={current?.name === name}
              onClick={(event) => {
                session.settings.setMany(weights);
                event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
              }}
            >
              <b>{name}</b>
              <span className="muted">{idea}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
