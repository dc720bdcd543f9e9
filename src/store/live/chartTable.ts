/**
 * The numbers of the charts as a table: one row per step for a file, or as many rows as can be
 * read, each of several steps. Flows, which are the reward and its terms, are summed over a row's
 * steps; everything else stands as at its last step.
 */
import {
  episodeAtTime,
  samplesInWindow,
  type History,
  type TimeWindow,
} from '../../charts/history';
import { sideValueAt, type SideTrace } from '../../charts/sideTrace';
import { weightedReward, weightedTerms } from '../../env/reward';
import { REWARD_TERMS, type RewardWeights } from '../../env/types';
import { SAMPLE, SAMPLE_TERMS } from '../../protocol/frames';

/** Stocks: prices in points, inventory in contracts, profits in dollars. */
const STOCKS = [
  'episode',
  'timeSeconds',
  'bestBid',
  'bestAsk',
  'ownBid',
  'ownAsk',
  'inventory',
  'profitDollars',
  'agentProfitDollars',
] as const;
/** Flows, under the weights on screen. */
const FLOWS = ['reward', ...REWARD_TERMS] as const;
const TABLE_COLUMNS = [...STOCKS, ...FLOWS] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];
export type TableRow = Readonly<Record<TableColumn, number>>;

export interface TableSource {
  readonly history: History;
  readonly window: TimeWindow;
  readonly tickSize: number;
  readonly weights: RewardWeights;
  /** Profit of the agent that plays beside a person; null where nobody quotes by hand. */
  readonly beside: SideTrace | null;
}

/** Lists every step of the window, the oldest first; NaN where there is no number. */
export function tableSteps({
  history,
  window,
  tickSize,
  weights,
  beside,
}: TableSource): TableRow[] {
  const [from, to] = samplesInWindow(history, window);
  const { episodes } = history;
  return Array.from({ length: Math.max(0, to - from) }, (_, step): TableRow => {
    const index = from + step;
    const seconds = history.timeAt(index);
    const place = episodeAtTime(history, seconds);
    const value = (field: number) => history.valueAt(index, field);
    const terms = Array.from(REWARD_TERMS.keys(), (term) => value(SAMPLE_TERMS + term));
    const weighted = weightedTerms(terms, weights);
    return {
      episode: place < 0 ? Number.NaN : episodes.numberAt(place),
      timeSeconds: value(SAMPLE.timeSeconds),
      bestBid: value(SAMPLE.bestBid) * tickSize,
      bestAsk: value(SAMPLE.bestAsk) * tickSize,
      ownBid: value(SAMPLE.bidPrice) * tickSize,
      ownAsk: value(SAMPLE.askPrice) * tickSize,
      inventory: value(SAMPLE.inventory),
      profitDollars: value(SAMPLE.equityDollars),
      agentProfitDollars: beside === null ? Number.NaN : sideValueAt(beside, seconds),
      reward: weightedReward(terms, weights),
      ...(Object.fromEntries(REWARD_TERMS.map((term, place) => [term, weighted[place]])) as Record<
        (typeof REWARD_TERMS)[number],
        number
      >),
    };
  });
}

/**
 * Puts so many steps into a row, counted from the newest; the oldest row may have fewer, as may the
 * first of an episode, which shares no row with the one before.
 */
export function tableRows(steps: readonly TableRow[], every: number): TableRow[] {
  const rows: TableRow[] = [];
  let end = steps.length;
  while (end > 0) {
    const last = steps[end - 1];
    let begin = end - 1;
    while (begin > 0 && end - begin < every && Object.is(steps[begin - 1].episode, last.episode)) {
      begin -= 1;
    }
    const bin = steps.slice(begin, end);
    end = begin;
    const sums = FLOWS.map((flow) => [flow, bin.reduce((sum, step) => sum + step[flow], 0)]);
    rows.push({ ...last, ...(Object.fromEntries(sums) as Partial<TableRow>) });
  }
  return rows.toReversed();
}

/** Writes steps as CSV; what is no number is left empty. */
export function tableCsv(steps: readonly TableRow[]): string {
  const lines = steps.map((step) =>
    TABLE_COLUMNS.map((column) => (Number.isFinite(step[column]) ? String(step[column]) : '')),
  );
  return [TABLE_COLUMNS, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}
