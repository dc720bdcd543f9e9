import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { fileKindOf } from '../../../src/protocol/fileKind';
import { agentsOfSweep } from '../../../src/store/sweeps/measuredAgents';
import { readSweepFile, tradeoffCsv, writeSweepFile } from '../../../src/store/sweeps/sweepFiles';
import { DEFAULT_AXES, tradeoffOf } from '../../../src/store/sweeps/tradeoff';
import { writeRunFile } from '../../../src/store/runs/runFiles';
import { exampleSweep } from '../../protocol/exampleSweep';
import { fittingRun } from '../runs/exampleRun';

const sweep = exampleSweep();
const file = (text: string) => new Blob([text]);
const changed = (change: (text: string) => string) =>
  readSweepFile(file(change(writeSweepFile(sweep))));

describe('the file of a sweep', () => {
  it('is told by what is in it, and comes back whole', async () => {
    const written = file(writeSweepFile(sweep));
    expect(await fileKindOf(written)).toBe('sweep');
    expect(await readSweepFile(written)).toStrictEqual(sweep);
  });

  it('is refused where it is another file, or not sound', async () => {
    await expect(readSweepFile(file(writeRunFile(fittingRun())))).rejects.toThrow(
      'This is a run: import it under Runs.',
    );
    await expect(changed((text) => text.slice(0, 900))).rejects.toThrow('sweep: expected JSON');
    await expect(changed((text) => text.replace('"seed": 1,', '"seed": 1.5,'))).rejects.toThrow(
      'seed: expected a whole number',
    );
    await expect(changed((text) => text.replace('"version": 1,', '"version": 2,'))).rejects.toThrow(
      'sweep file.version: expected 1, got 2',
    );
  });
});

describe('the table of a trade-off', () => {
  it('has a line for each point and baseline, with limits and the front', () => {
    const csv = tradeoffCsv(tradeoffOf(agentsOfSweep(sweep), DEFAULT_AXES, DEFAULT_REWARD_WEIGHTS));
    const lines = csv.split('\r\n');
    expect(lines[0]).toBe(
      'name,spreadCapture,adverseSelection,inventoryPnl,fees,inventoryPenalty,spreadPenalty,' +
        'meanAbsInventory,meanAbsInventoryLow,meanAbsInventoryHigh,profit,profitLow,profitHigh,onFront,episodes',
    );
    expect(lines[1]).toMatch(
      /^"Inv\. penalty 0",1,1,1,1,0,0\.25,9,9,9,30,17\.\d+,42\.\d+,false,4$/,
    );
    expect(lines[4]).toMatch(/^"Inventory-skewed",,,,,,,3,3,3,20,/);
    expect(lines).toHaveLength(6);
  });

  it('gives a spreadsheet no formula', () => {
    const named = agentsOfSweep(sweep).map((agent) => ({ ...agent, name: '=1+1 "x"' }));
    const csv = tradeoffCsv(tradeoffOf(named, DEFAULT_AXES, DEFAULT_REWARD_WEIGHTS));
    expect(csv).toContain(`"'=1+1 ""x""",`);
  });
});
