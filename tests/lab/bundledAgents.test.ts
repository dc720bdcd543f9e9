import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BUNDLED_AGENT_FILES,
  BUNDLED_AGENT_NAMES,
  loadBundledAgent,
} from '../../src/lab/bundledAgents';
import { policySpec } from '../../src/agents/policies/policySpec';
import { deriveSeeds } from '../../src/agents/seeds';
import type { RewardWeights } from '../../src/env/types';
import { WEIGHT_RANGES } from '../../src/env/weightRanges';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { mean } from '../../src/evaluation/statistics';

/** Serves files as the page is served, with what is under public beside it. */
const served = (address: string) =>
  Promise.resolve(new Response(Uint8Array.from(readFileSync(`public/${address}`))));

const answer =
  (body: string | Uint8Array<ArrayBuffer>, status = 200) =>
  () =>
    Promise.resolve(new Response(body, { status }));

describe('the agents that come with the page', () => {
  it('are sound files below 200 kB that beat cloning and every closed form they are listed with', async () => {
    for (const name of ['pretrainedEs', 'pretrainedToxic'] as const) {
      const { length } = readFileSync(`public/agents/${BUNDLED_AGENT_FILES[name]}`);
      expect(length, name).toBeLessThan(200_000);
      const { card, policy } = await loadBundledAgent(name, served);
      expect(policy.version, 'no run under way has made it').toBe(0);
      const returns = new Map(
        card.evaluation?.rows.map(({ agent, metrics }) => [agent, metrics['return'].estimate]),
      );
      const own = returns.get('IQL') ?? Number.NaN;
      for (const other of ['BC', 'random', 'GLFT γ 1', 'Avellaneda-Stoikov γ 0.005']) {
        expect(own, `${name} against ${other}`).toBeGreaterThan(returns.get(other) ?? Number.NaN);
      }
    }
  });

  it('follow the weights: that of ES holds half as much where inventory or adverse selection costs most', async () => {
    const toxic = await loadBundledAgent('pretrainedToxic', served);
    expect(toxic.policy.weightRanges).toEqual(WEIGHT_RANGES);
    const { card, policy } = await loadBundledAgent('pretrainedEs', served);
    expect(policy.weightRanges).toEqual(WEIGHT_RANGES);
    const { market, env, weights } = card.config;
    const held = (moved: Partial<RewardWeights>) => {
      const episodes = evaluateAgent({
        market,
        env,
        weights: { ...weights, ...moved },
        agent: policySpec(policy, 1),
        seeds: deriveSeeds(7, 'evaluation', 12),
      });
      return mean(episodes.map(({ meanAbsInventory }) => meanAbsInventory));
    };
    expect(held({ inventoryPenalty: 1000 })).toBeLessThan(held({ inventoryPenalty: 0 }) / 2);
    expect(held({ adverseSelection: 2 })).toBeLessThan(held({ adverseSelection: 0 }) / 2);
  }, 60_000);

  it('were trained where their names say', async () => {
    const [es, toxic] = await Promise.all(
      BUNDLED_AGENT_NAMES.map((name) => loadBundledAgent(name, served)),
    );
    expect(es.card.config.market).toEqual({ preset: 'es', regime: 'base' });
    expect(toxic.card.config.market).toEqual({ preset: 'es', regime: 'toxic' });
  });

  it('has a transformer among them, larger, asked for a return and better than random quoting', async () => {
    const { length } = readFileSync('public/agents/es-dt.safetensors');
    expect(length).toBeLessThan(1_000_000);
    const { card, policy } = await loadBundledAgent('pretrainedTransformer', served);
    expect(policy.kind).toBe('decisionTransformer');
    expect(card.targetReturn).toBeGreaterThan(0);
    const [own, ...others] = card.evaluation?.rows ?? [];
    const random = others.find(({ agent }) => agent === 'random');
    expect(own.agent).toBe('Decision Transformer');
    expect(own.metrics['return'].low).toBeGreaterThan(random?.metrics['return'].high ?? Number.NaN);
  });

  it('are refused when a weight was changed on the way', async () => {
    const bytes = Uint8Array.from(readFileSync('public/agents/es.safetensors'));
    bytes[bytes.length - 100] ^= 1;
    await expect(loadBundledAgent('pretrainedEs', answer(bytes))).rejects.toThrow(
      /^agents\/es\.safetensors: agent\.hash: expected [0-9a-f]{16}, got "[0-9a-f]{16}"$/,
    );
  });

  it('are refused by name when a server answers with a page, an error or nothing', async () => {
    const load = (fetchFile: (address: string) => Promise<Response>) =>
      loadBundledAgent('pretrainedEs', fetchFile);
    await expect(load(answer('<!doctype html>'))).rejects.toThrow(
      /^agents\/es\.safetensors: agent.*: expected /,
    );
    await expect(load(answer('', 404))).rejects.toThrow(
      'agents/es.safetensors: expected a file that can be fetched, got "status 404"',
    );
    await expect(load(() => Promise.reject(new Error('offline')))).rejects.toThrow('"offline"');
    await expect(load(answer(new Uint8Array(2 ** 20 + 1)))).rejects.toThrow(
      'at most 1048576 bytes',
    );
  });
});
