/** What was fitted to a recording, what was not and why, and how near the market came. */
import type { ReactNode } from 'react';
import { formatCompact, formatSignificant } from '../../charts/format';
import { FACT_LABELS } from '../../content/facts';
import {
  CLOSED_LABELS,
  FIT,
  FITTED_LABELS,
  UNFITTED,
  VERDICT_WORDS,
  verdictSentence,
} from '../../content/fits';
import { countVerdicts, type ComparedFact } from '../../evaluation/fit/factVerdict';
import {
  KEPT_PARAMETERS,
  intervalsOf,
  isAtBound,
  isRelative,
  type FittedParameter,
} from '../../evaluation/fit/fittedParameters';
import {
  type ClosedFit,
  type FittedMarket,
  type RecordingFit,
} from '../../evaluation/fit/fitRecording';
import type { StoredTape } from '../../lab/storage/types';
import { MARKET_PRESETS, type MarketPreset } from '../../market/config';
import { flowParameters } from '../../market/synthetic/flowParameters';
import { PARAMETER_FIELDS } from '../../market/synthetic/parameterFields';
import { formatMarketFile } from '../../protocol/marketFile';
import { useSession, useSessionState } from '../context';
import { saveFile } from '../ui/saveFile';

interface FitResultProps {
  readonly tape: StoredTape;
  readonly fit: RecordingFit;
}

const nameOf = (preset: MarketPreset): string => preset.toUpperCase();

export function FitResult({ tape, fit }: FitResultProps) {
  const { fitted, refusal, closed } = fit;
  const why = UNFITTED[tape.header.queues](refusal);
  return (
    <section className="fit-result" aria-label={FIT.fit} data-testid="fit-result">
      {fitted === null ? <p>{why}</p> : <Fitted tape={tape} fitted={fitted} />}
      <details open={fitted === null}>
        <summary>{FIT.closed}</summary>
        <ClosedTable closed={closed} />
      </details>
    </section>
  );
}

function Fitted({ tape, fitted }: { readonly tape: StoredTape; readonly fitted: FittedMarket }) {
  const { preset, fits, facts } = fitted;
  const name = nameOf(preset);
  return (
    <>
      <h3>{FIT.title(name)}</h3>
      <p>{facts.length === 0 ? FIT.noRoom : verdictSentence(countVerdicts(facts), name)}</p>
      <Actions tape={tape} fitted={fitted} />
      {facts.length > 0 && <FactTable facts={facts} preset={name} />}
      <ParameterTable fits={fits} preset={preset} />
      <p className="muted">
        {FIT.intervals} {FIT.kept(name, KEPT_PARAMETERS.join(', '))}
      </p>
    </>
  );
}

function Actions({ tape, fitted }: { readonly tape: StoredTape; readonly fitted: FittedMarket }) {
  const session = useSession();
  const isBusy = useSessionState((state) => state.tapes.fitting !== null);
  const others = MARKET_PRESETS.filter(
    (preset) => preset !== fitted.preset && flowParameters({ preset }) !== null,
  );
  const save = () => {
    const file = formatMarketFile(tape.name, fitted.market, intervalsOf(fitted.fits));
    saveFile(new Blob([file], { type: 'application/json' }), FIT.fileName);
  };
  return (
    <div className="tape-actions">
      <button
        type="button"
        className="button strong"
        onClick={() => session.fits.use(fitted, tape.name)}
      >
        {FIT.use}
      </button>
      <button type="button" className="button" onClick={save}>
        {FIT.save}
      </button>
      {others.map((preset) => (
        <button
          key={preset}
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => void session.fits.fit(tape.hash, preset)}
        >
          {FIT.again(nameOf(preset))}
        </button>
      ))}
    </div>
  );
}

interface TableProps {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
}

/** A table that scrolls within the card, from the keyboard too. */
function Table({ caption, heads, children }: TableProps) {
  return (
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="runs facts">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

interface FactTableProps {
  readonly facts: readonly ComparedFact[];
  readonly preset: string;
}

function FactTable({ facts, preset }: FactTableProps) {
  const heads = ['Fact', 'Verdict', 'Recording', 'Fitted', preset];
  return (
    <Table caption="Facts of the recording and of the fitted market" heads={heads}>
      {facts.map(({ name, unit, tape, fitted, preset: own, verdict }) => (
        <tr key={name}>
          <th scope="row">
            {FACT_LABELS[name]?.label ?? name} <span className="muted unit">{unit}</span>
          </th>
          <td className={verdict === 'notNearer' ? 'outside' : ''}>{VERDICT_WORDS[verdict]}</td>
          {[tape, fitted, own].map(({ value, error }, column) => (
            <td key={heads[column + 2]}>
              {formatSignificant(value)}
              {Number.isFinite(error) && (
                <span className="muted"> ± {formatSignificant(error)}</span>
              )}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

interface ParameterTableProps {
  readonly fits: readonly FittedParameter[];
  readonly preset: MarketPreset;
}

function ParameterTable({ fits, preset }: ParameterTableProps) {
  const base = flowParameters({ preset });
  const name = nameOf(preset);
  return (
    <Table
      caption="Fitted parameters"
      heads={['Parameter', 'Fitted', 'From – to', name, 'Observations']}
    >
      {fits.map((fit) => (
        <tr key={fit.name}>
          <th scope="row" title={PARAMETER_FIELDS[fit.name].help}>
            {FITTED_LABELS[fit.name] ?? fit.name}{' '}
            <span className="muted unit">{PARAMETER_FIELDS[fit.name].unit}</span>
          </th>
          <td>{formatSignificant(fit.estimate)}</td>
          <td>{rangeOf(fit, name)}</td>
          <td className="muted">{base === null ? '' : formatSignificant(base[fit.name])}</td>
          <td className="muted">{formatCompact(fit.observations)}</td>
        </tr>
      ))}
    </Table>
  );
}

function rangeOf(fit: FittedParameter, preset: string): string {
  if (!fit.isIdentified) return FIT.notIdentified(preset, isRelative(fit));
  const range = `${formatSignificant(fit.low)} – ${formatSignificant(fit.high)}`;
  return isAtBound(fit) ? `${range}, ${FIT.atBound}` : range;
}

function ClosedTable({ closed }: { readonly closed: readonly ClosedFit[] }) {
  return (
    <Table caption={FIT.closed} heads={['Parameter', 'Fitted', 'From – to']}>
      {closed.map(({ name, unit, of, has, needs, fit }) => (
        <tr key={name}>
          <th scope="row">
            {CLOSED_LABELS[name] ?? name} <span className="muted unit">{unit}</span>
          </th>
          {fit === null ? (
            <td colSpan={2} className="muted">
              {FIT.lacking(formatCompact(has), formatCompact(needs), of)}
            </td>
          ) : (
            <>
              <td>{formatSignificant(fit.estimate)}</td>
              <td>
                {formatSignificant(fit.low)} – {formatSignificant(fit.high)}
              </td>
            </>
          )}
        </tr>
      ))}
    </Table>
  );
}
