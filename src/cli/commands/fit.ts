/**
 * Fits the synthetic market to a recording: what closed forms tell of any recording, and of one with
 * single orders a market that the lab can play, with the interval of every parameter and its facts
 * beside those of the recording and of the preset.
 */
import { closedForms } from '../../evaluation/fit/closedForms';
import type { Fitted } from '../../evaluation/fit/fitted';
import {
  KEPT_PARAMETERS,
  fitMarketInSteps,
  isAtBound,
  type MarketFit,
} from '../../evaluation/fit/fitMarket';
import { FIT_BLOCKS, flowRecordOf } from '../../evaluation/fit/tapeFlow';
import { parseMarketConfig, type MarketConfig } from '../../market/config';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { formatMarketFile } from '../../protocol/marketFile';
import { FlowSampler } from '../../recordings/describe/flowSamples';
import { buildCheckpoints } from '../../recordings/play/checkpoints';
import type { Tape, TapeChunk } from '../../recordings/tape';
import { formatResults, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { writeTarget } from '../output/target';
import { defineCommand, type Terminal } from '../program/command';
import { wholeFlag } from '../program/flags';
import { settingFlags } from '../program/settings';
import { TAPE_READ_FLAGS, readOptionsOf } from '../program/tapeFlags';
import { comparedFacts, formatComparison } from '../evaluation/fitFacts';
import { readTapeFiles } from '../work/tapeFiles';

export const fit = defineCommand(
  'fit a market of the lab to a recorded one',
  {
    data: {
      kind: 'text',
      placeholder: 'FILE[,FILE]',
      help: 'the files of one recording; `fit FILE` does as well',
    },
    preset: {
      ...settingFlags('preset').preset,
      help: 'market whose parameters stay where the recording does not tell them',
    },
    out: {
      kind: 'text',
      writes: true,
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
    if (flags.data === null) throw new InvalidInputError('--data', 'a file', flags.data);
    const sampler = new FlowSampler();
    const chunks: TapeChunk[] = [];
    const take = (chunk: TapeChunk) => {
      sampler.take(chunk);
      chunks.push(chunk);
    };
    const options = readOptionsOf(flags);
    const header = await readTapeFiles(flags.data, options, take, terminal.progress);
    terminal.progress.finish(`Read ${header.files.join(' and ')}.`);
    const samples = sampler.finish();
    const closed = closedFormResults(closedForms(samples), terminal);
    const tape = { header, chunks };
    const fitted = fittedMarket(tape, flags.preset, flags.out, terminal);
    const market = fitted === null ? null : marketOfFit(fitted);
    if (market !== null && fitted !== null && flags.out !== null) {
      const name = [header.instrument, header.day].filter((part) => part !== '').join(' ');
      const file = formatMarketFile(name, market, intervalsOf(fitted));
      writeTarget(flags.out, [new TextEncoder().encode(file)]);
      terminal.print(`Written to ${flags.out}.`);
    }
    const facts =
      market === null || flags.factsSeconds === 0
        ? []
        : comparedFacts(
            { tape, checkpoints: buildCheckpoints(tape) },
            market,
            flags.factsSeconds,
            terminal.progress,
          );
    if (facts.length > 0) terminal.print(formatComparison(facts));
    return {
      config: { ...header, openSeconds: samples.openSeconds, market },
      results: [
        ...closed,
        ...(fitted === null ? [] : fitResults(fitted)),
        ...facts.flatMap(({ name, unit, ...columns }) =>
          (['tape', 'fitted', 'preset'] as const).map((column) => ({
            name: `fit.facts.${name}.${column}`,
            value: columns[column],
            unit,
          })),
        ),
      ],
    };
  },
  'data',
);

/** Says what closed forms tell, and what of them the recording does not. */
function closedFormResults(
  forms: ReturnType<typeof closedForms>,
  terminal: Terminal,
): BenchResult[] {
  const identified = forms.filter(({ has, needs }) => has >= needs);
  const results = identified.flatMap(({ name, unit, fit: estimate }) =>
    resultsOf(name, unit, estimate()),
  );
  terminal.print(formatResults(results));
  const missing = forms.filter(({ has, needs }) => has < needs);
  if (missing.length > 0) {
    const rows = missing.map(({ name, of, has, needs }) => [name, `${has} of ${needs} ${of}`]);
    terminal.print(formatTable(['not identified', 'the recording has'], rows, ['left', 'left']));
  }
  if (identified.length === 0) {
    throw new InvalidInputError('--data', 'a recording with enough trades', 'too few of all');
  }
  return results;
}

/**
 * Fits the market where the recording tells enough.
 * @throws InvalidInputError where a file was asked for and it does not
 */
function fittedMarket(
  tape: Tape,
  preset: MarketConfig['preset'],
  out: string | null,
  terminal: Terminal,
): MarketFit | null {
  try {
    const { progress } = terminal;
    const steps = fitMarketInSteps(flowRecordOf(tape, FIT_BLOCKS), preset);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      progress.update(`Fitting: ${Math.floor(100 * step.value)} %`);
    }
    progress.finish('Fitted the market.');
    terminal.print(formatFit(step.value));
    return step.value;
  } catch (error) {
    if (out !== null || !(error instanceof InvalidInputError)) throw error;
    terminal.print(`No market was fitted. ${reasonOf(error)}`);
    return null;
  }
}

const marketOfFit = ({ preset, parameters }: MarketFit): MarketConfig =>
  parseMarketConfig({ preset, parameters });

const intervalsOf = ({ fits }: MarketFit) =>
  Object.fromEntries(
    fits.map(({ name, estimate, low, high, observations, isIdentified }) => [
      name,
      { estimate, low: finite(low), high: finite(high), observations, isIdentified },
    ]),
  );

const finite = (value: number) => (Number.isFinite(value) ? value : null);

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
  return `${table}\n\nNot identified by a recording, and those of ${preset}: ${KEPT_PARAMETERS.join(', ')}. Rates share how busy the recording happened to be, which is most of their intervals. How often intervals hold the truth: experiment fit-recovers.`;
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

function resultsOf(name: string, unit: string, fitted: Fitted): BenchResult[] {
  const { estimate, low, high, observations } = fitted;
  return [
    { name: `fit.${name}`, value: estimate, unit },
    { name: `fit.${name}.low`, value: low, unit },
    { name: `fit.${name}.high`, value: high, unit },
    { name: `fit.${name}.observations`, value: observations, unit: 'observations' },
  ];
}
