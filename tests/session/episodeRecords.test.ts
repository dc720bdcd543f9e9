import { describe, expect, it } from 'vitest';
import { rivalBaseline } from '../../src/agents/rivals/rivalBaselines';
import type { SharedMarketConfig } from '../../src/agents/rivals/sharedMarket';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { ACTION_LENGTH } from '../../src/env/types';
import {
  PERSON,
  recordOf,
  recordSoFar,
  recordsOfGame,
  type KnownEpisode,
} from '../../src/session/episodeRecords';
import { SessionMarket } from '../../src/session/sessionMarket';

const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 20 };
const spec = { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.2 } as const;
const fallback = { agent: { kind: 'doNothing' } as const, decisions: 3 };
const esBase: SharedMarketConfig = { preset: 'es', regime: 'base' };
const rivals = [{ agent: rivalBaseline('imbalanceMaker', 'es') }];

/** An episode that was played for so many steps by traders of these keys, in turn. */
function played(config: SharedMarketConfig = esBase, playKeys: readonly number[] = [5, 5, 5]) {
  const market = new SessionMarket({ market: config });
  const play = market.createPlay(env, env.observation, DEFAULT_REWARD_WEIGHTS, null);
  play.start(11);
  for (const key of playKeys) play.step(new Float64Array(ACTION_LENGTH), 'fixed spread', key);
  const known: KnownEpisode = {
    episode: 4,
    seed: 11,
    market,
    agent: spec,
    actsOnWeights: false,
    spec,
    fallback,
    weights: DEFAULT_REWARD_WEIGHTS,
    isSharedByHand: false,
  };
  return { play, known };
}

const quoter = { isByHand: false, policyVersion: 7 } as const;
const baseline = { isByHand: false, policyVersion: Number.NaN } as const;

describe('the record of an episode', () => {
  it('says who played it, under what, and what it is simulated again in', () => {
    const { play, known } = played();
    const record = recordOf(play, known, quoter);
    expect(record).toMatchObject({
      id: '4-11',
      episode: 4,
      seed: 11,
      market: esBase,
      agentName: 'fixed spread',
      policyVersion: 7,
      steps: 3,
    });
    const weights = DEFAULT_REWARD_WEIGHTS;
    expect(record.origin).toEqual({
      agent: spec,
      fallback,
      weights,
      actsOnWeights: false,
      playKey: 5,
    });
    expect(record.world).toEqual({ env, weights, fallback, isOneAgent: true });
  });

  it('has no key where whoever played changed in its course', () => {
    const { play, known } = played(esBase, [5, 6]);
    const { origin, world } = recordOf(play, known, baseline);
    expect([origin?.playKey, world?.isOneAgent]).toEqual([Number.NaN, false]);
  });

  it('names the rivals in what it is simulated again in, and not in its market', () => {
    const { play, known } = played({ ...esBase, rivals });
    const { market, world } = recordOf(play, known, baseline);
    expect(market).toEqual(esBase);
    expect(world?.rivals).toEqual(rivals);
  });

  it('cannot be simulated again where a person quoted in the same book', () => {
    const { play, known } = played();
    const record = recordOf(play, { ...known, isSharedByHand: true }, PERSON);
    expect(record.world).toBeUndefined();
    expect(record.origin?.playKey).toBe(5);
  });

  it('says in its name how far it has come', () => {
    const { play, known } = played();
    expect(recordSoFar(play, known, quoter).id).toBe('4-11-so-far-3');
  });

  it('of a manual game stands beside the agent’s, and keeps the agent’s profit', () => {
    const { play, known } = played();
    const { play: rival } = played();
    const { agents, persons } = recordsOfGame(rival, play, known, 7);
    expect(agents).toEqual({ ...recordOf(rival, known, quoter), id: '4-11-agent' });
    expect(persons).toMatchObject({
      id: '4-11',
      isByHand: true,
      policyVersion: Number.NaN,
      beside: { agentName: 'fixed spread', isInBook: false },
    });
    expect(persons.besideCurve).toHaveLength(2 * 3);
  });
});
