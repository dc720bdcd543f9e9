/** The file of a sweep over two settings, of which the last point failed. */
import { exampleToldPolicy } from '../../agents/policies/examplePolicy';
import { writeAgentFile } from '../../../src/agents/files/agentFile';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { RESULT_FORMAT } from '../../../src/store/sweeps/sweepResult';

const around = (estimate: number, half: number) => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
});

const measured = (profit: number, held: number) => ({
  profit: around(profit, 10),
  meanAbsInventory: around(held, 1),
  fillRate: around(0.5, 0.1),
  // No episode had one: JSON has no NaN.
  quotedSpread: { estimate: null, low: null, high: null },
});

const agent = () =>
  Buffer.from(
    writeAgentFile(
      {
        name: 'Point 1',
        description: '',
        config: DEFAULT_RUN_CONFIG,
        datasetHash: null,
        targetReturn: null,
        evaluation: null,
        gate: null,
      },
      exampleToldPolicy(),
    ),
  ).toString('base64');

export const exampleResult = () => ({
  format: RESULT_FORMAT,
  command: 'sweep --vary weights.inventoryPenalty=0,20,500 --vary market.regime=base,toxic',
  config: {
    version: 1,
    base: DEFAULT_RUN_CONFIG,
    axes: [
      { key: 'inventoryPenalty', name: 'weights.inventoryPenalty', isLog: false },
      { key: 'regime', name: 'market.regime', isLog: false },
    ],
    seeds: 2,
    episodes: 8,
    metric: 'profit',
    front: ['profit', 'meanAbsInventory'],
    build: '0.1.0+0123456789ab',
    backend: 'wasm',
    digest: '0123456789abcdef',
    isStopped: false,
    best: 0,
    points: [
      { values: [0, 'base'], chosenOn: measured(100, 12), heldOut: measured(60, 12) },
      { values: [20, 'base'], chosenOn: measured(80, 6), heldOut: measured(70, 6) },
      { values: [500, 'base'], chosenOn: measured(20, 8), heldOut: null },
      { values: [20, 'toxic'], chosenOn: null, heldOut: null },
    ],
    failures: [
      { unit: 'train-0123', tries: 3, message: 'training diverged at update 7', points: [3] },
    ],
    agents: [{ point: 0, file: agent() }],
  },
  results: [{ name: 'sweep.points', value: 4, unit: 'points' }],
});

export type ExampleResult = ReturnType<typeof exampleResult>;
