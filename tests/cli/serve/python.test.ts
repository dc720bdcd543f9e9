/**
 * The Python package against the lab. Without Python nothing of it can run, and without Gymnasium
 * only the pipe; the names of the skipped tests say so.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { createMarket } from '../../../src/market/createMarket';

const ROOT = join(import.meta.dirname, '../../..');
const PYTHON = process.env['PYTHON'] ?? 'python3';

function python(...args: readonly string[]) {
  return spawnSync(PYTHON, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
}

const hasPython = python('-c', 'import sys; assert sys.version_info >= (3, 10)').status === 0;
const hasGymnasium = hasPython && python('-c', 'import gymnasium, numpy').status === 0;

interface Played {
  readonly seed: number;
  readonly actions: readonly string[];
  readonly states: readonly string[];
}

describe('the Python package', () => {
  it.skipIf(!hasPython)('steps as the environment does, number for number (wants Python)', () => {
    const { stdout, stderr } = python('python/tests/random_steps.py');
    expect(stderr).toBe('');
    const { seed, actions, states } = JSON.parse(stdout) as Played;
    const env = new MarketMakingEnv(
      createMarket(DEFAULT_MARKET_CONFIG),
      { ...DEFAULT_ENV_CONFIG, episodeLength: actions.length },
      DEFAULT_REWARD_WEIGHTS,
    );
    const observed = Buffer.from(env.reset({ seed }).observation.buffer).toString('hex');
    expect(states[0].slice(13 * 16, -4)).toBe(observed);
    for (const [index, action] of actions.entries()) {
      const { buffer } = Uint8Array.from(Buffer.from(action, 'hex'));
      const result = env.step(new Float32Array(buffer));
      const { step, timeSeconds, midTicks, inventory, equityDollars, efficientPriceTicks } =
        result.info;
      const facts = [step, timeSeconds, midTicks, inventory, equityDollars, efficientPriceTicks];
      const numbers = Float64Array.from([result.reward, ...result.rewardTerms, ...facts]);
      const expected = [
        Buffer.from(numbers.buffer),
        Buffer.from(result.observation.buffer),
        Buffer.from([Number(result.terminated), Number(result.truncated)]),
      ];
      expect(states[index + 1]).toBe(Buffer.concat(expected).toString('hex'));
    }
    expect(actions).toHaveLength(200);
  });

  it.skipIf(!hasGymnasium)(
    'holds Gymnasium’s interface (wants gymnasium and numpy)',
    { timeout: 300_000 },
    () => {
      const { status, stderr } = python('-m', 'unittest', 'discover', '-s', 'python/tests');
      expect(stderr).toMatch(/Ran \d+ tests/);
      expect(status, stderr).toBe(0);
    },
  );
});
