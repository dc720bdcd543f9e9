/** Holds the texts about reward weights to what the experiment slider-effects measured. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatWeightEffects, weightEffectsOf } from '../../src/cli/docs/weightEffects';
import { marketHash } from '../../src/cli/experiments/sliderEffects';
import { readResults, type ResultFile } from '../../src/cli/output/results';
import { GLOSSARY } from '../../src/content/glossary';
import { OBJECTIVE_PRESETS } from '../../src/content/presets';
import {
  MEASURED_EFFECTS,
  objectiveEffectText,
  weightEffectText,
} from '../../src/content/weightEffects';
import { REWARD_TERMS } from '../../src/env/types';
import { brokenPromises, PROMISES } from '../../src/evaluation/weightEffects';

const ROOT = join(import.meta.dirname, '../..');
const DATA = join(ROOT, 'docs/data/slider-effects.json');

type Row = readonly [name: string, value: number, low: number, high: number];

/**
 * A file as the experiment writes it; under the default weights an agent quotes 2 ticks and so on.
 */
function fileOf(...rows: readonly Row[]): ResultFile {
  const defaults: readonly Row[] = [
    ['balanced.quotedSpread', 2, 1.9, 2.1],
    ['balanced.meanAbsInventory', 8, 7, 9],
    ['balanced.contractsTraded', 2000, 1900, 2100],
    ['balanced.profit', 6000, 5000, 7000],
    ['balanced.adverseSelection', -3, -3.2, -2.8],
  ];
  return {
    command: 'experiment slider-effects',
    config: { seeds: '3 data seeds with 1 training seed each', marketHash: 'abc' },
    results: [...defaults, ...rows].flatMap(([name, value, low, high]) => [
      { name: `experiment.sliderEffects.${name}`, value, unit: '' },
      { name: `experiment.sliderEffects.${name}.low`, value: low, unit: '' },
      { name: `experiment.sliderEffects.${name}.high`, value: high, unit: '' },
    ]),
  };
}

describe('the text beside a reward weight', () => {
  it('says what the ends of its slider did, the largest first, and nothing that is uncertain or little', () => {
    const effects = weightEffectsOf(
      fileOf(
        ['spreadCapture.lowMinus.balanced.quotedSpread', 2.4, 2, 2.8],
        ['spreadCapture.lowMinus.balanced.contractsTraded', -1480, -1600, -1300],
        ['spreadCapture.lowMinus.balanced.profit', -3000, -7000, 1000],
        ['spreadCapture.lowMinus.balanced.meanAbsInventory', -0.4, -0.5, -0.3],
        ['spreadCapture.highMinus.balanced.adverseSelection', -0.75, -1, -0.5],
        ['spreadCapture.highMinus.balanced.meanAbsInventory', 12, 10, 14],
      ),
    );
    expect(weightEffectText('spreadCapture', effects)).toBe(
      'Trained at 0.25, the agent quoted 2.2 times as wide and traded 74 % less; at 3, it held 2.5 times as much and lost 25 % more a contract to adverse selection.',
    );
  });

  it('says that no change is clear where that is so, and has no number where nothing was measured', () => {
    const little = weightEffectsOf(
      fileOf(
        ['fees.lowMinus.balanced.quotedSpread', 0.1, 0.05, 0.15],
        ['fees.highMinus.balanced.profit', -3000, -9000, 3000],
      ),
    );
    expect(weightEffectText('fees', little)).toBe(
      'Trained at 0 or at 3, the agent showed no clear change.',
    );
    expect(weightEffectText('inventoryPnl', little)).toBe('');
    for (const term of REWARD_TERMS) expect(weightEffectText(term, null)).toBe('');
    expect(objectiveEffectText('patient', null)).toBe('');
  });

  it('tells earnings in dollars, since agents may earn next to nothing under the default weights', () => {
    const effects = weightEffectsOf(
      fileOf(
        ['balanced.profit', -18, -142, 107],
        ['fees.lowMinus.balanced.profit', -575, -970, -180],
        ['fees.lowMinus.balanced.contractsTraded', 5400, 5000, 5800],
        ['fees.highMinus.balanced.profit', 40.4, 10, 70],
      ),
    );
    expect(weightEffectText('fees', effects)).toBe(
      'Trained at 0, the agent traded 3.7 times as much and earned $575 less an episode; at 3, it earned $40 more an episode.',
    );
  });

  it('is in the glossary, which has no measured number of its own', () => {
    for (const term of REWARD_TERMS) {
      const text = weightEffectText(term);
      const { sentence } = GLOSSARY[term];
      expect(sentence.endsWith(text)).toBe(true);
      expect(sentence.slice(0, sentence.length - text.length)).not.toMatch(/\d|[Tt]rained at/);
    }
  });
});

describe('the measured numbers', () => {
  const file = existsSync(DATA) ? readResults(DATA) : null;

  it('are those of docs/data: else run `npm run docs`', () => {
    const written = readFileSync(join(ROOT, 'src/content/weightEffects.json'), 'utf8');
    expect(written).toBe(formatWeightEffects(weightEffectsOf(file)));
  });

  it('belong to the market of this version: else measure slider-effects again, or delete its file', () => {
    const hash = marketHash();
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(MEASURED_EFFECTS?.marketHash ?? hash).toBe(hash);
  });

  it('keep what the names of the objectives promise', () => {
    expect(MEASURED_EFFECTS === null ? [] : brokenPromises(MEASURED_EFFECTS)).toEqual([]);
  });
});

describe('an objective', () => {
  /** Changes that keep every promise. */
  const kept = PROMISES.map(({ objective, metric, is }): Row => {
    const size = { less: -10, more: 10 }[is];
    return [`${objective}Minus.balanced.${metric}`, size, size - 5, size + 5];
  });

  it('keeps the promises of its name or is found out, whichever of them it breaks', () => {
    const effectsOf = (rows: readonly Row[]) => {
      const effects = weightEffectsOf(fileOf(...rows));
      if (effects === null) throw new Error('expected effects');
      return brokenPromises(effects);
    };
    expect(effectsOf(kept)).toEqual([]);
    for (const [index, promise] of PROMISES.entries()) {
      const [name, value, low, high] = kept[index];
      const turned: Row = [name, -value, -high, -low];
      expect(effectsOf(kept.with(index, turned))).toEqual([promise]);
      expect(effectsOf(kept.toSpliced(index, 1))).toEqual([promise]);
    }
    // The default one is what they are compared with; "Patient" and "Money only" say what they are
    // paid for.
    expect(new Set(PROMISES.map(({ objective }) => objective)).size).toBe(
      OBJECTIVE_PRESETS.length - 3,
    );
  });

  it('says what it did against the default one', () => {
    const effects = weightEffectsOf(
      fileOf(
        ['tightMinus.balanced.quotedSpread', -0.3, -0.4, -0.2],
        ['tightMinus.balanced.meanAbsInventory', -3, -4, -2],
        ['tightMinus.balanced.profit', -1200, -1300, -1100],
      ),
    );
    expect(objectiveEffectText('tight', effects)).toBe(
      'Against Balanced, a trained agent held 38 % less, quoted 15 % tighter and earned $1.2k less an episode.',
    );
  });
});
