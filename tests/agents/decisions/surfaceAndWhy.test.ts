import { describe, expect, it } from 'vitest';
import { createDecider } from '../../../src/agents/decisions/decider';
import { explainQuotes } from '../../../src/agents/decisions/quoteExplanation';
import { SurfaceScan } from '../../../src/agents/decisions/responseSurface';
import { moveFeature } from '../../../src/agents/decisions/features';
import { layoutOf } from '../../../src/agents/decisions/situation';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import { createAgent } from '../../../src/agents/createAgent';
import { NetworkPolicy } from '../../../src/agents/policies/networkPolicy';
import { DecisionTransformerAgent } from '../../../src/agents/policies/decisionTransformerAgent';
import { unscaleDimension } from '../../../src/env/actionMap';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { ACTION, ACTION_LENGTH, type DecisionContext } from '../../../src/env/types';
import { OrderBook } from '../../../src/market/book/orderBook';
import { examplePolicy, exampleToldPolicy, exampleTransformer } from '../policies/examplePolicy';
import { exampleSituation, exampleTypical } from './exampleSituation';

const env = DEFAULT_ENV_CONFIG;
const weights = DEFAULT_REWARD_WEIGHTS;
const axes = { x: 'inventory', y: 'imbalance', steps: 5 } as const;

function scanOf(spec: AgentSpec, over: readonly AgentSpec[] = [], situation = exampleSituation()) {
  const named = over.map((form) => ({ name: form.kind, decider: createDecider(form, env) }));
  const decider = createDecider(spec, env);
  const scan = new SurfaceScan(decider, situation, weights, exampleTypical, axes, named);
  while (!scan.isDone) scan.next();
  return scan.surface;
}

const contextOf = (situation: ReturnType<typeof exampleSituation>): DecisionContext => ({
  ...situation,
  timeSeconds: 0,
  book: new OrderBook({ onExecution: () => undefined }),
  weights,
});

describe('a response surface', () => {
  it('is what the policy itself decides at every point', () => {
    const policy = examplePolicy();
    const surface = scanOf({ kind: 'network', policy, stochastic: true });
    const network = new NetworkPolicy(policy);
    for (const [row, column] of [
      [0, 0],
      [1, 4],
      [4, 2],
    ]) {
      const situation = exampleSituation();
      const layout = layoutOf(situation);
      moveFeature(situation, layout, 'inventory', surface.xValues[column]);
      moveFeature(situation, layout, 'imbalance', surface.yValues[row]);
      network.forward(situation.observation);
      const spread = unscaleDimension(network.mean[ACTION.spread], ACTION.spread);
      const skew = unscaleDimension(network.mean[ACTION.bidSkew], ACTION.bidSkew);
      const at = row * axes.steps + column;
      expect(surface.grid.bidOffset[at]).toBeCloseTo(spread / 2 - skew, 5);
      const size = unscaleDimension(network.mean[ACTION.askSize], ACTION.askSize);
      expect(surface.grid.askSize[at]).toBeCloseTo(size * env.maxOrderSize, 4);
    }
  });

  it('has the closed form of Avellaneda and Stoikov over it', () => {
    const gamma = 0.02;
    const k = 2;
    const form: AgentSpec = { kind: 'avellanedaStoikov', gamma, k, sizeFraction: 0.1 };
    const { over, xValues } = scanOf({ kind: 'doNothing' }, [form]);
    // σ = 1 tick per √s and 30 s are left: equations 3.17 and 3.18 of the paper.
    const half = (gamma * 30 + (2 / gamma) * Math.log(1 + gamma / k)) / 2;
    const bid = xValues.map((inventory) => half + inventory * gamma * 30);
    expect(xValues[3]).toBe(25);
    // Beyond two ticks to one side a quote cannot be asked for: the middle of the grid can.
    expect(over[0].grid.bidOffset[2 * axes.steps + 2]).toBeCloseTo(bid[2], 5);
    expect(over[0].grid.askOffset[2 * axes.steps + 2]).toBeCloseTo(half, 5);
  });
});

describe('why a quote is what it is', () => {
  const explain = (spec: AgentSpec, situation = exampleSituation()) =>
    explainQuotes(createDecider(spec, env), situation, weights, exampleTypical);

  it('is the inventory for a rule that leans on it, and nothing else', () => {
    const rule: AgentSpec = {
      kind: 'inventorySkewed',
      spreadTicks: 2,
      skewTicks: 1,
      sizeFraction: 0.5,
    };
    const { groups } = explain(rule, exampleSituation({ inventory: 0.5, imbalance: 0.9 }));
    expect(groups[0].group).toBe('inventory');
    // Half of the limit moves both quotes down by half a tick.
    expect(groups[0].effect.bidOffset).toBeCloseTo(0.5, 6);
    expect(groups[0].effect.askOffset).toBeCloseTo(-0.5, 6);
    for (const { effect } of groups.slice(1)) {
      expect(Object.values(effect).every((value) => Math.abs(value) < 1e-9)).toBe(true);
    }
  });

  it('is the imbalance for a maker that reads it', () => {
    const maker: AgentSpec = {
      kind: 'imbalanceMaker',
      threshold: 0.4,
      inventoryLean: 2,
      sizeFraction: 0.3,
    };
    const { groups, quotes } = explain(maker, exampleSituation({ imbalance: -0.8 }));
    expect(groups[0].group).toBe('imbalance');
    expect(groups[0].effect.bidOffset).toBeCloseTo(1, 6);
    expect(quotes.bidOffset).toBeCloseTo(1, 6);
  });

  it('has the weights among its reasons only for an agent that is told them', () => {
    const names = (policy: ReturnType<typeof examplePolicy>) =>
      explain({ kind: 'network', policy, stochastic: false }).groups.map(({ group }) => group);
    expect(names(exampleToldPolicy())).toContain('weights');
    expect(names(examplePolicy())).not.toContain('weights');
  });
});

describe('asking a Decision Transformer', () => {
  it('replaces its newest observation, and leaves the agent that trades as it is', () => {
    const policy = exampleTransformer();
    const spec: AgentSpec = { kind: 'decisionTransformer', policy, targetReturn: 5 };
    const [asked, untouched] = [0, 1].map(
      () => new DecisionTransformerAgent(policy, spec.targetReturn, env),
    );
    const action = new Float64Array(ACTION_LENGTH);
    const answer = new Float64Array(ACTION_LENGTH);
    const decider = createDecider(spec, env);
    for (const inventory of [0, 0.2, 0.4, 0.6]) {
      const situation = exampleSituation({ inventory });
      asked.act(contextOf(situation), action);
      decider.recall?.(asked);
      expect(decider.memory).toBe('history');
      decider.decide(exampleSituation({ inventory: -0.5 }), weights, answer);
      expect([...answer]).not.toEqual([...action]);
      decider.decide(situation, weights, answer);
      expect([...answer]).toEqual([...action]);
      untouched.act(contextOf(situation), answer);
      expect([...answer]).toEqual([...action]);
    }
  });

  it('decides without a past where none was recorded', () => {
    const policy = exampleTransformer();
    const decider = createDecider({ kind: 'decisionTransformer', policy, targetReturn: 5 }, env);
    decider.recall?.(null);
    expect(decider.memory).toBe('forgotten');
    const answer = new Float64Array(ACTION_LENGTH);
    decider.decide(exampleSituation(), weights, answer);
    const first = createAgent({ kind: 'decisionTransformer', policy, targetReturn: 5 }, env);
    const action = new Float64Array(ACTION_LENGTH);
    first.act(contextOf(exampleSituation()), action);
    expect([...answer]).toEqual([...action]);
  });
});
