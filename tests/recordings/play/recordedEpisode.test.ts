/**
 * The environment on a tape: windows of splits, the end of a recording, and nothing called luck.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { RecordedMarket } from '../../../src/recordings/play/recordedMarket';
import { TAPE_SPLITS } from '../../../src/market/config';
import { splitSpan, startAt, windowStarts } from '../../../src/recordings/play/splits';
import type { TapeHeader } from '../../../src/recordings/tape';
import { fileOf, mboBytes, readTape, type ShortRecord } from '../dbn/dbnFiles';

const SECOND = 1e9;
/** 100 seconds: bids and asks come and go every 50 ms, and the mid drifts up. */
const RECORDS: readonly ShortRecord[] = Array.from({ length: 2_000 }, (_, i): ShortRecord[] => {
  const price = 4800 + 0.25 * Math.floor(i / 400);
  const timeNs = i * 5e7;
  return [
    ['AB', 10 * i + 1, price, 3, 128, timeNs],
    ['AA', 10 * i + 2, price + 0.25, 3, 128, timeNs],
    ['CB', 10 * i + 1, price, 3, 128, timeNs + 7e7],
    ['CA', 10 * i + 2, price + 0.25, 3, 128, timeNs + 7e7],
  ];
})
  .flat()
  .sort((a, b) => (a[5] ?? 0) - (b[5] ?? 0));

const header = (over: Partial<TapeHeader>): TapeHeader =>
  ({ openNs: 0, endNs: 1_000 * SECOND, gaps: [], halts: [], ...over }) as TapeHeader;

describe('splits', () => {
  it('are contiguous blocks with an embargo between them', () => {
    const spans = TAPE_SPLITS.map((split) => splitSpan(header({ openNs: 100 * SECOND }), split));
    expect(spans).toEqual([
      { fromNs: 100 * SECOND, toNs: 640 * SECOND },
      { fromNs: 658 * SECOND, toNs: 820 * SECOND },
      { fromNs: 838 * SECOND, toNs: 1_000 * SECOND },
    ]);
  });

  it('leave out windows with a gap or a halt in them', () => {
    const gappy = header({
      gaps: [{ fromNs: 100 * SECOND, toNs: 120 * SECOND }],
      halts: [{ fromNs: 130 * SECOND, toNs: 590 * SECOND }],
    });
    const starts = windowStarts(gappy, 'training', 60 * SECOND);
    expect(starts).toEqual([{ fromNs: 0, toNs: 40 * SECOND }]);
    expect(startAt(starts, 0.5)).toBe(20 * SECOND);
    expect(startAt(starts, 1)).toBe(40 * SECOND);
  });

  it('say when they are too short for an episode', () => {
    expect(() => windowStarts(header({}), 'test', 200 * SECOND)).toThrow(
      /tape: expected a test block without gaps of at least 200 s, the length of an episode, got "180 s in all"/,
    );
  });
});

describe('an episode on a tape', () => {
  const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 100, decisionIntervalSeconds: 0.1 };
  const play = async (split: 'training' | 'test', windowNs: number) => {
    const tape = await readTape([fileOf(mboBytes(RECORDS), 'a.dbn', 1 << 16)]);
    const market = new RecordedMarket(tape, { split, windowNs });
    return { market, env: new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS) };
  };

  it('is the same for the same seed, in its split, and calls nothing luck', async () => {
    const { market, env } = await play('test', 12 * SECOND);
    const run = (seed: number) => {
      env.reset({ seed });
      const mids: number[] = [];
      let trend = env.midTicks;
      let result = env.step([0, 0, 1, 1, 1]);
      while (!result.terminated && !result.truncated) {
        mids.push(env.midTicks);
        expect(env.midInnovationTicks).toBe(0);
        trend += env.midDriftTicks;
        result = env.step([0, 0, 1, 1, 1]);
      }
      expect(trend).toBe(mids.at(-1));
      return { startNs: market.episodeStartNs, mids };
    };
    const first = run(3);
    const span = splitSpan(market.tape.header, 'test');
    expect(first.startNs).toBeGreaterThanOrEqual(span.fromNs);
    expect(first.startNs + 12 * SECOND).toBeLessThanOrEqual(span.toNs);
    expect(first.mids).toHaveLength(99);
    expect(run(4).startNs).not.toBe(first.startNs);
    expect(run(3)).toEqual(first);
  });

  it('is truncated where the tape ends', async () => {
    // A window shorter than the episode may begin just before the end.
    const { market, env } = await play('test', 1);
    const { endNs } = market.tape.header;
    env.reset({ seed: 1 });
    let result = env.step([0, 0, 1, 1, 1]);
    let steps = 1;
    while (!result.terminated && !result.truncated) {
      result = env.step([0, 0, 1, 1, 1]);
      steps++;
    }
    const left = Math.ceil((endNs - market.episodeStartNs) / (0.1 * SECOND));
    expect(result.truncated).toBe(true);
    expect(steps).toBe(Math.min(100, left));
  });
});
