import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MANUAL_AGENT_NAME } from '../../../src/agents/manual/manualAgent';
import { SO_FAR_ID_MARK } from '../../../src/protocol/frames';
import { scoreTitle } from '../../../src/store/live/average';
import { meanProfit, meanReturn, scoresOf, withScores } from '../../../src/store/live/scores';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { exampleOrigin } from '../../components/examples';
import { openTestSession } from '../testSession';
import { frameOf, recordOf } from './frames';

/** An episode of two steps, at four dollars of spread a step. */
const episode = (id: string, playKey: number, change: Parameters<typeof recordOf>[2] = {}) => {
  const samples = [1, 2].map((step) => ({ step, spreadCapture: 4, fees: -1, equityDollars: step }));
  return recordOf(samples, [], { id, origin: exampleOrigin(playKey), ...change });
};
const scored = (...records: readonly ReturnType<typeof episode>[]) =>
  withScores(
    [],
    records.map((record) => storeEpisode(record)),
  );

describe('scores', () => {
  it('hold one agent in one market, and nothing of another', () => {
    const scores = scored(episode('a', 1), episode('b', 2), episode('c', 1));
    expect(scoresOf(scores, 1).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(meanProfit(scoresOf(scores, 1), 2).estimate).toBe(2);
    expect(meanProfit(scoresOf(scores, 3), 0).estimate).toBeNaN();
  });

  it('leave out whatever was not one agent’s whole live episode', () => {
    const { origin: _, ...fromFile } = episode('file', 1);
    const scores = scored(
      fromFile,
      episode('changed', Number.NaN),
      episode('person', 1, { isByHand: true }),
      episode(`1-7${SO_FAR_ID_MARK}3`, 1),
    );
    expect(scores).toEqual([]);
  });

  it('hold the episodes of a run that is called as a person is', () => {
    const [score] = scored(episode('a', 1, { agentName: MANUAL_AGENT_NAME, policyVersion: 3 }));
    expect(score).toMatchObject({ agentName: 'by hand', policyVersion: 3 });
  });

  it('are scored again under other weights, and say how many', () => {
    const own = { ...DEFAULT_REWARD_WEIGHTS, fees: 3 };
    const scores = scored(episode('a', 1), episode('b', 1, { origin: exampleOrigin(1, own) }));
    const exactly = (value: number) => ({ estimate: value, low: value, high: value });
    expect(meanReturn(scores, DEFAULT_REWARD_WEIGHTS, 2)).toEqual({
      value: exactly(6),
      rescored: 1,
    });
    expect(meanReturn(scores, own, 2)).toEqual({ value: exactly(2), rescored: 1 });
    expect(meanReturn([], own, 0).value.estimate).toBeNaN();
  });

  it('have the interval of their mean, as wide as what they say independently', () => {
    const [first] = scored(episode('a', 1));
    const scores = [10, 20, 30, 40].map((profitDollars) => ({ ...first, profitDollars }));
    // Student's t(3, 0.975) = 3.182446 times 12.909944 / √4.
    const { estimate, high } = meanProfit(scores, 4);
    expect([estimate, high - estimate]).toEqual([25, expect.closeTo(20.5427, 3)]);
    expect(meanProfit(scores, 1).high).toBeNaN();
  });

  it('are named by agent and market, and by the weights that the agent acts on', () => {
    const [fixed] = scored(episode('a', 1));
    expect(scoreTitle(fixed, [])).toBe('Inventory-skewed · ES');
    const told = { ...exampleOrigin(1), actsOnWeights: true };
    const [balanced] = scored(episode('a', 1, { origin: told }));
    expect(scoreTitle(balanced, [])).toBe('Inventory-skewed · ES · Balanced');
    const weights = { ...DEFAULT_REWARD_WEIGHTS, fees: 3 };
    const [own] = scored(episode('a', 1, { origin: { ...told, weights } }));
    expect(scoreTitle(own, [])).toBe('Inventory-skewed · ES · own weights');
  });

  it('are those of the live market, whatever is stored or opened beside', () => {
    const { session, events } = openTestSession();
    events.onFrame(frameOf([{ step: 1 }], [], { step: 1, playKey: 5 }));
    events.onEpisode(episode('a', 5));
    session.feed.advance(1000);
    expect(session.state.readout.playKey).toBe(5);
    expect(session.state.scores.map(({ id, playKey }) => [id, playKey])).toEqual([['a', 5]]);
    // What is stored and written as a file knows nothing of where it came from.
    expect(session.state.episodes[0].record).not.toHaveProperty('origin');
  });
});
