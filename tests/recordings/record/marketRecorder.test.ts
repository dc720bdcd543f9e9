/** Our own market, recorded, read back and played: the identical book at every event. */
import { describe, expect, it } from 'vitest';
import { RecordedBook } from '../../../src/recordings/book/recordedBook';
import { TapeSurvey } from '../../../src/recordings/describe/tapeSurvey';
import { buildCheckpoints } from '../../../src/recordings/play/checkpoints';
import { TapeCursor } from '../../../src/recordings/play/tapeCursor';
import { fileOf, readTape } from '../dbn/dbnFiles';
import { bookText, recordSession } from './recordedSession';

describe('MarketRecorder', () => {
  it.each(['base', 'toxic'] as const)(
    'gives back the identical book at every event of %s',
    async (regime) => {
      const { bytes, books } = recordSession(regime, 2, 5, true);
      const tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
      expect(tape.header).toMatchObject({ tickSize: 0.25, tickValue: 12.5, skipped: {} });
      const cursor = new TapeCursor(tape, [], new RecordedBook());
      const played: string[] = [];
      while (cursor.nextEventNs < Infinity) {
        cursor.skipEvent();
        played.push(bookText(cursor.book));
      }
      expect(played.length).toBeGreaterThan(500);
      expect(played).toEqual(books);
    },
  );

  it('writes trades that fill queues first in, first out, in a book that never crosses', async () => {
    const { bytes } = recordSession('base', 20, 6);
    const { header, chunks } = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
    const survey = new TapeSurvey();
    for (const chunk of chunks) survey.take(chunk);
    const { fifoGroups, fifoExact, crossedAfterOpen } = survey.describe(header);
    expect(fifoGroups).toBeGreaterThan(50);
    expect(fifoExact).toBe(fifoGroups);
    expect(crossedAfterOpen).toBe(0);
  });

  it('can be sought: the book at a time is that of playing up to it', async () => {
    const { bytes } = recordSession('base', 12, 7);
    const tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
    const from = buildCheckpoints(tape);
    const seeking = new TapeCursor(tape, from, new RecordedBook());
    for (const seconds of [6, 11, 2]) {
      seeking.seek(seconds * 1e9);
      const playing = new TapeCursor(tape, [], new RecordedBook());
      while (playing.nextEventNs <= seconds * 1e9) playing.skipEvent();
      expect(bookText(seeking.book)).toBe(bookText(playing.book));
      expect(seeking.nextEventNs).toBe(playing.nextEventNs);
    }
  });
});
