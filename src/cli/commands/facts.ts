/**
 * Measures the stylised facts of a market, session by session, and says which of them are what its
 * preset promises: first with nobody in it, then with reference makers. The last lines are the
 * experiment that shows where adverse selection comes from.
 */
import { availableParallelism } from 'node:os';
import { meetsRange, type MarketFact } from '../../evaluation/facts/factJudgement';
import {
  hasMakerFacts,
  judgeMakerFacts,
  makerRequests,
  type MakerSession,
} from '../../evaluation/facts/makerFacts';
import {
  informedness,
  judgeMarketFacts,
  judgeRecordedFacts,
  measureMarketFacts,
  type Informedness,
  type MarketMeasurement,
} from '../../evaluation/facts/marketFacts';
import { mean, standardDeviation } from '../../evaluation/statistics';
import type { MarketConfig } from '../../market/config';
import { playedMarket, referenceTo, type Recording } from '../../recordings/play/recording';
import { loadRecording } from '../work/tapeFiles';
import { tapeFlags, type TapeFlagValues } from '../program/tapeFlags';
import { flowParameters } from '../../market/synthetic/flowParameters';
import { regimeParameters } from '../../market/synthetic/regimes';
import { defineCommand, type Terminal } from '../program/command';
import { CONFIG_FLAG } from '../program/configSource';
import { wholeFlag } from '../program/flags';
import { formatResults, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { performAll } from '../work/workPool';
import { marketOfFlags } from '../program/runFlags';
import { MARKET_FLAGS, SEED_FLAG, marketName } from '../program/settings';

export const facts = defineCommand(
  'measure the stylised facts of a market against what is accepted',
  {
    ...CONFIG_FLAG,
    ...MARKET_FLAGS,
    ...tapeFlags('training'),
    seconds: wholeFlag({ default: 1800, min: 120, max: 100_000, help: 'length of a session' }),
    seeds: wholeFlag({ default: 5, min: 1, max: 1000, help: 'sessions of a group' }),
    seed: { ...SEED_FLAG, help: 'of the first session; the others follow' },
    makers: {
      kind: 'switch',
      default: true,
      help: 'leave out what takes makers to measure: shares, profits, waits, latency',
    },
    groups: wholeFlag({
      default: 1,
      min: 1,
      max: 100,
      help: 'groups of sessions, each judged by itself: how often does a fact pass on other seeds?',
    }),
  },
  async (flags, terminal, given) => {
    const recording = await loadRecording(flags, terminal.progress);
    const { seconds, groups } = flags;
    const config = marketOn(await marketOfFlags(flags, given), flags.split, recording);
    const seeds = Array.from({ length: groups * flags.seeds }, (_, i) => flags.seed + i);
    const market = playedMarket(config, recording, seconds);
    const samples = seeds.map((seed, index) => {
      terminal.progress.update(`Watching session ${index + 1} of ${seeds.length}`);
      return measureMarketFacts(market, seconds, seed);
    });
    const parameters = recording === undefined ? flowParameters(config) : null;
    const regimes = parameters === null ? [] : regimeParameters(parameters, config.regime);
    const kept = (regimes.length === 0 ? [] : seeds).map((seed, index) => {
      terminal.progress.update(
        `Taking the informed out of session ${index + 1} of ${seeds.length}`,
      );
      return informedness(regimes, seconds, [seed]);
    });
    const makers = flags.makers && hasMakerFacts(config);
    const sessions = makers ? await playMakers({ market: config, seconds, seeds }, terminal) : [];
    terminal.progress.finish(`Watched ${seeds.length} sessions of ${seconds} s.`);
    const prefix = `facts.${marketName(config)}`;
    const judge = (from: number, to: number): MarketFact[] => [
      ...judgeMarketFacts(samples.slice(from, to), config),
      ...(makers ? judgeMakerFacts(sessions.slice(from, to), config) : []),
    ];
    const results = [
      ...judge(0, seeds.length).map((fact) => factResult(prefix, fact)),
      ...informednessResults(`${prefix}.informedness`, kept),
    ];
    const judgedGroups = Array.from({ length: groups }, (_, group) =>
      judge(group * flags.seeds, (group + 1) * flags.seeds),
    );
    const counts = groups === 1 ? [] : groupResults(`${prefix}.groups`, judgedGroups);
    terminal.print(formatResults([...results, ...counts]));
    const beside = recording === undefined ? [] : judgeRecordedFacts(samples, config.preset);
    if (beside.length > 0) terminal.print(formatBeside(beside, config.preset));
    terminal.print(
      'A fact passes when its 95 % interval over sessions meets the accepted range; ± is the standard error.',
    );
    return {
      config: { market: config, seconds, seeds, groups },
      results: [...results, ...counts, ...besideResults(prefix, beside, config.preset)],
    };
  },
);

/** The market that was asked for, or a part of the recording. */
function marketOn(
  market: MarketConfig,
  split: TapeFlagValues['split'],
  recording: Recording | undefined,
): MarketConfig {
  if (recording === undefined) return market;
  return { ...market, tape: referenceTo(recording.tape, split) };
}

/**
 * Facts of a recording beside the ranges of a preset: a recording itself passes or fails nothing.
 */
function formatBeside(facts: readonly MarketFact[], preset: MarketConfig['preset']): string {
  const judged = facts.filter(({ pass }) => pass !== undefined);
  const rows = judged.map(({ name, value, accept = [null, null], pass }) => [
    name,
    String(Number(value.toPrecision(3))),
    accept.map((bound) => bound?.toPrecision(3) ?? '').join(' to '),
    pass === true ? 'inside' : 'outside',
  ]);
  const inside = judged.filter(({ pass }) => pass === true).length;
  const table = formatTable(['fact', 'recording', `accepted of ${preset}`, ''], rows, ['left']);
  return `${table}\n\n${inside} of ${judged.length} facts of the recording are what ${preset} promises.`;
}

const besideResults = (
  prefix: string,
  facts: readonly MarketFact[],
  preset: MarketConfig['preset'],
): BenchResult[] =>
  facts
    .filter(({ pass }) => pass !== undefined)
    .map(({ name, pass }) => ({
      name: `${prefix}.${name}.inside`,
      value: Number(pass),
      unit: `1 is what ${preset} promises`,
    }));

/** Plays the reference makers of every seed, on all cores. */
async function playMakers(
  measurement: MarketMeasurement,
  { progress }: Pick<Terminal, 'progress'>,
): Promise<MakerSession[]> {
  const jobs = measurement.seeds.flatMap((seed) => makerRequests(measurement, seed));
  const perSession = jobs.length / measurement.seeds.length;
  const samples = await performAll('maker', jobs, availableParallelism(), (done) =>
    progress.update(`Played ${done} of ${jobs.length} reference makers`),
  );
  return measurement.seeds.map((_, session) =>
    samples.slice(session * perSession, (session + 1) * perSession),
  );
}

/** Counts the groups in which each judged fact passes, and in which all do. */
function groupResults(prefix: string, groups: readonly (readonly MarketFact[])[]): BenchResult[] {
  const unit = `of ${groups.length} groups of sessions`;
  const names = groups[0].filter(({ pass }) => pass !== undefined).map(({ name }) => name);
  const passesIn = (name: string) =>
    groups.filter((facts) => facts.find((fact) => fact.name === name)?.pass === true).length;
  const whole = groups.filter((facts) => facts.every(({ pass }) => pass !== false)).length;
  return [
    ...names.map((name) => ({ name: `${prefix}.${name}.passes`, value: passesIn(name), unit })),
    { name: `${prefix}.all.passes`, value: whole, unit },
  ];
}

function factResult(prefix: string, { name, ...fact }: MarketFact): BenchResult {
  return { name: `${prefix}.${name}`, ...fact };
}

/**
 * Checks that passive fills keep more of the spread where nobody is informed.
 * @returns an empty list without sessions
 */
function informednessResults(prefix: string, kept: readonly Informedness[]): BenchResult[] {
  if (kept.length === 0) return [];
  const over = (market: keyof Informedness) => mean(kept.map((session) => session[market]));
  const unit = 'ticks after 0.5 s';
  const differences = kept.map(({ base, uninformed }) => uninformed - base);
  const error = standardDeviation(differences) / Math.sqrt(differences.length);
  const accept = [0, null] as const;
  return [
    { name: `${prefix}.base`, value: over('base'), unit },
    { name: `${prefix}.uninformed`, value: over('uninformed'), unit },
    {
      name: `${prefix}.difference`,
      value: mean(differences),
      unit: 'ticks',
      error,
      accept,
      pass: meetsRange(mean(differences), error, differences.length, accept),
    },
  ];
}
