/**
 * Compares published numbers with ours: closed forms of the literature by formula, the analytic
 * market and the order book by simulation.
 */
import { isReproduced, measureOracles, type Oracle } from '../../evaluation/oracles';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';

export const oracles = defineCommand(
  'reproduce published numbers: ours, theirs, how far apart they may be',
  { seed: wholeFlag({ default: 1, min: 0, max: 2 ** 31, help: 'of the simulations' }) },
  ({ seed }, terminal) => {
    terminal.progress.update('Simulating');
    const measured = measureOracles(seed);
    terminal.progress.finish(`Compared ${measured.length} published numbers.`);
    terminal.print(
      formatTable(
        ['oracle', 'ours', 'published', 'error', 'allowed', 'unit', 'verdict'],
        measured.map((oracle) => [
          oracle.name,
          oracle.ours.toFixed(5),
          String(oracle.published),
          (oracle.ours - oracle.published).toFixed(5).replace('-', '−'),
          formatNumber(oracle.allowed),
          oracle.unit,
          isReproduced(oracle) ? 'pass' : 'FAIL',
        ]),
        ['left', 'right', 'right', 'right', 'right', 'left', 'left'],
      ),
    );
    return { config: { seed }, results: measured.map(oracleResult) };
  },
);

/** Puts the published number and the error beside the common form. */
function oracleResult(oracle: Oracle): BenchResult & { published: number; error: number } {
  const { name, ours, published, allowed, unit } = oracle;
  return {
    name: `oracle.${name}`,
    value: ours,
    unit,
    accept: [published - allowed, published + allowed],
    pass: isReproduced(oracle),
    published,
    error: ours - published,
  };
}
