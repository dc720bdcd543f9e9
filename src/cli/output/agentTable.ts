/** Lays out the table of agents, for the screen and for the `--json` file. */
import { ADVERSE_HORIZONS_SECONDS, REWARD_TERMS } from '../../env/types';
import { rowNumbers, type ComparisonRow } from '../../evaluation/comparison';
import type { Interval } from '../../evaluation/statistics';
import { formatInterval, formatWhole, intervalResults } from './intervals';
import { formatFixed, formatNumber, type BenchResult } from './results';
import { formatTable } from './table';

/** Horizon in the first table, which has room for one: a second, the middle one of three. */
const SHOWN_HORIZON = 1;

export function formatAgents(rows: readonly ComparisonRow[], baseline: string): string {
  return formatTable(
    [
      'agent',
      'return $',
      `− ${baseline}, 95 %`,
      'score',
      'profit $',
      'Sharpe',
      'drawdown $',
      'mean |q|',
      'p95 |q|',
      'traded',
      'of volume',
      '$ a contract',
      'fill rate',
      'spread',
      'markout 1 s',
    ],
    rows.map((row) => [
      row.name,
      formatPlusMinus(row.return),
      row.name === baseline ? '' : formatInterval(row.difference, formatWhole),
      formatWhole(row.score),
      formatPlusMinus(row.profit),
      formatFixed(row.sharpe, 2),
      formatWhole(row.maxDrawdown),
      row.meanAbsInventory.toFixed(1),
      row.p95AbsInventory.toFixed(1),
      formatWhole(row.contractsTraded),
      `${(100 * row.shareOfVolume).toFixed(1)} %`,
      formatFixed(row.profitPerContract, 2),
      `${(100 * row.fillRate).toFixed(1)} %`,
      row.quotedSpread.toFixed(2),
      formatFixed(row.markoutTicks[SHOWN_HORIZON], 3),
    ]),
  ).replaceAll('NaN', '  —');
}

/**
 * The second table has what the first has no room for: Sortino ratio, all markouts, and the terms
 * of the reward.
 */
export function formatDetails(rows: readonly ComparisonRow[]): string {
  return formatTable(
    [
      'agent',
      'Sortino',
      '$ a minute',
      ...ADVERSE_HORIZONS_SECONDS.map((seconds) => `markout ${seconds} s`),
      ...REWARD_TERMS,
    ],
    rows.map(({ name, sortino, profitPerMinute, markoutTicks, terms }) => [
      name,
      formatNumber(sortino),
      formatNumber(profitPerMinute),
      ...markoutTicks.map((ticks) => formatFixed(ticks, 3)),
      ...terms.map(formatNumber),
    ]),
  ).replaceAll('NaN', '  —');
}

/** Formats an estimate and the half width of its interval, both in whole units. */
function formatPlusMinus({ estimate, high }: Interval): string {
  return `${formatWhole(estimate)} ± ${formatWhole(high - estimate)}`;
}

/** @param prefix a prefix such as `train.es` */
export function agentResults(prefix: string, rows: readonly ComparisonRow[]): BenchResult[] {
  return rows.flatMap((row) => {
    const name = `${prefix}.${identifier(row.name)}`;
    const intervals = [
      ['return', row.return, 'dollars'],
      ['profit', row.profit, 'dollars'],
      ['difference', row.difference, 'dollars'],
    ] as const;
    return [
      ...intervals.flatMap(([key, interval, unit]) => intervalResults(name, key, interval, unit)),
      ...rowNumbers(row).map((number) => ({ ...number, name: `${name}.${number.name}` })),
    ];
  });
}

/** Turns `Avellaneda-Stoikov γ 0.01` into `avellanedaStoikovGamma0_01`, fit for a dotted name. */
export function identifier(name: string): string {
  const words = name
    .replaceAll('γ', 'gamma')
    .replaceAll('.', '_')
    .split(/[^A-Za-z0-9_]+/)
    .filter((word) => word !== '');
  return words
    .map((word, index) =>
      index === 0 ? word[0].toLowerCase() + word.slice(1) : word[0].toUpperCase() + word.slice(1),
    )
    .join('');
}
