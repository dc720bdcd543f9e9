/** Takes what texts of the page say from the results of the experiment `slider-effects`. */
import { z } from 'zod';
import { OBJECTIVE_IDS } from '../../env/objectives';
import { REWARD_TERMS } from '../../env/types';
import {
  COMPARED_OBJECTIVE,
  EFFECT_METRICS,
  MONEY_METRIC,
  type Change,
  type EffectMetric,
  type VariantName,
  type WeightEffects,
} from '../../evaluation/weightEffects';
import { parseInput } from '../../market/parseInput';
import { MINUS_COMPARED, SLIDER_EFFECTS } from '../experiments/sliderEffects';
import type { ResultFile } from '../output/results';

const configSchema = z.object({
  seeds: z.string({ error: 'the seeds in words' }),
  marketHash: z.string({ error: 'a hash' }),
});

const VARIANTS: readonly VariantName[] = [
  ...OBJECTIVE_IDS.filter((name) => name !== COMPARED_OBJECTIVE),
  ...REWARD_TERMS.flatMap((term) => [`${term}.low`, `${term}.high`] as const),
];

/**
 * @param file what the experiment wrote, or null where it has not been run
 * @throws InvalidInputError when the file does not say where it was measured
 */
export function weightEffectsOf(file: ResultFile | null): WeightEffects | null {
  if (file === null) return null;
  const { seeds, marketHash } = parseInput(configSchema, file.config, 'slider-effects.config');
  const values = new Map(file.results.map(({ name, value }) => [name, value]));
  const valueOf = (name: string) => values.get(`${SLIDER_EFFECTS}.${name}`) ?? Number.NaN;
  const changeOf = (variant: VariantName, metric: EffectMetric): Change | null => {
    const size = metric === MONEY_METRIC ? 1 : Math.abs(valueOf(`${COMPARED_OBJECTIVE}.${metric}`));
    const name = `${variant}${MINUS_COMPARED}.${metric}`;
    const [estimate, low, high] = [name, `${name}.low`, `${name}.high`].map(
      (one) => Math.round((1000 * valueOf(one)) / size) / 1000,
    );
    return [estimate, low, high].every(Number.isFinite) ? { estimate, low, high } : null;
  };
  const changes = VARIANTS.flatMap((variant) => {
    const measured = EFFECT_METRICS.flatMap((metric) => {
      const change = changeOf(variant, metric);
      return change === null ? [] : [[metric, change] as const];
    });
    return measured.length === 0 ? [] : [[variant, Object.fromEntries(measured)] as const];
  });
  return { seeds, marketHash, changes: Object.fromEntries(changes) };
}

/** Writes them as the page's build reads them. */
export const formatWeightEffects = (effects: WeightEffects | null): string =>
  `${JSON.stringify(effects, null, 2)}\n`;
