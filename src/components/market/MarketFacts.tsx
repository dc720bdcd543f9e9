/**
 * Compares the market on screen with the stylised facts that its preset promises: five curves, and
 * every fact as a row with its verdict. Opening it measures a short session; a press measures in
 * full.
 */
import { useEffect, useMemo, useRef } from 'react';
import { formatShare, formatSignificant, formatUnitValue } from '../../charts/format';
import { ANALYTIC_FACTS, FACT_LABELS, REALISM_NOTE } from '../../content/facts';
import { VERDICT_WORDS } from '../../content/fits';
import { RANGE_SOURCES, marketTitle, recordedTitle } from '../../content/markets';
import { factCurves, type FactCurve } from '../../evaluation/facts/factCurves';
import { type AcceptedRange } from '../../evaluation/facts/acceptedFacts';
import { type MarketFact } from '../../evaluation/facts/factJudgement';
import { judgeSessions } from '../../evaluation/facts/factsSession';
import type { FittedMarket } from '../../evaluation/fit/fitRecording';
import { judgeRecordedFacts, type MarketMeasurement } from '../../evaluation/facts/marketFacts';
import type { MarketConfig, MarketPreset } from '../../market/config';
import { valuesText } from '../../market/fields';
import { envConfig, marketConfig } from '../../store/settings/configs';
import {
  FULL_SECONDS,
  fullMeasurement,
  measurementKey,
  QUICK_SECONDS,
  quickMeasurement,
  recordedMeasurement,
} from '../../store/live/facts';
import { Explain } from '../ui/Explain';
import { FactChart } from './FactChart';
import { useSession, useSessionState } from '../context';
import { useHeldFocus } from '../ui/useHeldFocus';
import { Progress } from '../ui/Progress';

export default function MarketFacts() {
  const session = useSession();
  const applied = useSessionState((state) => state.applied);
  const samplesByKey = useSessionState((state) => state.facts.samples);
  const tapes = useSessionState((state) => state.tapes.list);
  const market = useMemo(() => marketConfig(applied, 'training'), [applied]);
  const header = tapes.find(({ hash }) => hash === market.tape?.hash)?.header;
  const quick = useMemo(
    () =>
      header === undefined
        ? quickMeasurement(market, applied.seed)
        : recordedMeasurement(market, header, QUICK_SECONDS),
    [market, header, applied.seed],
  );
  const full = useMemo(
    () =>
      header === undefined
        ? fullMeasurement(market)
        : recordedMeasurement(market, header, FULL_SECONDS),
    [market, header],
  );
  useEffect(() => {
    if (session.state.facts.samples[measurementKey(full)] === undefined) {
      void session.facts.measure(quick);
    }
  }, [session, quick, full]);

  const isFull = samplesByKey[measurementKey(full)] !== undefined;
  const shown = isFull ? full : quick;
  const samples = samplesByKey[measurementKey(shown)];
  const fit = useSessionState(
    ({ tapes: { fits } }) => fits[market.tape?.hash ?? '']?.fitted ?? null,
  );
  const { tickSize, tickValueDollars } = envConfig(applied);
  const isRecorded = market.tape !== undefined;
  return (
    <>
      <p>
        <b>
          {market.tape === undefined
            ? `${marketTitle({ ...market, regime: 'base' })}, ${market.regime}`
            : `RECORDED ${recordedTitle(market.tape)}`}
        </b>
        : one tick is {tickSize} points, or {formatUnitValue(tickValueDollars)} per contract.{' '}
        {isRecorded ? recordedFacts(market.preset, fit !== null) : tunedFacts(market)}
      </p>
      <Measuring quick={quick} full={full} isFull={isFull} />
      {samples !== undefined && (
        <>
          <div className="fact-charts">
            {factCurves(samples, market)
              .filter(isDrawn)
              .map((curve) => (
                <FactChart key={curve.id} curve={curve} />
              ))}
          </div>
          {isRecorded ? (
            <FactTable
              facts={judgeRecordedFacts(
                samples.map(({ watched }) => watched),
                market.preset,
              )}
              preset={market.preset}
              fit={fit}
            />
          ) : (
            <FactTable facts={judgeSessions(samples, market).filter(isMeasured)} />
          )}
        </>
      )}
      {!isRecorded && <RangeNotes market={market} />}
      <p className="muted">From a terminal:</p>
      <pre className="fact-command">{commandFor(full)}</pre>
      {market.preset === 'es' && !isRecorded && <p className="muted">{REALISM_NOTE}</p>}
    </>
  );
}

