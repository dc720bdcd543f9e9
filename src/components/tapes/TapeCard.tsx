/** A recording: what is on it, and what can be done with it. */
import { useRef, useState, type RefObject } from 'react';
import {
  MISSING,
  formatBytes,
  formatClock,
  formatCompact,
  formatFixed,
  formatShare,
  formatSignificant,
  formatUnitValue,
} from '../../charts/format';
import { FIT, FIT_OBSTACLES } from '../../content/fits';
import { NO_BOOK, QUEUE_WORDS, skippedWords } from '../../content/tapeCard';
import { fitObstacle } from '../../evaluation/fit/fitNeeds';
import type { StoredTape } from '../../lab/storage/types';
import { TAPE_SPLITS, type MarketPreset } from '../../market/config';
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import { splitSpan } from '../../recordings/play/splits';
import type { TapeHeader, TapeSpan } from '../../recordings/tape';
import { SPLIT_LABELS, readTapeText } from '../../store/settings/tapeFields';
import { isRunning } from '../../store/training/training';
import { useSession, useSessionState } from '../context';
import { useHeldFocus } from '../ui/useHeldFocus';
import { useLandingFocus } from '../ui/useLandingFocus';
import { Progress } from '../ui/Progress';
import { useDraft } from '../ui/useDraft';
import { FitResult } from './FitResult';

interface TapeCardProps {
  readonly tape: StoredTape;
  /** Holds the focus between a reading and the card of what was read. */
  readonly intro: RefObject<HTMLElement | null>;
  readonly onFacts: () => void;
}

