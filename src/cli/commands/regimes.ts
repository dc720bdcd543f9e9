/** Measures every regime of a preset and says whether they are what their names promise. */
import { type MarketFact } from '../../evaluation/facts/factJudgement';
import { judgeMarketFacts, measureMarketFacts } from '../../evaluation/facts/marketFacts';
import {
  judgeRegimes,
  ORDERED_REGIMES,
  type OrderedRegime,
} from '../../evaluation/facts/regimeOrder';
import { createMarket } from '../../market/createMarket';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { formatResults, type BenchResult } from '../output/results';
import { SEED_FLAG } from '../program/settings';

/** Facts that tell regimes apart. */
const SHOWN = ['diffusivity', 'returns.clustering', 'returns.trendiness', 'markout.10s'];

export const regimes = defineCommand(
  'compare the regimes of a preset: calm, volatile, toxic and trending against base',
  {
    market: { kind: 'choice', default: 'es', choices: ['es', 'nq'], help: 'market preset' },
    seconds: wholeFlag({ default: 1800, min: 120, max: 100_000, help: 'length of a session' }),
    seeds: wholeFlag({ default: 5, min: 1, max: 1000, help: 'sessions per regime' }),
    seed: { ...SEED_FLAG, help: 'of the first session; the others follow' },
  },
  (flags, terminal) => {
    const { market: preset, seconds } = flags;
    const seeds = Array.from({ length: flags.seeds }, (_, i) => flags.seed + i);
    const measure = (regime: OrderedRegime): MarketFact[] => {
      const config = { preset, regime };
      const market = createMarket(config);
      const samples = seeds.map((seed) => {
        terminal.progress.update(
          `Watching ${regime}, session ${seed - flags.seed + 1} of ${seeds.length}`,
        );
        return measureMarketFacts(market, seconds, seed);
      });
      return judgeMarketFacts(samples, config);
    };
    const facts = Object.fromEntries(
      ORDERED_REGIMES.map((regime) => [regime, measure(regime)]),
    ) as Record<OrderedRegime, MarketFact[]>;
    terminal.progress.finish(`Watched ${ORDERED_REGIMES.length} regimes.`);
    const results: BenchResult[] = [
      ...ORDERED_REGIMES.flatMap((regime) =>
        facts[regime]
          .filter(({ name }) => SHOWN.includes(name))
          .map(({ name, value, unit }) => ({
            name: `market.${preset}.${regime}.${name}`,
            value,
            unit,
          })),
      ),
      ...judgeRegimes(facts).map((fact) => ({ ...fact, name: `market.${preset}.${fact.name}` })),
    ];
    terminal.print(formatResults(results));
    return { config: { preset, seconds, seeds }, results };
  },
);
