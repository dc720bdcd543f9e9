/** Facts of a recording, of the market fitted to it and of the preset as a table. */
import type { AcceptedRange } from '../../evaluation/facts/acceptedFacts';
import {
  countVerdicts,
  type ComparedFact,
  type FactVerdict,
} from '../../evaluation/fit/factVerdict';
import { formatTable } from './table';

const VERDICTS: Readonly<Record<FactVerdict, string>> = {
  same: 'the same',
  nearer: 'nearer',
  notNearer: 'NOT nearer',
  unknown: '',
};

export function formatComparison(facts: readonly ComparedFact[]): string {
  const rows = facts.map(({ name, accept, preset, tape, fitted, unit, verdict }) => [
    name,
    accept === undefined ? '' : rangeText(accept),
    shown(preset.value),
    shown(tape.value),
    shown(fitted.value),
    VERDICTS[verdict],
    unit,
  ]);
  const heads = ['fact', 'accepted', 'preset', 'recording', 'fitted', 'verdict', ''];
  const table = formatTable(heads, rows, ['left', 'left']);
  const { same, nearer, notNearer } = countVerdicts(facts);
  return `${table}\n\nOf the fitted market, ${same} facts are the recording's within two standard errors, ${nearer} are nearer to it than the preset's, and ${notNearer} are not.`;
}

const rangeText = ([low, high]: AcceptedRange): string =>
  low === null
    ? `≤ ${high}`
    : high === null
      ? `≥ ${shown(low)}`
      : `${shown(low)} to ${shown(high)}`;

const shown = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '–';
