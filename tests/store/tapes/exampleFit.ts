/** A fit of a recording with one of every kind of outcome. */
import type { RecordingFit } from '../../../src/evaluation/fit/fitRecording';
import { parseMarketConfig } from '../../../src/market/config';
import { ES } from '../../../src/market/synthetic/presets';

const value = (number: number, error: number) => ({ value: number, error });

export function exampleFit(): RecordingFit {
  const parameters = { ...ES, referenceQueue: 12, tether: 1.5 };
  return {
    openSeconds: 1190,
    closed: [
      {
        name: 'cancels.position',
        unit: '0 front, 1 back',
        of: 'cancels of known orders',
        has: 9000,
        needs: 100,
        fit: { estimate: 0.78, low: 0.77, high: 0.79, observations: 9000 },
      },
      {
        name: 'volatility60s',
        unit: 'ticks/√s',
        of: 'whole minutes',
        has: 8,
        needs: 10,
        fit: null,
      },
    ],
    fitted: {
      preset: 'es',
      parameters,
      market: parseMarketConfig({ preset: 'es', parameters }),
      fits: [
        {
          name: 'referenceQueue',
          estimate: 12,
          low: 11,
          high: 13,
          observations: 51_000,
          isIdentified: true,
        },
        {
          name: 'tether',
          estimate: 1.5,
          low: 0.9,
          high: 1.5,
          observations: 900,
          isIdentified: true,
        },
        {
          name: 'informedRate',
          estimate: 27,
          low: NaN,
          high: NaN,
          observations: 4000,
          isIdentified: false,
        },
      ],
      moments: [],
      facts: [
        {
          name: 'spread.oneTickShare',
          unit: 'share of time',
          accept: [0.96, 0.995],
          tape: value(0.98, 0.01),
          fitted: value(0.97, 0.01),
          preset: value(0.99, 0.01),
          verdict: 'same',
        },
        {
          name: 'depth.best',
          unit: 'contracts',
          accept: [45, 90],
          tape: value(20, 1),
          fitted: value(30, 1),
          preset: value(50, 1),
          verdict: 'nearer',
        },
        {
          name: 'continuation',
          unit: 'probability',
          accept: [0.5, 0.7],
          tape: value(0.6, 0.01),
          fitted: value(0.3, 0.01),
          preset: value(0.5, 0.01),
          verdict: 'notNearer',
        },
      ],
    },
    refusal: '',
  };
}