/** Whether a fact says anything of a market that may have no queues, or no trades. */
const isMeasured = ({ value, accept }: MarketFact): boolean =>
  Number.isFinite(value) || accept !== undefined;

/** Whether a curve has enough of its places to be one. */
const isDrawn = ({ values }: FactCurve): boolean =>
  values.filter((value) => Number.isFinite(value)).length > 1;

const tunedFacts = ({ preset, parameters }: MarketConfig): string =>
  preset === 'avellanedaStoikov'
    ? ANALYTIC_FACTS
    : parameters === undefined
      ? 'Tuned to look plausible beside published facts, not calibrated on recorded data.'
      : `Held against what ${preset.toUpperCase()} promises, from which it differs: ${valuesText({ ...parameters }).replaceAll(',', ', ')}.`;
const recordedFacts = (preset: MarketPreset, hasFit: boolean): string =>
  `Measured on the part for training. A recording is what it is: the ranges are those of ${preset.toUpperCase()}, and the verdicts say where that market can stand for it. ${
    hasFit
      ? 'The market that was fitted to it stands beside it.'
      : 'Fit a market to it on its card, and that stands beside it here.'
  }`;

function RangeNotes({ market }: { readonly market: MarketConfig }) {
  return (
    <p className="muted">
      Accepted ranges are shaded in the charts and listed in the table. They hold for means over 5
      sessions of 1800 s; a short session falls outside some of them by chance.{' '}
      {RANGE_SOURCES[market.preset]}{' '}
      {market.regime === 'base'
        ? ''
        : 'Outside the base regime most facts are measured but not judged.'}
    </p>
  );
}

/** Writes the command that measures the same without a page. */
function commandFor({ market, seconds, seeds }: MarketMeasurement): string {
  const { preset, regime, tape, parameters } = market;
  const flags =
    tape === undefined
      ? [
          `--market ${preset}`,
          ...(regime === 'base' ? [] : [`--regime ${regime}`]),
          ...(parameters === undefined ? [] : [`--parameters ${valuesText({ ...parameters })}`]),
        ]
      : [`--tape FILE --split ${tape.split}`];
  return `npm run lab -- facts ${flags.join(' ')} --seconds ${seconds} --seeds ${seeds.length}`;
}

interface MeasuringProps {
  readonly quick: MarketMeasurement;
  readonly full: MarketMeasurement;
  readonly isFull: boolean;
}

/** Says what is measured and how far it is, and offers what else can be measured. */
function Measuring({ quick, full, isFull }: MeasuringProps) {
  const session = useSession();
  const running = useSessionState((state) => state.facts.running);
  const failure = useSessionState((state) => state.facts.failure);
  const hasQuick = useSessionState(
    (state) => state.facts.samples[measurementKey(quick)] !== undefined,
  );
  const measured = useRef<HTMLSpanElement>(null);
  useHeldFocus(measured, running?.key ?? null);
  if (running !== null) {
    return (
      <Progress
        label="Measuring the market"
        share={running.share}
        onCancel={() => session.facts.cancel()}
        testId="facts-progress"
      >
        <strong>
          Measuring {running.key === measurementKey(full) ? words(full) : words(quick)}
        </strong>
        <span className="muted">{formatShare(Math.floor(100 * running.share) / 100)}</span>
      </Progress>
    );
  }
  return (
    <>
      {failure !== null && (
        <p className="alert" role="alert">
          {failure.message}
        </p>
      )}
      <div className="progress-text">
        <span ref={measured} className="landing" tabIndex={-1} data-testid="facts-measured">
          {isFull
            ? `Measured: ${words(full)}.`
            : hasQuick
              ? `Measured: ${words(quick)}. The ranges are for the full measurement; a short one can fall outside.`
              : 'Not measured yet.'}
        </span>
        <span className="spacer" />
        {!isFull && !hasQuick && (
          <button
            type="button"
            className="button"
            onClick={() => void session.facts.measure(quick)}
          >
            Measure {quick.seconds} s
          </button>
        )}
        {!isFull && (
          <button type="button" className="button" onClick={() => void session.facts.measure(full)}>
            Measure in full: {full.seeds.length} × {full.seconds} s
          </button>
        )}
      </div>
    </>
  );
}

