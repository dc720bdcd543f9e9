/**
 * Brings in recorded data and shows what there is: files are dropped or chosen, read with a
 * progress that can be cancelled, and become a card each.
 */
import { useId, useRef, useState } from 'react';
import { formatBytes, formatCompact, formatDuration, formatShare } from '../../charts/format';
import { TAPE_INTRO, missingTapeText } from '../../content/tapeCard';
import { BUNDLED_TAPE } from '../../lab/bundledTape';
import type { TapeReading, TapesState } from '../../store/tapes/tapesState';
import { useSession, useSessionState } from '../context';
import { FileButton } from '../ui/FileButton';
import { Progress } from '../ui/Progress';
import { useHeldFocus } from '../ui/useHeldFocus';
import { TapeCard } from './TapeCard';

export default function YourData({ onFacts }: { readonly onFacts: () => void }) {
  const { list, reading, choice, failure, missing } = useSessionState((state) => state.tapes);
  const storageProblem = useSessionState((state) => state.storageProblem);
  const intro = useRef<HTMLParagraphElement>(null);
  // A card that is deleted, a reading that is cancelled and a choice that is made go with their
  // buttons.
  const shown = [reading !== null, choice !== null, ...list.map(({ hash }) => hash)].join();
  useHeldFocus(intro, shown);
  return (
    <div className="tapes">
      <p ref={intro} className="muted landing" tabIndex={-1}>
        {TAPE_INTRO}
      </p>
      {storageProblem !== null && (
        <p className="alert" role="alert">
          {storageProblem} Recordings need storage.
        </p>
      )}
      {missing !== null && (
        <p className="alert" role="alert" data-testid="tape-missing">
          {missingTapeText(missing)}
        </p>
      )}
      {failure !== '' && (
        <p className="alert" role="alert" data-testid="tape-failure">
          {failure}
        </p>
      )}
      {reading !== null && <Reading reading={reading} />}
      {choice !== null && <InstrumentChoice choice={choice} />}
      {reading === null && choice === null && (
        <Add hasBundled={list.some(({ hash }) => hash === BUNDLED_TAPE.hash)} />
      )}
      {list.map((tape) => (
        <TapeCard key={tape.hash} tape={tape} intro={intro} onFacts={onFacts} />
      ))}
    </div>
  );
}

function Add({ hasBundled }: { readonly hasBundled: boolean }) {
  const session = useSession();
  return (
    <div className="tape-add">
      <FileButton
        label="Files of a recording"
        multiple
        className="button strong"
        onFiles={(files) => void session.tapes.read(files)}
      >
        Choose files
      </FileButton>
      {!hasBundled && (
        <button type="button" className="button" onClick={() => void session.tapes.readBundled()}>
          Try it on four calm minutes of the lab’s own ES
        </button>
      )}
      <span className="muted">All files of one recording together, such as a LOBSTER pair.</span>
    </div>
  );
}

function Reading({ reading }: { readonly reading: TapeReading }) {
  const session = useSession();
  const { names, bytes, ofBytes, events, secondsLeft } = reading;
  const share = ofBytes === 0 ? 0 : bytes / ofBytes;
  return (
    <Progress
      label="Reading the recording"
      share={share}
      onCancel={() => session.tapes.cancel()}
      testId="tape-reading"
    >
      <strong>Reading {names.join(' and ')}</strong>
      <span className="muted">
        {formatShare(Math.floor(100 * share) / 100)}, {formatBytes(bytes)} of {formatBytes(ofBytes)}
        , {formatCompact(events)} events
        {Number.isFinite(secondsLeft) && `, ${formatDuration(secondsLeft)} left`}
      </span>
    </Progress>
  );
}

function InstrumentChoice({ choice }: { readonly choice: NonNullable<TapesState['choice']> }) {
  const session = useSession();
  const [instrument, setInstrument] = useState(choice.instruments[0]);
  const id = useId();
  return (
    <form
      className="tape-add"
      onSubmit={(event) => {
        event.preventDefault();
        void session.tapes.choose(instrument);
      }}
    >
      <label htmlFor={id}>
        {choice.names.join(' and ')} holds {choice.instruments.length} instruments: read
      </label>
      <select
        id={id}
        className="field"
        value={instrument}
        onChange={(event) => setInstrument(event.target.value)}
      >
        {choice.instruments.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit" className="button strong">
        Read
      </button>
      <button type="button" className="button" onClick={() => void session.tapes.choose(null)}>
        Cancel
      </button>
    </form>
  );
}
