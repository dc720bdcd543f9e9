/**
 * Compares an episode that was simulated again with its recording, number by number and bit by bit,
 * up to a step.
 */
import type { Deviation, RecordedEpisode } from '../protocol/branch';
import {
  FILL,
  FILL_FIELDS,
  FILL_LENGTH,
  QUEUE_FIELDS,
  QUEUE_LENGTH,
  RECORD_LADDER_LENGTH,
  RIVAL_FIELDS,
  RIVAL_LENGTH,
  SAMPLE_FIELDS,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../protocol/frames';

type Columns = Pick<
  EpisodeRecord,
  'steps' | 'samples' | 'fills' | 'ladder' | 'queue' | 'rivals' | 'rivalNames' | 'marketContracts'
>;

/**
 * Finds the first step that came out otherwise; null where all are equal. Fees, prices and queues
 * of a step are compared, and of its fills everything.
 * @param steps compared, from the start
 */
export function deviationFrom(
  recorded: RecordedEpisode,
  simulated: Columns,
  steps: number,
): Deviation | null {
  if (steps === 0) return null;
  const found = [
    simulated.steps < steps ? missing(simulated.steps, recorded.steps) : null,
    inRows('samples', recorded.samples, simulated.samples, SAMPLE_LENGTH, steps, SAMPLE_FIELDS),
    inRows('ladder', recorded.ladder, simulated.ladder, RECORD_LADDER_LENGTH, steps),
    inRows('queue', recorded.queue, simulated.queue, QUEUE_LENGTH, steps, QUEUE_FIELDS),
    inFills(recorded.fills, simulated.fills, steps),
    inRivals(recorded, simulated, steps),
    recorded.marketContracts === undefined || simulated.marketContracts === undefined
      ? null
      : inRows('marketContracts', recorded.marketContracts, simulated.marketContracts, 1, steps),
  ].filter((deviation) => deviation !== null);
  return found.toSorted((one, other) => one.step - other.step).at(0) ?? null;
}

const missing = (step: number, recorded: number): Deviation => ({
  step,
  column: 'steps',
  recorded,
  simulated: step,
});

function inRivals(recorded: Columns, simulated: Columns, steps: number): Deviation | null {
  const { rivals, rivalNames = [] } = recorded;
  const { rivals: again, rivalNames: namesAgain = [] } = simulated;
  if (rivalNames.length !== namesAgain.length) {
    const [names, count] = [rivalNames.length, namesAgain.length];
    return { step: 0, column: 'rivals', recorded: names, simulated: count };
  }
  if (rivals === undefined || again === undefined) return null;
  const fields = rivalNames.flatMap((name) => RIVAL_FIELDS.map((field) => `${name} ${field}`));
  return inRows('rivals', rivals, again, rivalNames.length * RIVAL_LENGTH, steps, fields);
}

function inFills(recorded: Float64Array, simulated: Float64Array, steps: number): Deviation | null {
  const rows = fillsUpTo(recorded, steps);
  const again = fillsUpTo(simulated, steps);
  const found = inRows(
    'fills',
    recorded,
    simulated,
    FILL_LENGTH,
    Math.min(rows, again),
    FILL_FIELDS,
  );
  const source = rows > again ? recorded : simulated;
  const row = found?.step ?? Math.min(rows, again);
  if (found === null && rows === again) return null;
  const step = source[row * FILL_LENGTH + FILL.step] - 1;
  return found === null
    ? { step, column: 'fills', recorded: rows, simulated: again }
    : { ...found, step };
}

function fillsUpTo(fills: Float64Array, steps: number): number {
  let rows = 0;
  while (rows * FILL_LENGTH < fills.length && fills[rows * FILL_LENGTH + FILL.step] <= steps) {
    rows += 1;
  }
  return rows;
}

/** Compares the first rows of two columns. @param fields names of a row's numbers */
function inRows(
  column: string,
  recorded: Float64Array | Int32Array,
  simulated: Float64Array | Int32Array,
  width: number,
  rows: number,
  fields: readonly string[] = [],
): Deviation | null {
  for (let at = 0; at < rows * width; at += 1) {
    if (Object.is(recorded[at], simulated[at])) continue;
    const field = fields.at(at % width);
    return {
      step: Math.floor(at / width),
      column: field === undefined ? column : `${column}.${field}`,
      recorded: recorded[at],
      simulated: simulated[at],
    };
  }
  return null;
}
