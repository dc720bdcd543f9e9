/**
 * Compares what the live agent sees with its training data: one percentile and its recent past, the
 * three features that stand out, and the fallback that may quote instead.
 */
import { useCallback } from 'react';
import { formatShare } from '../../charts/format';
import { drawPercentiles } from '../../charts/percentileChart';
import type { Surface } from '../../charts/surface';
import { OUT_OF_DISTRIBUTION_TEXTS } from '../../content/outOfDistribution';
import { observationLayout } from '../../env/observationLayout';
import { liveObservation } from '../../store/live/liveAgentTitle';
import type { Readout } from '../../store/live/readout';
import { isBundled } from '../../store/settings/agent';
import type { SessionState } from '../../store/state';
import { ChoiceField } from '../ui/ChoiceField';
import { Explain } from '../ui/Explain';
import { Popover } from '../ui/Popover';
import { SlidersIcon } from '../ui/icons';
import { useSession, useSessionState } from '../context';
import { LiveFallback } from './OutOfDistributionRow';
import { OutOfDistributionFrame, percentileText, UnusualFeatures } from './outOfDistributionParts';
import { ReplayedObservations } from './ReplayedObservations';

export function OutOfDistributionPanel() {
  const isLive = useSessionState((state) => state.mode === 'live');
  return isLive ? <Watched /> : <ReplayedObservations setting={<FallbackSetting />} />;
}

function Watched() {
  const session = useSession();
  const readout = useSessionState((state) => state.readout);
  const isManual = useSessionState(isByHand);
  const draw = useCallback(
    (surface: Surface) => drawPercentiles(surface, session.feed.percentiles),
    [session],
  );
  const isWatched = !isManual && Number.isFinite(readout.oodPercentile);
  return (
    <OutOfDistributionFrame
      percentile={isManual ? Number.NaN : readout.oodPercentile}
      setting={<FallbackSetting />}
      why={<Why />}
      seen={
        isWatched
          ? {
              draw,
              summary: `How unusual recent observations are: ${percentileText(readout.oodPercentile)}`,
              share: <LiveShare readout={readout} />,
              features: <LiveFeatures readout={readout} />,
            }
          : null
      }
    />
  );
}

function LiveShare({ readout }: { readonly readout: Readout }) {
  return (
    <>
      <Explain metric="outOfDistributionShare" /> <b>{formatShare(readout.oodShare)}</b>{' '}
      <span className="muted">{OUT_OF_DISTRIBUTION_TEXTS.last(readout.oodRecentDecisions)}</span>
      <AllDecisions readout={readout} />
      <LiveFallback />
    </>
  );
}

/** Whether a person quotes live in place of the agent that has training data. */
const isByHand = ({ mode, manual }: SessionState) => mode === 'live' && manual.phase !== 'off';

/** Share over all decisions of this agent in this market, beside what the gate measured. */
function AllDecisions({ readout }: { readonly readout: Readout }) {
  const gate = useSessionState(gateShareOf);
  const isOfRun = useSessionState((state) => state.settings.agent === 'trained');
  const policy = isOfRun ? readout.policyVersion : Number.NaN;
  return (
    <span className="muted" data-testid="ood-total">
      {OUT_OF_DISTRIBUTION_TEXTS.all(readout.oodTotalShare, readout.oodDecisions, policy, gate)}
    </span>
  );
}

/** Share that the deploy gate measured for the agent that trades; NaN where none did. */
function gateShareOf({ settings, bundled, runs, watchedRun }: SessionState): number {
  const { agent } = settings;
  const state = isBundled(agent) ? bundled[agent] : null;
  const { gate, examination } =
    (state?.kind === 'ready'
      ? state.agent.card
      : runs
          .find(({ id }) => id === watchedRun)
          ?.evaluation.find(({ examined }) => examined !== undefined)?.examined) ?? NOT_EXAMINED;
  const check = gate?.checks.find(({ name }) => name === 'out of distribution');
  // The check holds the upper end of the rate's interval, where there is one.
  return examination?.outOfDistributionRate ?? check?.value ?? Number.NaN;
}

const NOT_EXAMINED = { gate: null, examination: null };

const PLACES = [
  ['unusual1', 'unusual1Value', 'unusual1Low', 'unusual1High'],
  ['unusual2', 'unusual2Value', 'unusual2Low', 'unusual2High'],
  ['unusual3', 'unusual3Value', 'unusual3Low', 'unusual3High'],
] as const satisfies readonly (readonly (keyof Readout)[])[];

function LiveFeatures({ readout }: { readonly readout: Readout }) {
  const { names } = observationLayout(useSessionState(liveObservation));
  const rows = PLACES.map(([index, value, low, high]) => ({
    feature: readout[index],
    value: readout[value],
    low: readout[low],
    high: readout[high],
  })).filter(({ feature }) => Number.isFinite(feature));
  return <UnusualFeatures rows={rows} names={names} />;
}

/** Says why there is nothing to show. */
function Why() {
  const agent = useSessionState((state) => state.settings.agent);
  const hasSteps = useSessionState((state) => state.readout.step > 0);
  const isManual = useSessionState(isByHand);
  const { ring } = useSession().feed;
  if (isManual) return OUT_OF_DISTRIBUTION_TEXTS.byHand;
  if (agent !== 'trained' && !isBundled(agent)) return OUT_OF_DISTRIBUTION_TEXTS.baseline;
  return hasSteps && !ring.isDecisionAwaited
    ? OUT_OF_DISTRIBUTION_TEXTS.noReference
    : OUT_OF_DISTRIBUTION_TEXTS.waiting;
}

function FallbackSetting() {
  return (
    <Popover
      label={<SlidersIcon />}
      name="Fallback when out of distribution"
      buttonClass="button plain"
      panelClass="form"
    >
      <p className="popover-title">Out of distribution</p>
      <ChoiceField setting="fallback" />
    </Popover>
  );
}
