/** The columns of the run table come in sets, because all of them at once would not fit. */
import {
  formatAmount,
  formatExact,
  formatFixed,
  formatPoints,
  formatProfit,
  formatShare,
  formatSigned,
} from '../../charts/format';
import { METRIC_LABELS, type MetricId } from '../../content/glossary/labels';
import { REWARD_TERMS } from '../../env/types';
import type { Metric } from '../../store/runs/metrics';

export interface MetricColumn {
  readonly metric: Metric;
  readonly term: MetricId;
  /** Label; by default that of the term. */
  readonly name?: string;
  /** Names the column on the button that sorts by it. */
  readonly sortName: string;
  readonly format: (value: number) => string;
  /** Formats a difference, with its sign. */
  readonly formatDifference: (value: number) => string;
  readonly hasInterval: boolean;
  /** Whether it is shown with the opposite sign: its larger quartile is then the lower number. */
  readonly isNegated?: boolean;
}

const fixed = (digits: number) => ({
  format: (value: number) => formatFixed(value, digits),
  formatDifference: (value: number) => formatSigned(value, digits),
  hasInterval: false,
});

const exactDollars = { format: formatExact, formatDifference: formatExact };
const dollars = { format: formatProfit, formatDifference: formatProfit };

const profit: MetricColumn = {
  metric: 'profit',
  term: 'profitPerEpisode',
  sortName: 'profit',
  ...dollars,
  hasInterval: true,
};
const episodeReturn: MetricColumn = {
  metric: 'return',
  term: 'episodeReturn',
  name: 'Return, re-scored',
  sortName: 'return',
  ...dollars,
  hasInterval: true,
};
const drawdown: MetricColumn = {
  metric: 'maxDrawdown',
  term: 'maxDrawdown',
  sortName: 'drawdown',
  format: formatAmount,
  formatDifference: formatProfit,
  hasInterval: false,
  isNegated: true,
};
const inventory: MetricColumn = {
  metric: 'meanAbsInventory',
  term: 'meanAbsInventory',
  sortName: 'inventory',
  ...fixed(1),
};
const fillRate: MetricColumn = {
  metric: 'fillRate',
  term: 'fillRate',
  sortName: 'fill rate',
  format: formatShare,
  formatDifference: formatPoints,
  hasInterval: false,
};
const shareOfVolume: MetricColumn = {
  metric: 'shareOfVolume',
  term: 'shareOfVolume',
  sortName: 'share of volume',
  format: formatShare,
  formatDifference: formatPoints,
  hasInterval: false,
};
const profitPerContract: MetricColumn = {
  metric: 'profitPerContract',
  term: 'profitPerContract',
  sortName: 'profit per contract',
  ...dollars,
  hasInterval: false,
};
const profitPerMinute: MetricColumn = {
  metric: 'profitPerMinute',
  term: 'profitPerMinute',
  sortName: 'profit per minute',
  ...dollars,
  hasInterval: false,
};
const contractsTraded: MetricColumn = {
  metric: 'contractsTraded',
  term: 'contractsTraded',
  sortName: 'contracts traded',
  ...fixed(0),
};
const quotedSpread: MetricColumn = {
  metric: 'quotedSpread',
  term: 'quotedSpread',
  sortName: 'quoted spread',
  ...fixed(2),
};

const markout = (metric: Metric, seconds: string): MetricColumn => ({
  metric,
  term: 'markoutTicks',
  name: `Markout ${seconds} s`,
  sortName: `markout at ${seconds} s`,
  ...fixed(3),
});

export const COLUMN_SETS = {
  main: [profit, episodeReturn, drawdown, inventory, shareOfVolume, profitPerContract],
  risk: [
    profit,
    { metric: 'score', term: 'score', sortName: 'score', ...fixed(0) },
    { metric: 'sharpe', term: 'sharpe', sortName: 'Sharpe ratio', ...fixed(2) },
    { metric: 'sortino', term: 'sortino', sortName: 'Sortino ratio', ...fixed(2) },
    drawdown,
    inventory,
    {
      metric: 'p95AbsInventory',
      term: 'p95AbsInventory',
      sortName: '95th percentile of inventory',
      ...fixed(1),
    },
  ],
  fills: [
    profit,
    contractsTraded,
    fillRate,
    quotedSpread,
    markout('markout100ms', '0.1'),
    markout('markout1s', '1'),
    markout('markout10s', '10'),
  ],
  volume: [profit, profitPerMinute, profitPerContract, contractsTraded, shareOfVolume],
  // The terms add up to the return.
  terms: [
    { ...episodeReturn, ...exactDollars },
    ...REWARD_TERMS.map((term): MetricColumn => ({
      metric: `${term}Term`,
      term: term,
      sortName: METRIC_LABELS[term].toLowerCase(),
      ...exactDollars,
      hasInterval: false,
    })),
  ],
  settings: [profit],
} as const satisfies Readonly<Record<string, readonly MetricColumn[]>>;
export type ColumnSet = keyof typeof COLUMN_SETS;

export const COLUMN_SET_NAMES: Readonly<Record<ColumnSet, string>> = {
  main: 'Main metrics',
  risk: 'Risk and score',
  fills: 'Fills',
  volume: 'Share of volume',
  terms: 'Reward by term',
  settings: 'Settings that differ',
};

/** Settings that stand beside metrics; all of them have a set of their own. */
const SETTINGS_BESIDE = 2;

/** Chooses the settings in which runs differ that a set of columns has room for. */
export const settingsBeside = <Key>(set: ColumnSet, differing: readonly Key[]): readonly Key[] =>
  set === 'settings' ? differing : differing.slice(0, SETTINGS_BESIDE);

const ALL: readonly MetricColumn[] = Object.values(COLUMN_SETS).flat();

export const columnOf = (metric: Metric): MetricColumn | undefined =>
  ALL.find((column) => column.metric === metric);