export function TapeCard({ tape, intro, onFacts }: TapeCardProps) {
  const session = useSession();
  const { hash, header, description, bytes } = tape;
  const isPlayed = useSessionState(({ applied }) => readTapeText(applied.tape)?.hash === hash);
  const isTraining = useSessionState(({ training }) => isRunning(training.phase));
  const isFitted = useSessionState((state) => state.tapes.fits[hash] !== undefined);
  const fitting = useSessionState((state) => state.tapes.fitting?.hash ?? null);
  const isFitting = fitting !== null;
  const [isDeleting, setIsDeleting] = useState(false);
  const deletion = useRef<HTMLButtonElement>(null);
  const landing = useLandingFocus<HTMLElement>(true, intro);
  useHeldFocus(landing, fitting === hash ? 'fitted' : null);
  const hasBook = header.queues !== 'none';
  const noBook = hasBook ? undefined : NO_BOOK;
  const obstacle = fitObstacle(header);
  const whyUnfitted = obstacle === null ? undefined : FIT_OBSTACLES[obstacle](header);
  const fit = () => void session.fits.fit(hash, presetLike(tape));
  const play = () => {
    if (session.tapes.play(hash)) session.tapes.close();
  };
  const compare = () => {
    if (!isPlayed && !session.tapes.play(hash)) return;
    session.tapes.close();
    onFacts();
  };
  return (
    <article
      ref={landing}
      className="tape-card landing"
      aria-label={tape.name}
      tabIndex={-1}
      data-testid="tape-card"
      data-hash={hash}
    >
      <TapeName tape={tape} />
      <table className="card-table">
        <tbody>
          {factsOf(header).map(([label, value]) => (
            <Fact key={label} label={label} value={value} />
          ))}
          {hasBook && (
            <>
              <Fact label="Spread" value={`${formatFixed(description.meanSpreadTicks, 2)} ticks`} />
              <Fact
                label="Depth at the best"
                value={`${formatSignificant(description.meanBestSize)} lots a side`}
              />
            </>
          )}
          <Fact label="Queues" value={QUEUE_WORDS[header.queues]} />
          <Fact label="Gaps and halts" value={breaksOf(header)} />
          <Fact label="Left out" value={skippedOf(header)} />
          {hasBook && <Fact label="Parts" value={partsOf(header)} />}
          <Fact label="Stored" value={`${formatBytes(bytes)}, ${hash}`} />
        </tbody>
      </table>
      <div className="tape-actions">
        {isPlayed ? (
          <button type="button" className="button" onClick={() => session.tapes.leave()}>
            Back to the lab’s market
          </button>
        ) : (
          <button
            type="button"
            className="button strong"
            disabled={!hasBook}
            title={noBook}
            onClick={play}
          >
            Play on it
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={!hasBook || isTraining}
          title={noBook ?? (isTraining ? 'Another run is training' : undefined)}
          onClick={() => session.tapes.train(hash)}
        >
          Train on it
        </button>
        <button
          type="button"
          className="button"
          disabled={!hasBook}
          title={noBook}
          onClick={compare}
        >
          Compare facts
        </button>
        <button
          type="button"
          className="button"
          disabled={isFitting || obstacle !== null}
          title={whyUnfitted ?? (isFitting ? FIT.busy : undefined)}
          onClick={fit}
        >
          {FIT.fit}
        </button>
        {obstacle !== null && (
          <button
            type="button"
            className="button"
            disabled={isFitting}
            title={isFitting ? FIT.busy : FIT.closedHelp}
            onClick={fit}
          >
            {FIT.closed}
          </button>
        )}
        <span className="spacer" />
        <button
          ref={deletion}
          type="button"
          className="button"
          aria-expanded={isDeleting}
          onClick={() => setIsDeleting(!isDeleting)}
        >
          Delete
        </button>
      </div>
      {obstacle !== null && !isFitted && (
        <p className="muted" data-testid="fit-obstacle">
          {whyUnfitted}
        </p>
      )}
      {isDeleting && (
        <Deletion
          tape={tape}
          isPlayed={isPlayed}
          onKeep={() => {
            setIsDeleting(false);
            deletion.current?.focus();
          }}
        />
      )}
      <FitOf tape={tape} />
    </article>
  );
}

/** Spread in ticks up to which a recording is fitted from ES, and not from NQ. */
const ES_SPREAD = 1.3;

const presetLike = ({ description }: StoredTape): MarketPreset =>
  description.meanSpreadTicks > ES_SPREAD ? 'nq' : 'es';

/** The fit of a recording: under way, done, or broken off. */
function FitOf({ tape }: { readonly tape: StoredTape }) {
  const { hash } = tape;
  const session = useSession();
  const fit = useSessionState(({ tapes }) => tapes.fits[hash]);
  const share = useSessionState(({ tapes }) =>
    tapes.fitting?.hash === hash ? tapes.fitting.share : null,
  );
  const failure = useSessionState(({ tapes }) =>
    tapes.fitFailure?.hash === hash ? tapes.fitFailure.message : '',
  );
  return (
    <>
      {share !== null && (
        <Progress
          label={FIT.progress}
          share={share}
          onCancel={() => session.fits.cancel()}
          testId="fit-progress"
        >
          <strong>{FIT.progress}</strong>
          <span className="muted">{formatShare(Math.floor(100 * share) / 100)}</span>
        </Progress>
      )}
      {failure !== '' && (
        <p className="alert" role="alert">
          {failure}
        </p>
      )}
      {fit !== undefined && <FitResult tape={tape} fit={fit} />}
    </>
  );
}

/** Says what goes with a recording before it goes. */
function Deletion({
  tape: { hash },
  isPlayed,
  onKeep,
}: {
  readonly tape: StoredTape;
  readonly isPlayed: boolean;
  readonly onKeep: () => void;
}) {
  const session = useSession();
  const runs = useSessionState(
    (state) => state.runs.filter(({ config }) => config.market.tape?.hash === hash).length,
  );
  return (
    <div className="tape-actions" role="group" aria-label="Delete the recording?">
      <span>
        {isPlayed && 'The live market goes back to the lab’s own. '}
        {runs > 0 &&
          `${runs === 1 ? 'A run was' : `${runs} runs were`} trained on it: they stay, and cannot be evaluated again without the file. `}
        The file itself is not touched.
      </span>
      <span className="spacer" />
      <button
        type="button"
        className="button strong"
        onClick={() => {
          onKeep();
          void session.tapes.delete(hash);
        }}
      >
        Delete it
      </button>
      <button type="button" className="button" onClick={onKeep}>
        Keep it
      </button>
    </div>
  );
}

function TapeName({ tape: { hash, name } }: { readonly tape: StoredTape }) {
  const session = useSession();
  const { text, write, leave } = useDraft(name, (draft) => {
    const wanted = draft.trim();
    if (wanted !== '' && wanted !== name) void session.tapes.rename(hash, wanted);
  });
  return (
    <input
      className="run-name"
      aria-label={`Name of ${name}`}
      value={text}
      maxLength={60}
      onChange={(event) => write(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape' || text === name) return;
        event.preventDefault();
        write(null);
      }}
    />
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{value}</td>
    </tr>
  );
}

function factsOf(header: TapeHeader): readonly (readonly [string, string])[] {
  const { instrument, day, format, files, tickSize, tickValue, events, trades, endNs } = header;
  return [
    ['Instrument', `${instrument}, tick ${tickSize}, worth ${formatUnitValue(tickValue)} a lot`],
    ['Day', day === '' ? 'not in the file' : day],
    ['Files', `${files.join(' and ')} (${format})`],
    [
      'Events',
      `${formatCompact(events)}, ${formatCompact(trades)} trades, in ${formatClock(endNs / NANOSECONDS_PER_SECOND)}`,
    ],
  ];
}

function breaksOf({ gaps, halts }: TapeHeader): string {
  const counts = [
    [gaps.length, 'gap'],
    [halts.length, 'halt'],
  ] as const;
  const found = counts.filter(([count]) => count > 0);
  if (found.length === 0) return 'none';
  return found.map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`).join(', ');
}

function skippedOf({ skipped }: TapeHeader): string {
  const reasons = Object.entries(skipped);
  if (reasons.length === 0) return 'nothing';
  return reasons
    .map(([reason, count]) => `${skippedWords(reason)} ${formatCompact(count)}`)
    .join(', ');
}

const clock = (ns: number) => formatClock(ns / NANOSECONDS_PER_SECOND);
const spanText = ({ fromNs, toNs }: TapeSpan): string =>
  toNs > fromNs ? `${clock(fromNs)}–${clock(toNs)}` : MISSING;

const partsOf = (header: TapeHeader): string =>
  TAPE_SPLITS.map(
    (split) => `${SPLIT_LABELS[split].toLowerCase()} ${spanText(splitSpan(header, split))}`,
  ).join(', ');
