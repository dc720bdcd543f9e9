/** Frames and records built by hand for the tests of what reads them. */
import {
  FILL,
  FILL_LENGTH,
  HEADER,
  QUEUE_LENGTH,
  RECORD_LADDER_LEVELS,
  SAMPLE,
  SAMPLE_LENGTH,
  createFrame,
  type EpisodeRecord,
  type Frame,
} from '../../../src/protocol/frames';

export type Row<Names extends Record<string, number>> = Partial<Record<keyof Names, number>>;

function writeRow(
  target: Float64Array,
  at: number,
  index: Readonly<Record<string, number>>,
  row: Readonly<Record<string, number | undefined>>,
): void {
  for (const [name, value] of Object.entries(row)) target[at + index[name]] = value ?? 0;
}

export function frameOf(
  samples: readonly Row<typeof SAMPLE>[],
  fills: readonly Row<typeof FILL>[] = [],
  header: Row<typeof HEADER> = {},
): Frame {
  const frame = createFrame();
  writeRow(frame.header, 0, HEADER, {
    rivalEquityDollars: Number.NaN,
    ...header,
    sampleCount: samples.length,
    fillCount: fills.length,
  });
  samples.forEach((row, index) => writeRow(frame.samples, index * SAMPLE_LENGTH, SAMPLE, row));
  fills.forEach((row, index) => writeRow(frame.fills, index * FILL_LENGTH, FILL, row));
  return frame;
}

export function recordOf(
  samples: readonly Row<typeof SAMPLE>[],
  fills: readonly Row<typeof FILL>[] = [],
  extra: Partial<EpisodeRecord> = {},
): EpisodeRecord {
  const frame = frameOf(samples, fills);
  return {
    id: 'episode-1',
    episode: 1,
    seed: 7,
    agentName: 'Inventory-skewed',
    isByHand: false,
    policyVersion: Number.NaN,
    market: { preset: 'es', regime: 'base' },
    tickSize: 0.25,
    tickValueDollars: 12.5,
    maxInventory: 50,
    steps: samples.length,
    samples: frame.samples.slice(0, samples.length * SAMPLE_LENGTH),
    fills: frame.fills.slice(0, fills.length * FILL_LENGTH),
    ladder: new Int32Array(samples.length * 2 * RECORD_LADDER_LEVELS),
    queue: new Float64Array(samples.length * QUEUE_LENGTH).fill(Number.NaN),
    ...extra,
  };
}