const words = ({ seconds, seeds }: MarketMeasurement) =>
  seeds.length === 1
    ? `${seconds} market seconds, seed ${seeds[0]}`
    : `${seeds.length} sessions of ${seconds} market seconds, seeds ${seeds[0]} to ${seeds[seeds.length - 1]}`;

interface FactTableProps {
  readonly facts: readonly MarketFact[];
  /** Preset whose ranges a recording is held against; absent for a market of the lab. */
  readonly preset?: MarketPreset;
  /** Market that was fitted to the recording. */
  readonly fit?: FittedMarket | null;
}

function FactTable({ facts, preset, fit = null }: FactTableProps) {
  const judged = facts.filter(({ pass }) => pass !== undefined);
  const inside = judged.filter(({ pass }) => pass === true).length;
  return (
    // The table scrolls from the keyboard, too.
    <div className="table-scroll" role="region" aria-label="Every fact" tabIndex={0}>
      <table className="runs facts" data-testid="facts-table">
        <caption className="visually-hidden">
          Every fact, measured and accepted; ± is the standard error over sessions, which the
          verdict allows for
        </caption>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">{preset === undefined ? 'Measured' : 'Recording'}</th>
            {fit !== null && (
              <>
                <th scope="col">Fitted</th>
                <th scope="col">{fit.preset.toUpperCase()}</th>
              </>
            )}
            <th scope="col">
              {preset === undefined ? 'Accepted' : `Accepted of ${preset.toUpperCase()}`}
            </th>
            <th scope="col">
              {judged.length === 0 ? 'Not judged' : `${inside} of ${judged.length} inside`}
            </th>
          </tr>
        </thead>
        <tbody>
          {facts.map((fact) => {
            const { metric, label } = FACT_LABELS[fact.name] ?? { label: fact.name };
            return (
              <tr key={fact.name}>
                <th scope="row">
                  {metric === undefined ? (
                    label
                  ) : (
                    <Explain metric={metric} now={`${formatSignificant(fact.value)} ${fact.unit}`}>
                      {label}
                    </Explain>
                  )}
                </th>
                <td>
                  {formatSignificant(fact.value)}
                  {!Number.isNaN(fact.error) && ` ± ${formatSignificant(fact.error)}`}{' '}
                  <span className="muted unit">{fact.unit}</span>
                </td>
                {fit !== null && <FittedCells fit={fit} name={fact.name} />}
                <td className="muted">
                  {fact.accept === undefined ? '—' : rangeText(fact.accept)}
                </td>
                <td>
                  <Verdict pass={fact.pass} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function FittedCells({ fit, name }: { readonly fit: FittedMarket; readonly name: string }) {
  const fact = fit.facts.find((one) => one.name === name);
  return (
    <>
      <td>
        {fact === undefined ? '—' : formatSignificant(fact.fitted.value)}
        {fact !== undefined && <span className="muted"> {VERDICT_WORDS[fact.verdict]}</span>}
      </td>
      <td className="muted">{fact === undefined ? '—' : formatSignificant(fact.preset.value)}</td>
    </>
  );
}

function Verdict({ pass }: { readonly pass: boolean | undefined }) {
  if (pass === undefined) return <span className="muted">not judged</span>;
  return pass ? <span>✓ inside</span> : <b className="outside">✕ outside</b>;
}

function rangeText([low, high]: AcceptedRange): string {
  if (low === null) return high === null ? '—' : `at most ${formatSignificant(high)}`;
  if (high === null) return `at least ${formatSignificant(low)}`;
  return `${formatSignificant(low)} to ${formatSignificant(high)}`;
}
