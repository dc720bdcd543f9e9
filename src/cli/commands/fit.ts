/**
 * Fits the synthetic market to a recording: what closed forms tell of any recording, and of one
 * with single orders a market that the lab can play, with the interval of every parameter and its
 * facts beside those of the recording and of the preset.
 */
import { countVerdicts, type ComparedFact } from '../../evaluation/fit/factVerdict';
import type { MarketFit } from '../../evaluation/fit/fitMarket';
import { KEPT_PARAMETERS, intervalsOf, isAtBound } from '../../evaluation/fit/fittedParameters';
import { fitRecordingInSteps, type ClosedFit } from '../../evaluation/fit/fitRecording';
import type { Fitted } from '../../evaluation/fit/fitted';
import { InvalidInputError } from '../../market/validation';
import { formatMarketFile } from '../../protocol/marketFile';
import { buildCheckpoints } from '../../recordings/play/checkpoints';
import type { TapeChunk } from '../../recordings/tape';
import { formatComparison } from '../output/comparedFacts';
import { formatResults, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { writeTarget } from '../output/target';
import { defineCommand, type Terminal } from '../program/command';
import { filesBetweenCommas, wholeFlag } from '../program/flags';
import { settingFlags } from '../program/settings';
import { TAPE_READ_FLAGS, readOptionsOf } from '../program/tapeFlags';
import { readTapeFiles } from '../work/tapeFiles';

export const fit = defineCommand(
  'fit a market of the lab to a recorded one',
  {
    data: {
      kind: 'text',
      reads: filesBetweenCommas,
      placeholder: 'FILE[,FILE]',
      help: 'the files of one recording; `fit FILE` does as well',
    },
    preset: {
      ...settingFlags('preset').preset,
      help: 'market whose parameters stay where the recording does not tell them',
    },
    out: {
      kind: 'text',
      writes: 'market',
      placeholder: 'FILE',
      help: 'market file to write, such as market.json; --parameters and the page take it',
    },
    factsSeconds: wholeFlag({
      default: 600,
      min: 0,
      max: 100_000,
      help: 'length of the three sessions in which facts are compared; 0 leaves them out',
    }),
    ...TAPE_READ_FLAGS,
  },
  async (flags, terminal) => {
    if (flags.data === null) throw new InvalidInputError('--data', 'FILE', undefined);
    const chunks: TapeChunk[] = [];
    const { progress } = terminal;
    const keep = (chunk: TapeChunk) => void chunks.push(chunk);
    const header = await readTapeFiles(flags.data, readOptionsOf(flags), keep, progress);
    progress.finish(`Read ${header.files.join(' and ')}.`);
    const tape = { header, chunks };
    const recording = { tape, checkpoints: buildCheckpoints(tape) };
    const steps = fitRecordingInSteps(recording, flags.preset, flags.factsSeconds);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      progress.update(`Fitting: ${Math.floor(100 * step.value)} %`);
    }
    const { openSeconds, closed, fitted, refusal } = step.value;
    progress.finish(fitted === null ? 'Read what closed forms tell.' : 'Fitted the market.');
    const results = closedFormResults(closed, terminal);
    if (fitted === null) {
      if (flags.out !== null)
        throw new InvalidInputError('--data', 'a recording that tells a market', refusal);
      terminal.print(`No market was fitted. ${refusal}`);
      return { config: { ...header, openSeconds, market: null }, results };
    }
    terminal.print(formatFit(fitted));
    if (flags.out !== null) {
      const name = [header.instrument, header.day].filter((part) => part !== '').join(' ');
      const file = formatMarketFile(name, fitted.market, intervalsOf(fitted.fits));
      writeTarget(flags.out, [new TextEncoder().encode(file)]);
      terminal.print(`Written to ${flags.out}.`);
    }
    if (fitted.facts.length > 0) terminal.print(formatComparison(fitted.facts));
    return {
      config: { ...header, openSeconds, market: fitted.market },
      results: [...results, ...fitResults(fitted), ...factResults(fitted.facts)],
    };
  },
  'data',
);

/** Says what closed forms tell, and what of them the recording does not. */
function closedFormResults(closed: readonly ClosedFit[], terminal: Terminal): BenchResult[] {
  const results = closed.flatMap(({ name, unit, fit: found }) =>
    found === null ? [] : resultsOf(name, unit, found),
  );
  terminal.print(formatResults(results));
  const missing = closed.filter(({ fit: found }) => found === null);
  if (missing.length > 0) {
    const rows = missing.map(({ name, of, has, needs }) => [name, `${has} of ${needs} ${of}`]);
    terminal.print(formatTable(['not identified', 'the recording has'], rows, ['left', 'left']));
  }
  if (results.length === 0) {
    throw new InvalidInputError('--data', 'a recording with enough trades', 'too few of all');
  }
  return results;
}

function formatFit({ fits, preset }: MarketFit): string {
  const rows = fits.map((fit) => {
    const { name, estimate, low, high, observations, isIdentified } = fit;
    const limits = isAtBound(fit) ? ['at the end of its range', ''] : [shown(low), shown(high)];
    return [
      name,
      shown(estimate),
      ...(isIdentified ? limits : ['not identified', '']),
      String(Math.round(observations)),
    ];
  });
  const table = formatTable(['parameter', 'fitted', 'from', 'to', 'observations'], rows, ['left']);
  return `${table}\n\nNot identified by a recording, and those of ${preset}, jumps as much rarer as it is quieter: ${KEPT_PARAMETERS.join(', ')}. Rates share how busy the recording happened to be, which is most of their intervals. How often intervals hold the truth: experiment fit-recovers.`;
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));

function fitResults({ fits, moments }: MarketFit): BenchResult[] {
  return [
    ...fits.flatMap(({ name, isIdentified, ...found }) => [
      ...(isIdentified
        ? resultsOf(`parameters.${name}`, '', found)
        : [{ name: `fit.parameters.${name}`, value: found.estimate, unit: 'not identified' }]),
    ]),
    ...moments
      .filter(({ error }) => Number.isFinite(error))
      .flatMap(({ name, recorded, fitted, error }) => [
        { name: `fit.moments.${name}`, value: recorded, unit: '', error },
        { name: `fit.moments.${name}.fitted`, value: fitted, unit: '' },
      ]),
  ];
}

/** Facts side by side, and how many of them the fit has met. */
function factResults(facts: readonly ComparedFact[]): BenchResult[] {
  if (facts.length === 0) return [];
  const counts = countVerdicts(facts);
  return [
    ...facts.flatMap(({ name, unit, verdict, ...columns }) => [
      ...(['tape', 'fitted', 'preset'] as const).map((column) => ({
        name: `fit.facts.${name}.${column}`,
        unit,
        ...columns[column],
      })),
      ...(verdict === 'unknown'
        ? []
        : [
            {
              name: `fit.facts.${name}.nearer`,
              value: verdict === 'notNearer' ? 0 : 1,
              unit: '1 the same, or nearer than the preset',
            },
          ]),
    ]),
    ...(['same', 'nearer', 'notNearer'] as const).map((verdict) => ({
      name: `fit.facts.${verdict}`,
      value: counts[verdict],
      unit: `of ${facts.length} facts`,
    })),
  ];
}

function resultsOf(name: string, unit: string, fitted: Fitted): BenchResult[] {
  const { estimate, low, high, observations } = fitted;
  return [
    { name: `fit.${name}`, value: estimate, unit },
    { name: `fit.${name}.low`, value: low, unit },
    { name: `fit.${name}.high`, value: high, unit },
    { name: `fit.${name}.observations`, value: observations, unit: 'observations' },
  ];
}
