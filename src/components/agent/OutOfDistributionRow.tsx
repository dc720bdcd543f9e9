/** The agent's card repeats how often it is out of distribution, and who quotes in its place. */
import { formatShare } from '../../charts/format';
import { agentLabel } from '../../content/agents';
import type { MarketPreset } from '../../market/config';
import { fallbackAgentName } from '../../store/settings/configs';
import { useSessionState } from '../context';
import { Explain } from '../ui/Explain';

/** Nothing where nothing is watched. */
export function OutOfDistributionRow() {
  const share = useSessionState((state) => state.readout.oodShare);
  const isLive = useSessionState((state) => state.mode === 'live');
  if (!isLive || !Number.isFinite(share)) return null;
  return (
    <div className="ood-row">
      <Explain metric="outOfDistributionShare">Out of distribution</Explain>
      <span className="number">{formatShare(share)}</span>
      <LiveFallback />
    </div>
  );
}

export function LiveFallback() {
  const preset = useSessionState((state) => state.applied.preset);
  const isQuoting = useSessionState((state) => state.readout.isFallbackQuoting === 1);
  return isQuoting ? <FallbackNote preset={preset} /> : null;
}

/** @param preset of the market in which the fallback quotes */
export function FallbackNote({ preset }: { readonly preset: MarketPreset }) {
  return (
    <strong className="ood-fallback" role="status">
      {agentLabel(fallbackAgentName(preset))} is quoting instead
    </strong>
  );
}
