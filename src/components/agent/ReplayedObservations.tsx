/** Compares what the agent of a replayed episode saw with its training data, as the live panel does. */
import { useMemo, type ReactNode } from 'react';
import { MISSING, formatShare } from '../../charts/format';
import { drawPercentiles } from '../../charts/percentileChart';
import { NOT_SEEN, REPLAYED_TEXTS } from '../../content/replayedObservations';
import { policyText } from '../../content/maps';
import { observationLayoutOf } from '../../env/observationLayout';
import { WATCH_WINDOW } from '../../agents/policies/outOfDistribution';
import { ReplayedObservations as Observations } from '../../store/replay/replayedObservations';
import { ChartCanvas } from '../charts/ChartCanvas';
import { useSession, useSessionState } from '../context';
import { Explain } from '../ui/Explain';
import { Panel } from '../ui/Panel';
import { FallbackNote } from './OutOfDistributionRow';
import { percentileText, UnusualFeatures } from './outOfDistributionParts';

interface ReplayedObservationsProps {
  /** Sets the fallback, beside the title. */
  readonly setting: ReactNode;
}

export function ReplayedObservations({ setting }: ReplayedObservationsProps) {
  const session = useSession();
  const step = useSessionState((state) => state.replay.step);
  useSessionState((state) => state.replay.id);
  const record = session.replay.player?.record ?? null;
  const observations = useMemo(
    () => (record === null ? 'notRecorded' : Observations.of(record)),
    [record],
  );
  const seen = typeof observations === 'string' ? null : observations.at(step);
  return (
    <Panel
      title="Out of distribution"
      metric="outOfDistribution"
      className="ood-panel"
      actions={
        <>
          <span data-testid="ood-percentile">
            {seen === null ? MISSING : percentileText(seen.percentile)}
          </span>
          {setting}
        </>
      }
    >
      {seen === null || typeof observations === 'string' ? (
        <p className="empty muted ood-why">
          {NOT_SEEN[typeof observations === 'string' ? observations : 'notRecorded']}
        </p>
      ) : (
        <Seen observations={observations} seen={seen} step={step} />
      )}
    </Panel>
  );
}

interface SeenProps {
  readonly observations: Observations;
  readonly seen: NonNullable<ReturnType<Observations['at']>>;
  readonly step: number;
}

function Seen({ observations, seen, step }: SeenProps) {
  const { record } = observations;
  const decider = record.decider;
  const layout = decider === undefined ? null : observationLayoutOf(decider.observationKey);
  const asked =
    decider !== undefined && 'policy' in decider.agent ? decider.agent.policy.version : Number.NaN;
  const percentiles = {
    length: Math.min(step + 1, WATCH_WINDOW),
    capacity: WATCH_WINDOW,
    at: (age: number) => observations.percentileAt(step - age),
  };
  return (
    <div className="ood-body">
      <ChartCanvas
        className="ood-canvas"
        draw={(surface) => drawPercentiles(surface, percentiles)}
        summary={`How unusual the observations up to this step were: ${percentileText(seen.percentile)}`}
      />
      <div className="ood-share">
        <Explain
          metric="outOfDistributionShare"
          now={REPLAYED_TEXTS.ofSteps(seen.share, seen.decisions)}
        />{' '}
        <b>{formatShare(seen.share)}</b>{' '}
        <span className="muted">{REPLAYED_TEXTS.last(seen.decisions)}</span>
        <span className="muted" data-testid="ood-total">
          {REPLAYED_TEXTS.whole(observations.share)}
        </span>
        {seen.policyVersion !== asked && (
          <span className="muted">{policyText(seen.policyVersion, asked)}</span>
        )}
        {seen.isReplaced && <FallbackNote preset={record.market.preset} />}
      </div>
      <UnusualFeatures rows={seen.unusual} names={layout?.names ?? []} />
    </div>
  );
}
