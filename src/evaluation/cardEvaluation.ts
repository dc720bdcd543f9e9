/** A table of agents as an agent's card keeps it: numbers, 95 % intervals where there are any. */
import { figureOf, type CardEvaluation } from '../agents/agentFile';
import type { ComparisonRow } from './comparison';

/** Of a row; those with an interval first. `difference` is from the baseline of the table. */
const INTERVALS = ['return', 'difference', 'profit'] as const;
const NUMBERS = [
  'score',
  'sharpe',
  'sortino',
  'maxDrawdown',
  'meanAbsInventory',
  'p95AbsInventory',
  'contractsTraded',
  'fillRate',
  'quotedSpread',
] as const satisfies readonly (keyof ComparisonRow)[];

/**
 * @param agent by name: the card's own, which comes first
 * @param seed that the evaluation's seeds were derived from
 */
export function cardEvaluation(
  rows: readonly ComparisonRow[],
  agent: string,
  seed: number,
): CardEvaluation {
  const own = rows.filter(({ name }) => name === agent);
  const others = rows.filter(({ name }) => name !== agent);
  return {
    episodes: rows[0]?.episodes ?? 0,
    seed,
    rows: [...own, ...others].map((row) => ({
      agent: row.name,
      metrics: Object.fromEntries([
        ...INTERVALS.map((name) => {
          const { estimate, low, high } = row[name];
          const interval = {
            estimate: figureOf(estimate),
            low: figureOf(low),
            high: figureOf(high),
          };
          return [name, interval] as const;
        }),
        ...NUMBERS.map(
          (name) => [name, { estimate: figureOf(row[name]), low: null, high: null }] as const,
        ),
      ]),
    })),
  };
}
