/** Data and evaluations on recordings, as commands and workers ask for them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createEnvironment } from '../../../src/agents/rivals/createEnvironment';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { evaluateAgent } from '../../../src/evaluation/evaluateAgent';
import { collectEpisodes } from '../../../src/learning/data/collect';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { DEFAULT_MARKET_CONFIG, parseMarketConfig } from '../../../src/market/config';
import { createMarket } from '../../../src/market/createMarket';
import { referenceTo, type Recording } from '../../../src/recordings/play/recording';
import { buildCheckpoints } from '../../../src/recordings/play/checkpoints';
import { fileOf, readTape } from '../dbn/dbnFiles';
import { recordSession } from '../record/recordedSession';

const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 10 };
const weights = DEFAULT_REWARD_WEIGHTS;
const agent = { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.2 } as const;

describe('a recording', () => {
  let recording: Recording;
  beforeAll(async () => {
    const { bytes } = recordSession('base', 30, 12);
    const tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
    recording = { tape, checkpoints: buildCheckpoints(tape) };
  });

  const marketOf = (split: 'training' | 'test') => ({
    ...DEFAULT_MARKET_CONFIG,
    tape: referenceTo(recording.tape, split),
  });

  it('gives the same dataset every time, and another from another block', () => {
    const episodes = [1, 2].map((seed) => ({ agent, seed }));
    const collect = (split: 'training' | 'test') =>
      collectEpisodes({ market: marketOf(split), env, weights, episodes, recording });
    const dataset = collect('training');
    expect(dataset.rows).toBe(20);
    expect(Math.max(...dataset.midInnovationTicks)).toBe(0);
    expect(datasetHash([collect('training')])).toBe(datasetHash([dataset]));
    expect(datasetHash([collect('test')])).not.toBe(datasetHash([dataset]));
  });

  it('is evaluated on with its own volume, of which the agent has a share', () => {
    const [metrics] = evaluateAgent({
      market: marketOf('test'),
      env,
      weights,
      agent,
      seeds: [3],
      recording,
    });
    expect(metrics.steps).toBe(10);
    expect(metrics.marketContracts).toBeGreaterThan(0);
  });

  it('tells how long its news took', () => {
    const { market } = createEnvironment({ market: marketOf('test'), env, weights, recording });
    market.advanceTo(1e9);
    expect(market.marketDataLatencyNs).toBe(0);
  });

  it('has to come with a config that names it', () => {
    const market = marketOf('test');
    expect(parseMarketConfig(market)).toEqual(market);
    const message = `market.tape: expected the recording of ES with the content ${recording.tape.header.hash}, got nothing`;
    expect(() => createEnvironment({ market, env, weights })).toThrow(message);
    expect(() => createMarket(market)).toThrow(message);
  });
});
