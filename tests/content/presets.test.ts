import { describe, expect, it } from 'vitest';
import { OBJECTIVE_PRESETS } from '../../src/content/presets';
import { collectFor, runConfigOf, trainAndEvaluate } from '../../src/cli/experiments/trained';
import { jobOf } from '../../src/cli/training/trainedPolicy';
import { ProgressLine } from '../../src/cli/output/progress';
import { DEFAULT_ENV_CONFIG } from '../../src/env/config';
import { OBJECTIVES, type ObjectiveId } from '../../src/env/objectives';
import { weightedReward } from '../../src/env/reward';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';
import { mean } from '../../src/evaluation/statistics';

const terminal = { print: () => {}, progress: new ProgressLine({ write: () => {} }) };

/** Trains under each objective on the same small dataset, and plays the same episodes. */
async function trained(
  ids: readonly ObjectiveId[],
): Promise<readonly (readonly EpisodeMetrics[])[]> {
  const settings = {
    env: { ...DEFAULT_ENV_CONFIG, episodeLength: 300 },
    seed: 1,
    dataSeeds: 1,
    trainingSeeds: 1,
    engine: 'compiled' as const,
    threads: 1,
    episodes: 60,
    updates: 700,
    evaluationEpisodes: 12,
  };
  const config = runConfigOf(settings);
  const dataset = await collectFor(config, terminal);
  const plans = ids.map((id) => {
    const scenario = { ...config, weights: OBJECTIVES[id] };
    const job = jobOf(scenario, dataset);
    const learning = { ...job.learning, hiddenSizes: [64, 64], batchSize: 128 };
    return { scenario, job: { ...job, learning } };
  });
  const runs = await trainAndEvaluate(plans, settings, terminal);
  return runs.map(([{ episodes }]) => episodes);
}

describe('an objective of the menu', () => {
  it('has the weights that the experiment slider-effects measures', () => {
    const known: readonly unknown[] = Object.values(OBJECTIVES);
    expect(OBJECTIVE_PRESETS.map(({ weights }) => weights)).toEqual(known);
  });

  it('is paid for what its text says', () => {
    const { balanced, patient, toxicProof } = OBJECTIVES;
    const ideaOf = (name: string) => OBJECTIVE_PRESETS.find((one) => one.name === name)?.idea;
    expect(ideaOf('Patient')).toContain('inventory costs a quarter, and wide quotes cost nothing');
    expect(patient).toEqual({
      ...balanced,
      inventoryPenalty: balanced.inventoryPenalty / 4,
      spreadPenalty: 0,
    });
    expect(ideaOf('Toxic-proof')).toContain(
      'Adverse selection costs double, and wide quotes cost nothing',
    );
    expect(toxicProof).toEqual({
      ...balanced,
      adverseSelection: 2 * balanced.adverseSelection,
      spreadPenalty: 0,
    });
  });

  it('“Money only” pays the four money terms, which add up to the change of equity, and nothing else', () => {
    const terms = [40, -25, 7, -3, -0.5, -12];
    expect(weightedReward(terms, OBJECTIVES.moneyOnly)).toBe(40 - 25 + 7 - 3);
  });

  // Seeds 1, 2 and 3 give spreads of 3.6, 3.4 and 4.0 against 1.5, 2.0 and 2.6 ticks, and 53, 47
  // and 71 % less inventory.
  it('“Toxic-proof” quotes wider, trades less and holds less than “Balanced” once it is trained', async () => {
    const [balanced, proof] = await trained(['balanced', 'toxicProof']);
    const over = (episodes: readonly EpisodeMetrics[], of: (one: EpisodeMetrics) => number) =>
      mean(episodes.map(of));
    const spread = (one: EpisodeMetrics) => one.quotedSpread;
    const traded = (one: EpisodeMetrics) => one.contractsTraded;
    const inventory = (one: EpisodeMetrics) => one.meanAbsInventory;
    expect(over(proof, spread)).toBeGreaterThan(1.3 * over(balanced, spread));
    expect(over(proof, traded)).toBeLessThan(0.5 * over(balanced, traded));
    expect(over(proof, inventory)).toBeLessThan(0.7 * over(balanced, inventory));
  }, 120_000);
});
