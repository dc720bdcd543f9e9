/** The menu makes a replay loop over the whole episode, or over a part of it. */
import { formatTime } from '../../charts/format';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';
import { LoopIcon } from '../ui/icons';

export function LoopMenu() {
  const session = useSession();
  const { replay } = session;
  const looping = useSessionState((state) => state.replay.looping);
  const span = useSessionState((state) => state.replay.span);
  const time = (step: number) => formatTime(replay.player?.history.timeAt(step) ?? Number.NaN);
  return (
    <Popover
      label={<LoopIcon />}
      name={looping ? 'Loop: on' : 'Loop: off'}
      buttonClass={`button plain ${looping ? 'is-on' : ''}`}
      panelClass="menu"
    >
      <label className="menu-switch">
        <input
          type="checkbox"
          className="switch"
          checked={looping}
          onChange={(event) => replay.setLooping(event.target.checked)}
        />
        Loop
      </label>
      <p className="muted">
        {span === null
          ? 'The whole episode. Set a start or an end to loop part of it.'
          : `From ${time(span.from)} to ${time(span.to)}.`}
      </p>
      <div className="menu-row">
        <button type="button" className="button" onClick={() => replay.markSpan('from')}>
          Start here
        </button>
        <button type="button" className="button" onClick={() => replay.markSpan('to')}>
          End here
        </button>
        <button
          type="button"
          className="button"
          disabled={span === null}
          onClick={() => replay.clearSpan()}
        >
          Whole
        </button>
      </div>
    </Popover>
  );
}
