/** Records of episodes that were played: their rows explain each other, as those of files must. */
import { createAgent } from '../../src/agents/createAgent';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { ACTION_LENGTH } from '../../src/env/types';
import type { MarketConfig } from '../../src/market/config';
import { createMarket } from '../../src/market/createMarket';
import { INSTRUMENTS } from '../../src/market/instruments';
import type { EpisodeRecord } from '../../src/protocol/frames';
import { MarketPlay } from '../../src/session/episodePlay';

export function playedEpisode(
  spec: AgentSpec,
  {
    market = { preset: 'es', regime: 'toxic' },
    env = {},
    seed = 7,
  }: {
    readonly market?: MarketConfig;
    readonly env?: Partial<EnvConfig>;
    readonly seed?: number;
  } = {},
): EpisodeRecord {
  const config = { ...DEFAULT_ENV_CONFIG, ...INSTRUMENTS[market.preset], ...env };
  const play = new MarketPlay(
    new MarketMakingEnv(createMarket(market), config, DEFAULT_REWARD_WEIGHTS),
    null,
  );
  const agent = createAgent(spec, config);
  const action = new Float64Array(ACTION_LENGTH);
  play.start(seed);
  agent.reset(seed);
  while (play.isActive) {
    agent.act(play.env.context, action);
    const { reward } = play.step(action, agent.name, 0);
    agent.observeReward?.(reward);
  }
  // A file holds no origin.
  const { origin: _, ...record } = play.record(
    { episode: 3, seed, market, isByHand: false, policyVersion: Number.NaN },
    {
      agent: { kind: 'doNothing' },
      fallback: null,
      weights: DEFAULT_REWARD_WEIGHTS,
      actsOnWeights: false,
    },
  );
  return record;
}
