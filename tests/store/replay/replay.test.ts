import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import {
  createFrame,
  HEADER,
  LADDER_ROWS,
  RECORD_LADDER_LEVELS,
  STATE_FIELDS,
} from '../../../src/protocol/frames';
import { MarketSession } from '../../../src/session/marketSession';
import { accountsOf } from '../../../src/store/replay/recordAccounts';
import { stateAtStep } from '../../../src/store/replay/replay';

/**
 * Rounds to a millionth, so that sums taken in another order are the same; −0 becomes 0, NaN stays.
 */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

const VOLUME = ['marketContracts', 'shareOfVolume'] as const;

describe('the state at a step of a record', () => {
  it('is the one that the live frame showed', () => {
    let nowMs = 0;
    const session = new MarketSession(
      {
        market: { preset: 'es', regime: 'base' },
        env: DEFAULT_ENV_CONFIG,
        agent: { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 1, sizeFraction: 0.5 },
        weights: DEFAULT_REWARD_WEIGHTS,
        seed: 7,
        speed: 1,
      },
      1,
      () => nowMs,
      { onEpisode: () => undefined, onAgentFailure: () => undefined },
    );
    const live = createFrame();
    const replayed = createFrame();
    let quoted = 0;
    for (let look = 0; look < 40; look++) {
      nowMs += 200;
      session.run(10);
      session.writeFrame(live, nowMs);
      const record = session.recordSoFar();
      const last = record.steps - 1;
      stateAtStep(record, accountsOf(record), last, replayed.header, replayed.ladder);
      quoted += Number(replayed.header[HEADER.bidSize] > 0);
      for (const field of [...STATE_FIELDS, ...VOLUME, 'ladderBasePrice'] as const) {
        // A record is as long as it came so far.
        if (field === 'episodeLength') continue;
        expect(rounded(replayed.header[HEADER[field]]), field).toBe(
          rounded(live.header[HEADER[field]]),
        );
      }
      for (let row = 0; row < LADDER_ROWS; row++) {
        const price = live.header[HEADER.ladderBasePrice] + row;
        const isBidKept = price > live.header[HEADER.bestBid] - RECORD_LADDER_LEVELS;
        const isAskKept = price < live.header[HEADER.bestAsk] + RECORD_LADDER_LEVELS;
        if (!isBidKept || !isAskKept) continue;
        expect(replayed.ladder[2 * row]).toBe(live.ladder[2 * row]);
        expect(replayed.ladder[2 * row + 1]).toBe(live.ladder[2 * row + 1]);
      }
    }
    expect(quoted).toBeGreaterThan(20);
    expect(live.header[HEADER.fillsSoFar]).toBeGreaterThan(0);
    expect(replayed.header[HEADER.shareOfVolume]).toBeGreaterThan(0);
    // A record of an earlier version does not say.
    const { marketContracts: _, ...older } = session.recordSoFar();
    stateAtStep(older, accountsOf(older), 5, replayed.header, replayed.ladder);
    for (const field of VOLUME) expect(replayed.header[HEADER[field]]).toBeNaN();
  });
});
