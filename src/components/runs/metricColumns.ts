/** The columns of the run table, in sets: all of them at once would not fit. */
import { formatFixed, formatProfit, formatShare, formatSigned } from '../../charts/format';
import type { MetricId } from '../../content/glossary';
import { REWARD_TERMS } from '../../env/types';
import type { Figure } from '../../store/runs/metrics';

export interface FigureColumn {
  readonly figure: Figure;
  readonly metric: MetricId;
  /** The metric's own where it is not given. */
  readonly name?: string;
  /** For the button that sorts by it. */
  readonly sortName: string;
  readonly format: (value: number) => string;
  /** Of a difference, with its sign. */
  readonly formatDifference: (value: number) => string;
  readonly hasInterval: boolean;
}

const fixed = (digits: number) => ({
  format: (value: number) => formatFixed(value, digits),
  formatDifference: (value: number) => formatSigned(value, digits),
  hasInterval: false,
});

const dollars = { format: formatProfit, formatDifference: formatProfit };

const profit: FigureColumn = {
  figure: 'profit',
  metric: 'profitPerEpisode',
  sortName: 'profit',
  ...dollars,
  hasInterval: true,
};
const episodeReturn: FigureColumn = {
  figure: 'return',
  metric: 'episodeReturn',
  name: 'Return, re-scored',
  sortName: 'return',
  ...dollars,
  hasInterval: true,
};
const drawdown: FigureColumn = {
  figure: 'maxDrawdown',
  metric: 'maxDrawdown',
  sortName: 'drawdown',
  format: (value) => formatProfit(-value),
  formatDifference: (value) => formatProfit(-value),
  hasInterval: false,
};
const inventory: FigureColumn = {
  figure: 'meanAbsInventory',
  metric: 'meanAbsInventory',
  sortName: 'inventory',
  ...fixed(1),
};
const fillRate: FigureColumn = {
  figure: 'fillRate',
  metric: 'fillRate',
  sortName: 'fill rate',
  format: formatShare,
  formatDifference: (value) => `${value > 0 ? '+' : ''}${formatShare(value)}`,
  hasInterval: false,
};
const quotedSpread: FigureColumn = {
  figure: 'quotedSpread',
  metric: 'quotedSpread',
  sortName: 'quoted spread',
  ...fixed(2),
};

const markout = (figure: Figure, seconds: string): FigureColumn => ({
  figure,
  metric: 'markoutTicks',
  name: `Markout ${seconds} s`,
  sortName: `markout at ${seconds} s`,
  ...fixed(3),
});

export const COLUMN_SETS = {
  main: [profit, episodeReturn, drawdown, inventory, fillRate, quotedSpread],
  risk: [
    profit,
    { figure: 'score', metric: 'score', sortName: 'score', ...fixed(0) },
    { figure: 'sharpe', metric: 'sharpe', sortName: 'Sharpe ratio', ...fixed(2) },
    { figure: 'sortino', metric: 'sortino', sortName: 'Sortino ratio', ...fixed(2) },
    drawdown,
    inventory,
    {
      figure: 'p95AbsInventory',
      metric: 'p95AbsInventory',
      sortName: '95th percentile of inventory',
      ...fixed(1),
    },
  ],
  fills: [
    profit,
    {
      figure: 'contractsTraded',
      metric: 'contractsTraded',
      sortName: 'contracts traded',
      ...fixed(0),
    },
    fillRate,
    quotedSpread,
    markout('markout100ms', '0.1'),
    markout('markout1s', '1'),
    markout('markout10s', '10'),
  ],
  terms: [
    episodeReturn,
    ...REWARD_TERMS.map((term): FigureColumn => ({
      figure: `${term}Term`,
      metric: term,
      sortName: `what ${term} came to`,
      ...dollars,
      hasInterval: false,
    })),
  ],
} as const satisfies Readonly<Record<string, readonly FigureColumn[]>>;
export type ColumnSet = keyof typeof COLUMN_SETS;

export const COLUMN_SET_NAMES: Readonly<Record<ColumnSet, string>> = {
  main: 'Main figures',
  risk: 'Risk and score',
  fills: 'Fills',
  terms: 'Reward by term',
};

const ALL: readonly FigureColumn[] = Object.values(COLUMN_SETS).flat();

export const columnOf = (figure: Figure): FigureColumn | undefined =>
  ALL.find((column) => column.figure === figure);
