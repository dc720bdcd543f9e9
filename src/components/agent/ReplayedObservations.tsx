/**
 * Compares what the agent of a replayed episode saw with its training data, as the live panel does.
 */
import { useMemo, type ReactNode } from 'react';
import { formatShare } from '../../charts/format';
import { drawPercentiles } from '../../charts/percentileChart';
import { NOT_SEEN, REPLAYED_TEXTS } from '../../content/replayedObservations';
import { policyText } from '../../content/maps';
import { observationLayoutOf } from '../../env/observationLayout';
import { WATCH_WINDOW } from '../../agents/policies/outOfDistribution';
import { ReplayedObservations as Observations } from '../../store/replay/replayedObservations';
import { useSession, useSessionState } from '../context';
import { Explain } from '../ui/Explain';
import { FallbackNote } from './OutOfDistributionRow';
import { OutOfDistributionFrame, percentileText, UnusualFeatures } from './outOfDistributionParts';

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
    <OutOfDistributionFrame
      percentile={seen === null ? Number.NaN : seen.percentile}
      setting={setting}
      why={NOT_SEEN[typeof observations === 'string' ? observations : 'notRecorded']}
      seen={
        seen === null || typeof observations === 'string'
          ? null
          : {
              draw: (surface) => drawPercentiles(surface, percentilesOf(observations, step)),
              summary: `How unusual the observations up to this step were: ${percentileText(seen.percentile)}`,
              share: <ReplayedShare observations={observations} seen={seen} />,
              features: <UnusualFeatures rows={seen.unusual} names={namesOf(observations)} />,
            }
      }
    />
  );
}

const percentilesOf = (observations: Observations, step: number) => ({
  length: Math.min(step + 1, WATCH_WINDOW),
  capacity: WATCH_WINDOW,
  at: (age: number) => observations.percentileAt(step - age),
});

function namesOf({ record: { decider } }: Observations): readonly string[] {
  const layout = decider === undefined ? null : observationLayoutOf(decider.observationKey);
  return layout?.names ?? [];
}

interface ReplayedShareProps {
  readonly observations: Observations;
  readonly seen: NonNullable<ReturnType<Observations['at']>>;
}

function ReplayedShare({ observations, seen }: ReplayedShareProps) {
  const { decider, market } = observations.record;
  const asked =
    decider !== undefined && 'policy' in decider.agent ? decider.agent.policy.version : Number.NaN;
  return (
    <>
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
      {seen.isReplaced && <FallbackNote preset={market.preset} />}
    </>
  );
}
