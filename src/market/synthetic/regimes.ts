/**
 * A regime changes the parameters of a preset from one kind of day to another. The clock and the
 * jumps are set outright; informed flow, leaning, volatility and trend change by the same factors
 * for every preset.
 */
import type { MarketRegime } from '../config';
import type { QueueReactiveParameters } from './presets';

type Regime = Exclude<MarketRegime, 'switching'>;

/**
 * Volatility, in ticks per √second, from which on the spread answers to volatility: at 9, that of
 * NQ is beyond five ticks half of the time, and passive fills keep more than ever. There, only the
 * mix of informed and uninformed changes.
 */
const SMALL_TICK_VOLATILITY = 3;

const REGIMES: Readonly<
  Record<Regime, (base: QueueReactiveParameters) => QueueReactiveParameters>
> = {
  base: (base) => base,
  calm: (base) => ({ ...base, clockRate: 0.35, clockDeviation: 0.4, jumpRate: 0 }),
  volatile: (base) => ({
    ...base,
    clockRate: 2.5,
    // Higher than the 0.9 at first, when that of ES was 0.7: busier must also mean less even.
    clockDeviation: 1.2,
    jumpRate: 0.02,
    jumpMean: 4,
  }),
  // On ES, λI is 65 for 27, λU 9 for 24, κ 0.33 for 0.8 and σ 1.8 for 1.1: more are informed, fewer
  // are not, and there is less leaning that would warn of it.
  toxic: (base) => ({
    ...base,
    informedRate: (base.informedRate * 60) / 25,
    uninformedRate: (base.uninformedRate * 5) / 13,
    ...(base.volatility < SMALL_TICK_VOLATILITY && {
      tether: (base.tether * 5) / 12,
      volatility: (base.volatility * 18) / 11,
    }),
  }),
  // ±0.25 tick per second on ES.
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
