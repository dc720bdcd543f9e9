/** A person in the agent's seat: their quotes with buttons for every key, and both scores. */
import { formatFixed, formatPrice } from '../../charts/format';
import type { HandSide } from '../../agents/manual/manualQuotes';
import { HandNote } from './ManualNote';
import { HandResultCard } from './ManualResultCard';
import { HandScoreTable } from './ManualScoreTable';
import { Panel } from '../ui/Panel';
import { useLandingFocus } from '../ui/useLandingFocus';
import { useSession, useSessionState, useTickSize } from '../context';
import { liveScores } from '../../store/manual/manualScore';
import { rewardWeights } from '../../store/settings/configs';

export function HandPanel() {
  const session = useSession();
  const phase = useSessionState((state) => state.hand.phase);
  return (
    <Panel
      title="By hand"
      metric="byHand"
      className="hand-panel"
      actions={
        <button
          type="button"
          className="button plain"
          title="Back to the agent (H)"
          onClick={() => session.hand.leave()}
        >
          Back to the agent
        </button>
      }
    >
      {phase === 'over' ? <HandResultCard /> : <Seat />}
    </Panel>
  );
}

function Seat() {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  const landing = useLandingFocus<HTMLDivElement>();
  return (
    <>
      <div
        ref={landing}
        className="hand-quotes landing"
        role="group"
        aria-label="Your quotes"
        tabIndex={-1}
      >
        <SideControls side="ask" keys={['I', 'K']} />
        <SideControls side="bid" keys={['W', 'S']} />
      </div>
      <div className="hand-actions">
        <button
          type="button"
          className="button"
          title="Both quotes to the best prices (J)"
          onClick={() => session.hand.join()}
        >
          Join <kbd>J</kbd>
        </button>
        <button
          type="button"
          className="button"
          title="Take both quotes away (X)"
          onClick={() => session.hand.cancelAll()}
        >
          Cancel <kbd>X</kbd>
        </button>
        <button
          type="button"
          className="button"
          title="Take the position out across the spread, and both quotes away (F)"
          onClick={() => session.hand.flatten()}
        >
          Flatten <kbd>F</kbd>
        </button>
      </div>
      <p className="hand-keys muted">
        <kbd>I</kbd> <kbd>K</kbd> ask, <kbd>W</kbd> <kbd>S</kbd> bid, <kbd>[</kbd> <kbd>]</kbd>{' '}
        size, <kbd>H</kbd> back
      </p>
      <HandNote />
      <HandScoreTable
        read={() => liveScores(session.view.header, session.view.termSums, rewardWeights(settings))}
        isFinal={false}
      />
    </>
  );
}

interface SideControlsProps {
  readonly side: HandSide;
  /** That move it up and down. */
  readonly keys: readonly [string, string];
}

function SideControls({ side, keys: [up, down] }: SideControlsProps) {
  const session = useSession();
  const { hand } = session;
  const tickSize = useTickSize();
  const quote = useSessionState((state) => state.hand.quotes[side]);
  const most = useSessionState((state) => state.applied.maxOrderSize);
  // Where it stands moves with the market.
  useSessionState((state) => state.readout.key);
  const name = side === 'bid' ? 'Bid' : 'Ask';
  const price = hand.standing()[`${side}Price`];
  return (
    <div className="hand-side">
      <button
        type="button"
        className={`button hand-switch ${side}`}
        aria-pressed={quote.isOn}
        title={quote.isOn ? `Take the ${side} away` : `Put the ${side} at the best price`}
        onClick={() => hand.toggleSide(side)}
      >
        {name}
      </button>
      <span className="stepper">
        <button
          type="button"
          className="button plain"
          aria-label={`${name} down a tick`}
          title={`Down a tick (${down})`}
          onClick={() => hand.move(side, -1)}
        >
          −
        </button>
        <span className="number" data-testid={`hand-${side}`}>
          {quote.isOn ? formatPrice(price, tickSize) : '—'}
        </span>
        <button
          type="button"
          className="button plain"
          aria-label={`${name} up a tick`}
          title={`Up a tick (${up})`}
          onClick={() => hand.move(side, 1)}
        >
          +
        </button>
      </span>
      <span className="stepper size">
        <button
          type="button"
          className="button plain"
          aria-label={`${name}: a contract less`}
          title="A contract less keeps the place in the queue; [ does it on both sides"
          disabled={quote.size <= 1}
          onClick={() => hand.resize(-1, side)}
        >
          −
        </button>
        <span className="number" data-testid={`hand-${side}-size`}>
          {formatFixed(quote.size, 0)}
        </span>
        <button
          type="button"
          className="button plain"
          aria-label={`${name}: a contract more`}
          title="A contract more goes to the back of the queue; ] does it on both sides"
          disabled={quote.size >= most}
          onClick={() => hand.resize(1, side)}
        >
          +
        </button>
      </span>
    </div>
  );
}
