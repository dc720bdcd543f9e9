/**
 * Measures the stylised facts of a market, session by session, and says which
 * of them are what its preset promises. The last lines are the experiment that
 * shows where adverse selection comes from.
 */
import {
  informedness,
  judgeMarketFacts,
  measureMarketFacts,
  type Informedness,
  type MarketFact,
} from '../../evaluation/marketFacts';
import { mean } from '../../evaluation/statistics';
import type { MarketPreset } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { ES, NQ, type QueueReactiveParameters } from '../../market/synthetic/presets';
import { regimeParameters } from '../../market/synthetic/regimes';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { formatResults, judged, type BenchResult } from '../output/results';
import { MARKET_FLAGS, marketName, marketOf } from '../program/settings';

export const facts = defineCommand(
  'measure the stylised facts of a market against what is accepted',
  {
    ...MARKET_FLAGS,
    seconds: wholeFlag({ default: 1800, min: 120, max: 100_000, help: 'length of a session' }),
    seeds: wholeFlag({ default: 5, min: 1, max: 1000, help: 'sessions, of seeds 1, 2, …' }),
  },
  (flags, terminal) => {
    const config = marketOf(flags);
    const { seconds } = flags;
    const seeds = Array.from({ length: flags.seeds }, (_, i) => i + 1);
    const market = createMarket(config);
    const samples = seeds.map((seed) => {
      terminal.progress.update(`Watching session ${seed} of ${seeds.length}`);
      return measureMarketFacts(market, seconds, seed);
    });
    const parameters = FLOW[config.preset];
    const regimes = parameters === null ? [] : regimeParameters(parameters, config.regime);
    const kept = (regimes.length === 0 ? [] : seeds).map((seed) => {
      terminal.progress.update(`Taking the informed out of session ${seed} of ${seeds.length}`);
      return informedness(regimes, seconds, [seed]);
    });
    terminal.progress.finish(`Watched ${seeds.length} sessions of ${seconds} s.`);
    const prefix = `market.${marketName(config)}`;
    const results = [
      ...judgeMarketFacts(samples, config).map((fact) => factResult(`${prefix}.facts`, fact)),
      ...informednessResults(`${prefix}.informedness`, kept),
    ];
    terminal.print(formatResults(results));
    return { config: { market: config, seconds, seeds }, results };
  },
);

/** Flow parameters by preset; null where there is no flow to be informed. */
const FLOW: Readonly<Record<MarketPreset, QueueReactiveParameters | null>> = {
  es: ES,
  nq: NQ,
  avellanedaStoikov: null,
};

function factResult(prefix: string, { name, ...fact }: MarketFact): BenchResult {
  return { name: `${prefix}.${name}`, ...fact };
}

/**
 * Checks that passive fills keep more of the spread where nobody is informed.
 * @returns an empty list without sessions
 */
function informednessResults(prefix: string, kept: readonly Informedness[]): BenchResult[] {
  if (kept.length === 0) return [];
  const over = (market: keyof Informedness) => mean(kept.map((session) => session[market]));
  const unit = 'ticks after 0.5 s';
  const difference = over('uninformed') - over('base');
  return [
    { name: `${prefix}.base`, value: over('base'), unit },
    { name: `${prefix}.uninformed`, value: over('uninformed'), unit },
    judged(`${prefix}.difference`, difference, 'ticks', [0, null]),
  ];
}
