/** The check of queues on tapes that hold and on tapes that do not. */
import { describe, expect, it } from 'vitest';
import { TapeSurvey } from '../../../src/recordings/describe/tapeSurvey';
import { fileOf, mboBytes, readTape, type ShortRecord } from '../dbn/dbnFiles';

async function describeTape(records: readonly ShortRecord[]) {
  const { header, chunks } = await readTape([fileOf(mboBytes(records))]);
  const survey = new TapeSurvey();
  for (const chunk of chunks) survey.take(chunk);
  return survey.describe(header);
}

const QUEUE: readonly ShortRecord[] = [
  ['AB', 11, 4800, 2],
  ['AB', 12, 4800, 3],
  ['AB', 13, 4800, 4],
];

describe('QueueCheck', () => {
  it('finds a trade that takes the queue from its front', async () => {
    const description = await describeTape([
      ...QUEUE,
      ['TA', 0, 4800, 4, 0],
      ['FB', 11, 4800, 2, 0],
      ['FB', 12, 4800, 2, 0],
      ['CB', 11, 4800, 2, 0],
      ['MB', 12, 4800, 1],
    ]);
    expect(description).toMatchObject({ fifoGroups: 1, fifoExact: 1 });
  });

  it('notices a fill out of turn', async () => {
    const description = await describeTape([
      ...QUEUE,
      ['TA', 0, 4800, 3, 0],
      ['FB', 12, 4800, 3, 0],
      ['CB', 12, 4800, 3],
    ]);
    expect(description).toMatchObject({ fifoGroups: 1, fifoExact: 0 });
  });

  it('lets an order pass that self-match prevention took out', async () => {
    const description = await describeTape([
      ...QUEUE,
      ['TA', 0, 4800, 3, 0],
      ['FB', 12, 4800, 3, 0],
      ['CB', 12, 4800, 3, 0],
      ['CB', 11, 4800, 2],
    ]);
    expect(description).toMatchObject({ fifoGroups: 1, fifoExact: 1 });
  });

  it.each([
    ['an equal size', 2, 1],
    ['a larger size', 3, 1],
    ['a smaller size', 1, 0],
  ])('expects %s at the same price at the back of the queue or not', async (_, size, exact) => {
    const description = await describeTape([
      ...QUEUE,
      ['MB', 11, 4800, size],
      ['TA', 0, 4800, 3, 0],
      ['FB', 12, 4800, 3, 0],
      ['CB', 12, 4800, 3],
    ]);
    expect(description).toMatchObject({ fifoGroups: 1, fifoExact: exact });
  });

  it('counts states of a crossed book by the open, and nothing of an auction as a queue', async () => {
    const description = await describeTape([
      ['AB', 11, 4801, 5],
      ['AA', 12, 4800, 5],
      ['AA', 13, 4802, 2],
      ['TN', 0, 4800.5, 5, 0],
      ['FN', 11, 4800.5, 5, 0],
      ['FN', 12, 4800.5, 5, 0],
      ['CB', 11, 4801, 5, 0],
      ['CA', 12, 4800, 5],
      ['AB', 14, 4801.5, 4],
      ['AB', 15, 4802, 1],
    ]);
    expect(description).toMatchObject({
      fifoGroups: 0,
      crossedBeforeOpen: 2,
      crossedAfterOpen: 1,
      volume: 5,
      meanSpreadTicks: 2,
      meanBestSize: 3,
    });
  });
});
