/**
 * The process that loads one dataset file, reports what that took, and ends.
 * @see data.ts
 */
import { cellFeatures, measureQuality } from '../../learning/data/dataQuality';
import { readDataset } from '../output/files';
import type { LoadReport } from './data';

const [path] = process.argv.slice(2);
const start = performance.now();
const { dataset } = await readDataset(path);
const seconds = (performance.now() - start) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
const begin = performance.now();
measureQuality(dataset, cellFeatures(dataset));
const qualitySeconds = (performance.now() - begin) / 1000;
const report: LoadReport = { rows: dataset.rows, seconds, peakMb, qualitySeconds };
process.send?.(report, () => process.exit());
