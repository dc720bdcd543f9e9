/** Chooses who plays on and under which weights, and lets a person quote. */
import { formatFixed, formatPrice } from '../../charts/format';
import { BRANCH_TEXTS } from '../../content/branch';
import { ON_HOLD, onHoldText } from '../../content/manualHold';
import type { ManualSide } from '../../agents/manual/manualQuotes';
import { BY_HAND, actsOnWeights, branchAgents } from '../../store/branch/branchAgents';
import { episodeAgent, type StoredEpisode } from '../../store/replay/episodes';
import { useSessionState } from '../context';
import { useBranch, useBranchState } from './useBranch';

export function BranchForm({ stored }: { readonly stored: StoredEpisode }) {
  const { record } = stored;
  const branch = useBranch();
  const bundled = useSessionState((state) => state.bundled);
  const runs = useSessionState((state) => state.runs);
  const usesSliders = useBranchState((state) => state.usesSliders);
  const hasBranch = useBranchState((state) => state.branch !== null);
  useBranchState((state) => state.who);
  const who = branch.who(record);
  const played = episodeAgent(stored, runs);
  const isByHand = who === BY_HAND;
  return (
    <>
      <div className="map-controls">
        <label>
          {BRANCH_TEXTS.who}
          <select
            className="field"
            value={who}
            onChange={(event) => branch.choose(event.target.value)}
          >
            {branchAgents({ bundled, runs }, record, played).map(({ key, title, reason }) => (
              <option key={key} value={key} disabled={reason !== ''}>
                {reason === '' ? title : `${title} (${reason})`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {BRANCH_TEXTS.weights}
          <select
            className="field"
            value={usesSliders ? 'sliders' : 'episode'}
            onChange={(event) => branch.takeSliders(event.target.value === 'sliders')}
          >
            <option value="episode">{BRANCH_TEXTS.recordedWeights}</option>
            <option value="sliders">{BRANCH_TEXTS.sliderWeights}</option>
          </select>
        </label>
      </div>
      {usesSliders && !actsOnWeights(who, { bundled, runs }, record) && (
        <p className="muted">{BRANCH_TEXTS.deaf}</p>
      )}
      {isByHand ? (
        <HandControls tickSize={record.tickSize} />
      ) : (
        <button type="button" className="button primary" onClick={() => void branch.play()}>
          {hasBranch ? BRANCH_TEXTS.again : BRANCH_TEXTS.play}
        </button>
      )}
    </>
  );
}

function HandControls({ tickSize }: { readonly tickSize: number }) {
  const branch = useBranch();
  const isOver = useBranchState((state) => state.branch?.isOver === true);
  const play = (seconds: number, label: string) => (
    <button
      type="button"
      className="button"
      disabled={isOver}
      onClick={() => void branch.playByHand(seconds)}
    >
      {label}
    </button>
  );
  return (
    <div className="branch-hand">
      <p className="muted">{BRANCH_TEXTS.handHelp}</p>
      <HandQuote side="ask" keys={['I', 'K']} tickSize={tickSize} />
      <HandQuote side="bid" keys={['W', 'S']} tickSize={tickSize} />
      <div className="manual-actions">
        <button type="button" className="button" onClick={() => branch.join()}>
          {BRANCH_TEXTS.join} <kbd>J</kbd>
        </button>
        <button type="button" className="button" onClick={() => branch.cancelQuotes()}>
          {BRANCH_TEXTS.cancelQuotes} <kbd>X</kbd>
        </button>
        <button type="button" className="button" onClick={() => branch.flatten()}>
          {BRANCH_TEXTS.flatten} <kbd>F</kbd>
        </button>
      </div>
      <HandNote tickSize={tickSize} />
      <div className="segments" role="group" aria-label={BRANCH_TEXTS.playFor}>
        {play(1, BRANCH_TEXTS.second)}
        {play(5, BRANCH_TEXTS.seconds)}
        {play(Infinity, BRANCH_TEXTS.toEnd)}
      </div>
      <button type="button" className="button plain" onClick={() => branch.startOver()}>
        {BRANCH_TEXTS.startOver}
      </button>
    </div>
  );
}

/** Says which quotes are out of the market, and for how long they were in the last turn. */
function HandNote({ tickSize }: { readonly tickSize: number }) {
  const branch = useBranch();
  const hand = useBranchState((state) => state.hand);
  const isOver = useBranchState((state) => state.branch?.isOver === true);
  if (hand === null) return null;
  const now = branch.onHold.map(({ side, why }) =>
    onHoldText(side, formatPrice(hand.quotes[side].priceTicks, tickSize), why),
  );
  const texts = [BRANCH_TEXTS.held(hand.heldSeconds), ...(isOver ? [] : now)];
  const text = texts.filter((part) => part !== '').join(' ');
  return text === '' ? null : (
    <p className="muted" role="status" data-testid="branch-held">
      {text}
    </p>
  );
}

interface HandQuoteProps {
  readonly side: ManualSide;
  /** Keys that move the quote up and down. */
  readonly keys: readonly [string, string];
  readonly tickSize: number;
}

function HandQuote({ side, keys: [up, down], tickSize }: HandQuoteProps) {
  const branch = useBranch();
  const quote = useBranchState((state) => state.hand?.quotes[side] ?? null);
  const isFlattening = useBranchState((state) => state.hand?.quotes.isFlattening === true);
  // Nothing is quoted after the end.
  const isOver = useBranchState((state) => state.branch?.isOver === true);
  const isOn = quote?.isOn === true && !isOver;
  const isHeld = branch.onHold.some((held) => held.side === side);
  if (quote === null) return null;
  const name = BRANCH_TEXTS[side];
  return (
    <div className="manual-side">
      <span className={side === 'bid' ? 'bid-ink' : 'ask-ink'}>{name}</span>
      <span className="stepper">
        <button
          type="button"
          className="button plain"
          aria-label={BRANCH_TEXTS.down(name)}
          title={BRANCH_TEXTS.downHelp(down)}
          onClick={() => branch.move(side, -1)}
        >
          −
        </button>
        <span className="number" data-testid={`branch-${side}`}>
          {isOn
            ? isHeld
              ? ON_HOLD
              : formatPrice(quote.priceTicks, tickSize)
            : isFlattening
              ? BRANCH_TEXTS.flatten
              : '—'}
        </span>
        <button
          type="button"
          className="button plain"
          aria-label={BRANCH_TEXTS.up(name)}
          title={BRANCH_TEXTS.upHelp(up)}
          onClick={() => branch.move(side, 1)}
        >
          +
        </button>
      </span>
      <span className="number">{isOn ? BRANCH_TEXTS.size(formatFixed(quote.size, 0)) : ''}</span>
    </div>
  );
}
