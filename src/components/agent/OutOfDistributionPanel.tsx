/**
 * Compares what the live agent sees with its training data: one percentile and its
 * recent past, the three features that stand out, and the fallback that may quote
 * instead.
 */
import { useCallback } from 'react';
import { MISSING, formatFixed, formatShare, formatSignificant } from '../../charts/format';
import { drawPercentiles } from '../../charts/percentileChart';
import type { Surface } from '../../charts/surface';
import { agentLabel } from '../../content/agents';
import { featureLabel } from '../../content/features';
import { OUT_OF_DISTRIBUTION_TEXTS } from '../../content/outOfDistribution';
import { observationLayout } from '../../env/observationLayout';
import { fallbackAgentName } from '../../store/settings/configs';
import { liveObservation } from '../../store/live/liveAgentTitle';
import type { Readout } from '../../store/live/readout';
import { isBundled } from '../../store/settings/agent';
import type { SessionState } from '../../store/state';
import { ChartCanvas } from '../charts/ChartCanvas';
import { ChoiceField } from '../ui/ChoiceField';
import { Explain } from '../ui/Explain';
import { Panel } from '../ui/Panel';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';
import { SlidersIcon } from '../ui/icons';

export function OutOfDistributionPanel() {
  const session = useSession();
  const readout = useSessionState((state) => state.readout);
  const isLive = useSessionState((state) => state.mode === 'live');
  const isManual = useSessionState(isByHand);
  const draw = useCallback(
    (surface: Surface) => drawPercentiles(surface, session.feed.percentiles),
    [session],
  );
  const isWatched = isLive && !isManual && Number.isFinite(readout.oodPercentile);
  return (
    <Panel
      title="Out of distribution"
      metric="outOfDistribution"
      className="ood-panel"
      actions={
        <>
          <span data-testid="ood-percentile">
            {percentileText(readout.oodPercentile, isLive && !isManual)}
          </span>
          <FallbackSetting />
        </>
      }
    >
      {isWatched ? (
        <div className="ood-body">
          <ChartCanvas
            className="ood-canvas"
            draw={draw}
            summary={`How unusual recent observations are: ${percentileText(readout.oodPercentile, true)}`}
          />
          <div className="ood-share">
            <Explain metric="outOfDistributionShare" /> <b>{formatShare(readout.oodShare)}</b>{' '}
            <span className="muted">
              of the last {formatFixed(readout.oodRecentDecisions, 0)} decisions
            </span>
            <AllDecisions readout={readout} />
            <FallbackNote active={readout.isFallbackQuoting === 1} />
          </div>
          <UnusualFeatures readout={readout} />
        </div>
      ) : (
        <p className="empty muted ood-why">
          <Why isLive={isLive} />
        </p>
      )}
    </Panel>
  );
}

/** Whether a person quotes live in place of the agent that has training data. */
const isByHand = ({ mode, manual }: SessionState) => mode === 'live' && manual.phase !== 'off';

/** Share over all decisions of this agent in this market, beside what the gate measured. */
function AllDecisions({ readout }: { readonly readout: Readout }) {
  const gate = useSessionState(gateShareOf);
  return (
    <span className="muted" data-testid="ood-total">
      {OUT_OF_DISTRIBUTION_TEXTS.all(readout.oodTotalShare, readout.oodDecisions, gate)}
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

/** Repeats the percentile on the agent's card, where something is watched. */
export function OutOfDistributionRow() {
  const share = useSessionState((state) => state.readout.oodShare);
  const isFallbackQuoting = useSessionState((state) => state.readout.isFallbackQuoting === 1);
  const isLive = useSessionState((state) => state.mode === 'live');
  if (!isLive || !Number.isFinite(share)) return null;
  return (
    <div className="ood-row">
      <Explain metric="outOfDistributionShare">Out of distribution</Explain>
      <span className="number">{formatShare(share)}</span>
      <FallbackNote active={isFallbackQuoting} />
    </div>
  );
}

const percentileText = (percentile: number, isLive: boolean): string =>
  isLive && Number.isFinite(percentile)
    ? `percentile ${formatFixed(percentile, percentile > 99 && percentile < 100 ? 1 : 0)}`
    : MISSING;

function FallbackNote({ active }: { readonly active: boolean }) {
  const preset = useSessionState((state) => state.applied.preset);
  if (!active) return null;
  return (
    <strong className="ood-fallback" role="status">
      {agentLabel(fallbackAgentName(preset))} is quoting instead
    </strong>
  );
}

const PLACES = [
  ['unusual1', 'unusual1Value', 'unusual1Low', 'unusual1High'],
  ['unusual2', 'unusual2Value', 'unusual2Low', 'unusual2High'],
  ['unusual3', 'unusual3Value', 'unusual3Low', 'unusual3High'],
] as const satisfies readonly (readonly (keyof Readout)[])[];

function UnusualFeatures({ readout }: { readonly readout: Readout }) {
  const { names } = observationLayout(useSessionState(liveObservation));
  return (
    <table className="ood-features">
      <thead>
        <tr>
          <th scope="col">
            <Explain
              metric="unusualFeature"
              now={
                Number.isNaN(readout.unusual1)
                  ? OUT_OF_DISTRIBUTION_TEXTS.none
                  : `${featureLabel(names[readout.unusual1] ?? MISSING)} is ${formatSignificant(readout.unusual1Value)}, usually ${formatSignificant(readout.unusual1Low)} to ${formatSignificant(readout.unusual1High)}`
              }
            >
              Most unusual
            </Explain>
          </th>
          <th scope="col">now</th>
          <th scope="col">usual range</th>
        </tr>
      </thead>
      <tbody>
        {PLACES.map(([index, value, low, high]) =>
          Number.isFinite(readout[index]) ? (
            <tr key={index}>
              <th scope="row">{featureLabel(names[readout[index]] ?? MISSING)}</th>
              <td>{formatSignificant(readout[value])}</td>
              <td className="muted">
                {formatSignificant(readout[low])} to {formatSignificant(readout[high])}
              </td>
            </tr>
          ) : (
            <tr key={index} className="muted">
              <th scope="row">{index === 'unusual1' ? OUT_OF_DISTRIBUTION_TEXTS.none : MISSING}</th>
              <td />
              <td />
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

/** Says why there is nothing to show. */
function Why({ isLive }: { readonly isLive: boolean }) {
  const agent = useSessionState((state) => state.settings.agent);
  const hasSteps = useSessionState((state) => state.readout.step > 0);
  const isManual = useSessionState(isByHand);
  if (!isLive) return 'Not recorded in this episode.';
  if (isManual) return OUT_OF_DISTRIBUTION_TEXTS.byHand;
  if (agent !== 'trained' && !isBundled(agent)) {
    return 'Baselines have no training data to compare with.';
  }
  if (!hasSteps) return 'Waiting for the first decision.';
  return 'This agent’s file has no statistics of its training data.';
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
