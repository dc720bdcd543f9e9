/** A situation in the default environment whose parts agree with each other. */
import {
  situationOf,
  layoutOf,
  readScalars,
  type Situation,
} from '../../../src/agents/decisions/situation';
import type { TypicalValues } from '../../../src/agents/decisions/typicalValues';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { LEVEL_LENGTH, observationLayout } from '../../../src/env/observationLayout';
import type { DecisionContext } from '../../../src/env/types';
import { OrderBook } from '../../../src/market/book/orderBook';

const layout = observationLayout(DEFAULT_ENV_CONFIG.observation);

/** @param changes numbers of the observation, by their names */
export function exampleSituation(changes: Readonly<Record<string, number>> = {}): Situation {
  const observation = new Float32Array(layout.length);
  const set = (name: string, value: number) => {
    observation[layout.names.indexOf(name)] = value;
  };
  for (let level = 0; level < layout.snapshotLength / LEVEL_LENGTH; level += 1) {
    for (const side of ['bid', 'ask']) {
      set(`${side}Distance[0][${level}]`, level + 0.5);
      set(`${side}Size[0][${level}]`, Math.log1p(100));
    }
  }
  set('spread', 1);
  set('volatility', 1);
  set('timeLeft', 0.5);
  set('ownBidQueue', 1);
  set('ownAskQueue', 1);
  for (const [name, value] of Object.entries(changes)) set(name, value);
  const context: DecisionContext = {
    observation,
    step: 300,
    timeSeconds: 30,
    timeLeftSeconds: 30,
    book: new OrderBook({ onExecution: () => undefined }),
    midTicks: 100,
    inventory: 0,
    maxInventory: DEFAULT_ENV_CONFIG.maxInventory,
    imbalance: 0,
    micropriceMinusMidTicks: 0,
    volatilityTicks: 1,
    weights: DEFAULT_REWARD_WEIGHTS,
  };
  const situation = situationOf(context, DEFAULT_ENV_CONFIG, layout.key);
  readScalars(situation, layoutOf(situation));
  return situation;
}

export const exampleTypical: TypicalValues = {
  source: 'recorded',
  count: 100,
  median: exampleSituation().observation,
  low: exampleSituation().observation.map((value) => value - 1),
  high: exampleSituation().observation.map((value) => value + 1),
};

export const valueOf = ({ observation }: Situation, name: string): number =>
  observation[layout.names.indexOf(name)];
