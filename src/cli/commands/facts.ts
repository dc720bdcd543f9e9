/** Measures what a market shows of the stylised facts, and judges it where its preset promises. */
import { judgeMarketFacts, measureMarketFacts } from '../../evaluation/marketFacts';
import { MARKET_PRESETS, MARKET_REGIMES, parseMarketConfig } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { defineCommand } from '../command';
import { formatResults } from '../results';

export const facts = defineCommand(
  'measure the stylised facts of a market against their accepted ranges',
  {
    market: { kind: 'choice', default: 'es', choices: MARKET_PRESETS, help: 'market preset' },
    regime: { kind: 'choice', default: 'base', choices: MARKET_REGIMES, help: 'of the preset' },
    seconds: { kind: 'integer', default: 1800, min: 120, max: 1_000_000, help: 'per session' },
    seeds: { kind: 'integer', default: 5, min: 1, max: 1000, help: 'sessions, seeds 1 to N' },
  },
  (flags, terminal) => {
    const config = parseMarketConfig({ preset: flags.market, regime: flags.regime });
    const market = createMarket(config);
    const samples = Array.from({ length: flags.seeds }, (_, index) => {
      const sample = measureMarketFacts(market, flags.seconds, index + 1);
      terminal.progress.update(`Measuring: session ${index + 1} of ${flags.seeds}`);
      return sample;
    });
    const prefix = `market.${config.preset}${config.regime === 'base' ? '' : `.${config.regime}`}`;
    const results = judgeMarketFacts(samples, config).map((fact) => ({
      ...fact,
      name: `${prefix}.${fact.name}`,
    }));
    terminal.progress.finish(`Measured ${flags.seeds} sessions of ${flags.seconds} s.`);
    terminal.print(formatResults(results));
    return { config: { market: config, seconds: flags.seconds, seeds: flags.seeds }, results };
  },
);
