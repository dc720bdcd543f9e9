/**
 * A person quotes here in place of the agent: every key has a button, and both scores are shown.
 */
import { formatFixed, formatPrice } from '../../charts/format';
import type { ManualSide } from '../../agents/manual/manualQuotes';
import { ON_HOLD } from '../../content/manualHold';
import { RIVAL_TEXTS } from '../../content/rivals';
import { RivalTable } from '../agent/Rivals';
import { ManualNote } from './ManualNote';
import { ManualResultCard } from './ManualResultCard';
import { ManualScoreTable } from './ManualScoreTable';
import { Panel } from '../ui/Panel';
import { useLandingFocus } from '../ui/useLandingFocus';
import { useSession, useSessionState, useTickSize } from '../context';
import { liveScores } from '../../store/manual/manualScore';
import { rewardWeights } from '../../store/settings/configs';

export function ManualPanel() {
  const session = useSession();
  const phase = useSessionState((state) => state.manual.phase);
  return (
    <Panel
      title="By hand"
      metric="byHand"
      className="manual-panel"
      actions={
        <button
          type="button"
          className="button plain"
          title="Back to the agent (H)"
          onClick={() => session.manual.leave()}
        >
          Back to the agent
        </button>
      }
    >
      {phase === 'over' ? <ManualResultCard /> : <ManualControls />}
      <RivalTable own={RIVAL_TEXTS.you} />
    </Panel>
  );
}

function ManualControls() {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  const landing = useLandingFocus<HTMLDivElement>();
  return (
    <>
      <div
        ref={landing}
        className="manual-quotes landing"
        role="group"
        aria-label="Your quotes"
        tabIndex={-1}
      >
        <SideControls side="ask" keys={['I', 'K']} />
        <SideControls side="bid" keys={['W', 'S']} />
      </div>
      <div className="manual-actions">
        <button
          type="button"
          className="button"
          title="Both quotes to the best prices (J)"
          onClick={() => session.manual.join()}
        >
          Join <kbd>J</kbd>
        </button>
        <button
          type="button"
          className="button"
          title="Cancel both quotes (X)"
          onClick={() => session.manual.cancelAll()}
        >
          Cancel <kbd>X</kbd>
        </button>
        <button
          type="button"
          className="button"
          title="Cancel both quotes and close the position across the spread (F)"
          onClick={() => session.manual.flatten()}
        >
          Flatten <kbd>F</kbd>
        </button>
      </div>
      <p className="manual-keys muted">
        <kbd>I</kbd> <kbd>K</kbd> ask, <kbd>W</kbd> <kbd>S</kbd> bid, <kbd>[</kbd> <kbd>]</kbd>{' '}
        size, <kbd>H</kbd> back
      </p>
      <ManualNote />
      <ManualScoreTable
        read={() => liveScores(session.view.header, session.view.termSums, rewardWeights(settings))}
        isFinal={false}
      />
    </>
  );
}

interface SideControlsProps {
  readonly side: ManualSide;
  /** Keys that move the quote up and down. */
  readonly keys: readonly [string, string];
}

function SideControls({ side, keys: [up, down] }: SideControlsProps) {
  const session = useSession();
  const { manual } = session;
  const tickSize = useTickSize();
  const quote = useSessionState((state) => state.manual.quotes[side]);
  const most = useSessionState((state) => state.applied.maxOrderSize);
  // Whether the quote can rest changes with the market.
  useSessionState((state) => state.readout.key);
  const name = side === 'bid' ? 'Bid' : 'Ask';
  const standing = manual.standing();
  const price =
    standing[`${side}Size`] > 0 ? formatPrice(standing[`${side}Price`], tickSize) : ON_HOLD;
  return (
    <div className="manual-side">
      <button
        type="button"
        className={`button hand-switch ${side}`}
        aria-pressed={quote.isOn}
        title={quote.isOn ? `Cancel the ${side}` : `Quote the ${side} at the best price`}
        onClick={() => manual.toggleSide(side)}
      >
        {name}
      </button>
      <span className="stepper">
        <button
          type="button"
          className="button plain"
          aria-label={`${name} down a tick`}
          title={`Down a tick (${down})`}
          onClick={() => manual.move(side, -1)}
        >
          −
        </button>
        <span className="number" data-testid={`manual-${side}`}>
          {quote.isOn ? price : '—'}
        </span>
        <button
          type="button"
          className="button plain"
          aria-label={`${name} up a tick`}
          title={`Up a tick (${up})`}
          onClick={() => manual.move(side, 1)}
        >
          +
        </button>
      </span>
      <span className="stepper size">
        <button
          type="button"
          className="button plain"
          aria-label={`${name}: one contract less`}
          title="One contract less keeps the place in the queue; [ does both sides"
          disabled={quote.size <= 1}
          onClick={() => manual.resize(-1, side)}
        >
          −
        </button>
        <span className="number" data-testid={`manual-${side}-size`}>
          {formatFixed(quote.size, 0)}
        </span>
        <button
          type="button"
          className="button plain"
          aria-label={`${name}: one contract more`}
          title="One contract more goes to the back of the queue; ] does both sides"
          disabled={quote.size >= most}
          onClick={() => manual.resize(1, side)}
        >
          +
        </button>
      </span>
    </div>
  );
}
