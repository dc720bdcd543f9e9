/**
 * Markets that are fuzzed as files, and what must hold of one that is read: an agent trades in it.
 */
import { createAgent } from '../../agents/createAgent';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { MarketMakingEnv } from '../../env/marketMakingEnv';
import { ACTION_LENGTH } from '../../env/types';
import { createMarket } from '../../market/createMarket';
import { formatMarketFile, parseMarketFile } from '../../protocol/marketFile';
import { must } from './judgement';

const fitted = { estimate: 40, low: 35, high: null, observations: 900, isIdentified: true };

export const exampleMarketFiles = (): readonly string[] => [
  formatMarketFile('ES by hand', { preset: 'es', regime: 'toxic' }),
  formatMarketFile('Fitted', { preset: 'nq', regime: 'base' }, { tether: fitted }),
];

export function judgeMarket(input: Uint8Array): void {
  const { name, market, fit } = parseMarketFile(new TextDecoder().decode(input));
  const once = formatMarketFile(name, market, fit);
  const again = parseMarketFile(once);
  must(
    formatMarketFile(again.name, again.market, again.fit) === once,
    'it is another market when it is written and read',
  );
  must(!/-0[,\s\]}]/.test(once), 'it holds -0');
  for (const [parameter, { estimate, low, high }] of Object.entries(fit ?? {})) {
    const isSound = Number.isFinite(estimate) && (low ?? 0) <= (high ?? Infinity);
    must(isSound, `the fit of ${parameter} is not sound`);
  }
  const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 4 };
  const game = new MarketMakingEnv(createMarket(market), env, DEFAULT_REWARD_WEIGHTS);
  const agent = createAgent(
    { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 2, sizeFraction: 1 },
    env,
  );
  const action = new Float64Array(ACTION_LENGTH);
  game.reset({ seed: 1 });
  agent.reset(1);
  while (game.isActive) {
    agent.act(game.context, action);
    must(Number.isFinite(game.step(action).reward), 'a reward is not finite');
  }
}
