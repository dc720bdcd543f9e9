/** The facts of a recording, of the market fitted to it and of the preset, side by side. */
import { acceptedFacts } from '../../evaluation/acceptedFacts';
import type { AcceptedRange } from '../../evaluation/acceptedFacts';
import { judgeMarketFacts, measureMarketFacts } from '../../evaluation/marketFacts';
import type { MarketConfig } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import type { MarketSource } from '../../market/types';
import { playedMarket, referenceTo, type Recording } from '../../recordings/play/recording';
import type { ProgressLine } from '../output/progress';
import { formatTable } from '../output/table';

interface ComparedFact {
  readonly name: string;
  readonly unit: string;
  readonly accept: AcceptedRange | undefined;
  readonly preset: number;
  readonly tape: number;
  readonly fitted: number;
}

const SEEDS = [1, 2, 3];

/** Watches three sessions of each market. @param seconds length of a session */
export function comparedFacts(
  recording: Recording,
  market: MarketConfig,
  seconds: number,
  progress: ProgressLine,
): ComparedFact[] {
  const preset: MarketConfig = { preset: market.preset, regime: 'base' };
  const { tape } = recording;
  const onTape: MarketConfig = { ...preset, tape: referenceTo(tape, 'training') };
  const judged = (name: string, source: MarketSource) => {
    const samples = SEEDS.map((seed) => {
      progress.update(`Watching ${name}: session ${seed} of ${SEEDS.length}`);
      return measureMarketFacts(source, seconds, seed);
    });
    return judgeMarketFacts(samples, preset);
  };
  const recorded = judged('the recording', playedMarket(onTape, recording, seconds));
  const fitted = judged('the fitted market', createMarket(market));
  const own = judged(`the preset ${market.preset}`, createMarket(preset));
  progress.finish(`Watched ${SEEDS.length} sessions of ${seconds} s of each market.`);
  const ranges = acceptedFacts(preset);
  return own.map(({ name, unit, value }, at) => ({
    name,
    unit,
    accept: ranges[name],
    preset: value,
    tape: recorded[at].value,
    fitted: fitted[at].value,
  }));
}

export function formatComparison(facts: readonly ComparedFact[]): string {
  const rows = facts.map(({ name, accept, preset, tape, fitted, unit }) => [
    name,
    accept === undefined ? '' : rangeText(accept),
    shown(preset),
    shown(tape),
    shown(fitted),
    unit,
  ]);
  const heads = ['fact', 'accepted', 'preset', 'recording', 'fitted', ''];
  return formatTable(heads, rows, ['left', 'left']);
}

const rangeText = ([low, high]: AcceptedRange): string =>
  low === null
    ? `≤ ${high}`
    : high === null
      ? `≥ ${shown(low)}`
      : `${shown(low)} to ${shown(high)}`;

const shown = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '–';
