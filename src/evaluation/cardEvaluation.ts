/** An evaluation as an agent's card keeps it: means and 95 % intervals over episodes. */
import { figureOf, type CardEvaluation } from '../agents/agentFile';
import type { EpisodeMetrics, EvaluationRow } from './metrics';
import { meanInterval } from './statistics';

/** Of EpisodeMetrics, those with one number an episode. */
export const CARD_METRICS = [
  'return',
  'profit',
  'maxDrawdown',
  'meanAbsInventory',
  'p95AbsInventory',
  'contractsTraded',
  'fillRate',
  'quotedSpread',
] as const satisfies readonly (keyof EpisodeMetrics)[];

/**
 * @param rows this agent first
 * @param seed that the evaluation's seeds were derived from
 */
export function cardEvaluation(rows: readonly EvaluationRow[], seed: number): CardEvaluation {
  return {
    episodes: rows[0]?.metrics.length ?? 0,
    seed,
    rows: rows.map(({ agentName, metrics }) => ({
      agent: agentName,
      metrics: Object.fromEntries(
        CARD_METRICS.map((name) => {
          const values = metrics.map((episode) => episode[name]).filter(Number.isFinite);
          const { estimate, low, high } = meanInterval(values);
          const interval = {
            estimate: figureOf(estimate),
            low: figureOf(low),
            high: figureOf(high),
          };
          return [name, interval];
        }),
      ),
    })),
  };
}
