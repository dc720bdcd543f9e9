/**
 * Weather: how a preset's parameters change from one kind of day to another.
 * On ES the regimes have the parameters of the specification; on another
 * preset, the same factors.
 */
import type { MarketRegime } from './config';
import type { QueueReactiveParameters } from './presets';

type Regime = Exclude<MarketRegime, 'switching'>;

const REGIMES: Readonly<
  Record<Regime, (base: QueueReactiveParameters) => QueueReactiveParameters>
> = {
  base: (base) => base,
  calm: (base) => ({ ...base, clockRate: 0.35, clockDeviation: 0.4, jumpRate: 0 }),
  volatile: (base) => ({
    ...base,
    clockRate: 2.5,
    clockDeviation: 0.9,
    jumpRate: 0.02,
    jumpMean: 4,
  }),
  // ES: λI 60, κ 0.5, σ 1.4. More who know, and fewer who lean the same way before they trade.
  toxic: (base) => ({
    ...base,
    informedRate: (base.informedRate * 60) / 25,
    tether: (base.tether * 5) / 12,
    volatility: (base.volatility * 14) / 11,
  }),
  // ES: ±0.25 tick per second.
  trending: (base) => ({ ...base, trend: (base.volatility * 0.25) / 1.1 }),
};

/** @returns the parameters that a session goes through: one, or all that it switches between */
export function regimeParameters(
  base: QueueReactiveParameters,
  regime: MarketRegime,
): readonly QueueReactiveParameters[] {
  if (regime !== 'switching') return [REGIMES[regime](base)];
  return Object.values(REGIMES).map((change) => change(base));
}
