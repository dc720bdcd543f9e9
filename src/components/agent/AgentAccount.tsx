/** What the agent holds and has earned, and what share of the market's volume it has. */
import { formatContracts, formatExact, formatProfit, formatShare } from '../../charts/format';
import { HEADER } from '../../protocol/frames';
import {
  liveProfitPerContract,
  liveProfitPerMinute,
  liveShareOfVolume,
} from '../../store/live/liveVolume';
import { Explain } from '../ui/Explain';
import { FrameText, useFramePainter } from '../ui/FrameText';
import { useInventoryLimit, useSession, useSessionState } from '../context';

export function InventoryGauge() {
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

export function Money() {
  const session = useSession();
  const money = (field: number, sign = 1) => (
    <FrameText read={() => formatExact(sign * session.view.header[field])} />
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

/**
 * What the agent gets of the market, in a line: share of volume, then profit per contract and
 * minute.
 */
export function Volume() {
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
