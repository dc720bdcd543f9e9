/**
 * What has to be said beside results on recorded data: on which part they are, whether the agent
 * was too large for the recording to have stayed as it was, and how much they depend on where in a
 * queue others cancel.
 */
import type { ComparisonRow } from '../../evaluation/comparison';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import { LARGEST_SHARE } from '../../evaluation/recordedShares';
import { DEFAULT_CONFIDENCE, meanInterval, type Interval } from '../../evaluation/statistics';
import type { MarketConfig } from '../../market/config';
import { MEASURED_QUEUE_EXPONENT } from '../../recordings/play/recordedMarket';
import type { Recording } from '../../recordings/play/recording';
import { formatLimits, formatWhole } from '../output/intervals';
import type { BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import type { Scenario } from '../program/settings';
import { evaluateAll, type TableAgent, type TableEntry } from './evaluationTable';

/** @returns sentences to print beside a table of agents */
export function recordedNotes(
  { tape: { header } }: Recording,
  { tape }: MarketConfig,
  rows: readonly ComparisonRow[],
): string {
  const day = header.day === '' ? '' : ` of ${header.day}`;
  const part = `RECORDED: the ${tape?.split} part of ${header.instrument}${day}.${repeatsText(rows)}`;
  const large = rows.filter(({ shareOfVolume }) => shareOfVolume > LARGEST_SHARE);
  if (large.length === 0) return part;
  const shares = large.map(
    ({ name, shareOfVolume }) => `${name} ${(100 * shareOfVolume).toFixed(0)} %`,
  );
  return `${part} Above 5 % of the volume, the recording would not have stayed as it was: ${shares.join(', ')}.`;
}

/** Says how many of the episodes do not overlap, where they are not all; else it is empty. */
function repeatsText([row]: readonly ComparisonRow[]): string {
  if (row === undefined || row.distinctEpisodes >= row.episodes) return '';
  const { distinctEpisodes: distinct, episodes } = row;
  return ` It has room for ${distinct} of these ${episodes} episodes without overlap: ${distinct < 2 ? 'there are no intervals' : 'intervals are those of so many'}.`;
}

/**
 * Evaluates agents again under the two extremes of where cancels leave a queue: spread evenly, and
 * never before the agent's order. Only tapes of levels depend on it.
 * @param entries of the same agents at the measured exponent
 */
export async function queueAssumptions(
  scenario: Scenario & { readonly recording: Recording },
  agents: readonly TableAgent[],
  entries: readonly TableEntry[],
  seeds: readonly number[],
  prefix: string,
  onProgress: (text: string) => void,
): Promise<{ readonly text: string; readonly results: readonly BenchResult[] }> {
  const plain = agents.map(({ spec, name }) => ({ spec, ...(name === undefined ? {} : { name }) }));
  const at = async (queueExponent: number) =>
    await evaluateAll(
      { ...scenario, recording: { ...scenario.recording, queueExponent } },
      plain,
      seeds,
      onProgress,
    );
  const columns = [
    { key: 'even', label: 'n = 1', entries: await at(1) },
    { key: 'measured', label: `n = ${MEASURED_QUEUE_EXPONENT}`, entries },
    { key: 'behind', label: 'n = ∞', entries: await at(Infinity) },
  ];
  const text = formatTable(
    ['profit $ by where cancels leave a queue', ...columns.map(({ label }) => label)],
    entries.map(({ name }, row) => [
      name,
      ...columns.map((column) => {
        const profit = profitOf(column.entries[row]);
        return `${formatWhole(profit.estimate)} (${formatLimits(profit, formatWhole)})`;
      }),
    ]),
  );
  const results = columns.flatMap((column) =>
    column.entries.map((entry) => ({
      name: `${prefix}.queue.${column.key}.${entry.name.replace(/[^A-Za-z0-9.]/g, '')}.profit`,
      value: profitOf(entry).estimate,
      unit: 'dollars',
    })),
  );
  return { text, results };
}

function profitOf({ episodes }: TableEntry): Interval {
  return meanInterval(
    episodes.map(({ profit }) => profit),
    DEFAULT_CONFIDENCE,
    distinctEpisodes(episodes),
  );
}
