/**
 * Sweeps leave the page as JSON, which the page reads again, and as a table in CSV. A file from
 * elsewhere is hostile until it is validated, and one that is not sound changes nothing.
 */
import { z } from 'zod';
import { REWARD_TERMS } from '../../env/types';
import { textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import { LAB_VERSION } from '../../market/version';
import { parseSweep, sweepJson, type SweepRecord } from '../../protocol/sweep';
import { requireFileKind } from '../wrongFile';
import type { Tradeoff, TradeoffPoint } from './tradeoff';

const FORMAT = 'nanoarb-weight-sweep';
/** Largest file that is read; none that the lab writes comes near this size. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

const fileSchema = z.strictObject({
  format: z.literal(FORMAT, { error: FORMAT }),
  version: z.literal(1, { error: '1' }),
  labVersion: textSchema(40),
  sweep: z.unknown(),
});

export function writeSweepFile(sweep: SweepRecord): string {
  const file = { format: FORMAT, version: 1, labVersion: LAB_VERSION, sweep: sweepJson(sweep) };
  return JSON.stringify(file, null, 1);
}

/** @throws Error that names the field that is wrong, or says what the file is instead */
export async function readSweepFile(file: Blob): Promise<SweepRecord> {
  await requireFileKind(file, ['sweep']);
  if (file.size > MAX_FILE_BYTES) {
    throw new InvalidInputError('file', `at most ${MAX_FILE_BYTES} bytes`, file.size);
  }
  const text = await file.text();
  return parseSweep(parseInput(fileSchema, parseJson(text, 'sweep'), 'sweep file').sweep);
}

/**
 * Writes the points of a trade-off as CSV, the baselines after them: weights, both metrics with
 * their limits, and whether a point is on the front. What is no number is left empty.
 */
export function tradeoffCsv({ axes, points, baselines }: Tradeoff): string {
  const head = [
    'name',
    ...REWARD_TERMS,
    ...[axes.x, axes.y].flatMap((metric) => [metric, `${metric}Low`, `${metric}High`]),
    'onFront',
    'episodes',
  ];
  const rows = [...points, ...baselines].map((point) => [
    quoted(point.name),
    ...REWARD_TERMS.map((term) => number(point.weights?.[term])),
    ...[point.x, point.y].flatMap(({ estimate, low, high }) => [estimate, low, high].map(number)),
    point.kind === 'baseline' ? '' : String(point.isOnFront),
    String(episodesOf(point)),
  ]);
  return [head, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

const episodesOf = ({ policies }: TradeoffPoint) =>
  policies.reduce((sum, { length }) => sum + length, 0);

const number = (value: number | undefined): string =>
  value !== undefined && Number.isFinite(value) ? String(value) : '';

/** Quotes a text of a person; a spreadsheet takes one that begins like a formula for one. */
const quoted = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
