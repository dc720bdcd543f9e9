/**
 * Measures what the environment costs: steps per second with the market's flow in them, and the
 * observation alone. Flow is measured over many minutes of market, in processor time, because quiet
 * and busy stretches differ. The rest is the best of many short rounds, which a busy machine
 * disturbs least. A plain loop of additions in the same run tells how fast the machine was.
 */
import { createAgent } from '../../agents/createAgent';
import { ES_BASELINES } from '../../agents/baselines/tunedBaselines';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  FULL_OBSERVATION,
  type EnvConfig,
  type ObservationConfig,
} from '../../env/config';
import { MarketMakingEnv } from '../../env/marketMakingEnv';
import { MarketSignals } from '../../env/marketSignals';
import { ObservationWriter } from '../../env/observation';
import { observationLayout } from '../../env/observationLayout';
import { QuoteGateway } from '../../env/quoteGateway';
import { ACTION_LENGTH } from '../../env/types';
import { DEFAULT_MARKET_CONFIG } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { judged, type BenchResult } from '../output/results';
import { leastGarbage } from './heap';
import { bestNs } from './timing';

const WARM_UP_STEPS = 5000;
/** Steps over which flow is measured: half an hour of market. */
const FLOW_STEPS = 20_000;
/** Steps of a round, which takes a millisecond or two. */
const STEPS = 500;
/** Agents of the arena. */
const ARENA_AGENTS = 4;
const OBSERVATIONS = 4000;
const ADDITIONS = 1_000_000;

export function benchEnv(): BenchResult[] {
  const still = player(false);
  return [
    judged('env.es.stepsPerSecond', 1e9 / measureFlow(), 'steps/s', [100_000, null]),
    { name: 'env.es.marketNsPerStep', value: measureMarket(), unit: 'ns' },
    judged(
      'env.es.ownNsPerStep',
      bestNs(STEPS, () => still(STEPS)),
      'ns',
      [null, 2000],
    ),
    judged('env.es.arenaShare', measureArena(), '', [0.9, null]),
    judged('env.es.bytesPerStep', measureHeap(), 'bytes', [null, 160]),
    judged('env.observation.compactNs', measureObservation(DEFAULT_ENV_CONFIG.observation), 'ns', [
      null,
      300,
    ]),
    judged('env.observation.fullNs', measureObservation(FULL_OBSERVATION), 'ns', [null, 600]),
    { name: 'env.reference.additionNs', value: measureAddition(), unit: 'ns' },
  ];
}

const LONG: EnvConfig = {
  ...DEFAULT_ENV_CONFIG,
  episodeLength: 1_000_000,
  maxLossDollars: 1e9,
};

/** Measures nanoseconds of processor time per operation. */
function processorNs(count: number, run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count;
}

/**
 * Measures what four agents in one book take of their own share: four times the time of one alone,
 * over theirs.
 */
function measureArena(): number {
  const [one, four] = [player(false), player(false, ARENA_AGENTS - 1)].map((play) =>
    bestNs(STEPS, () => play(STEPS)),
  );
  return (ARENA_AGENTS * one) / four;
}

/**
 * Lets a maker quote at the touch in an episode that does not end.
 * @param flow whether the market moves
 * @param rivals others of its kind beside it
 * @returns a function that plays this many steps
 */
function player(flow: boolean, rivals = 0): (steps: number) => void {
  const market = createMarket(DEFAULT_MARKET_CONFIG);
  const maker = () => createAgent(ES_BASELINES.imbalanceMaker, LONG);
  const others = Array.from({ length: rivals }, () => ({
    config: LONG,
    weights: DEFAULT_REWARD_WEIGHTS,
    trader: maker(),
  }));
  const env = new MarketMakingEnv(market, LONG, DEFAULT_REWARD_WEIGHTS, undefined, others);
  const agent = maker();
  const action = new Float64Array(ACTION_LENGTH);
  env.reset({ seed: 1 });
  agent.reset(1);
  const play = (steps: number) => {
    for (let step = 0; step < steps; step++) {
      agent.act(env.context, action);
      env.step(action);
    }
  };
  play(WARM_UP_STEPS);
  if (!flow) market.advanceTo = () => {};
  return play;
}

function measureFlow(): number {
  const play = player(true);
  return processorNs(FLOW_STEPS, () => play(FLOW_STEPS));
}

/** Measures the same market time with nobody trading in it. */
function measureMarket(): number {
  const market = createMarket(DEFAULT_MARKET_CONFIG);
  const stepNs = DEFAULT_ENV_CONFIG.decisionIntervalSeconds * 1e9;
  market.advanceTo(WARM_UP_STEPS * stepNs);
  return processorNs(FLOW_STEPS, () => market.advanceTo(market.timeNs + FLOW_STEPS * stepNs));
}

/**
 * Measures bytes of garbage per step. No object is made; what is left is numbers that V8 boxes, 16
 * bytes each, where they cross a call.
 */
function measureHeap(): number {
  const play = player(true);
  return leastGarbage(WARM_UP_STEPS, () => play(WARM_UP_STEPS));
}

/** Measures signals and observation of one step, from a book at rest. */
function measureObservation(observation: ObservationConfig): number {
  const market = createMarket(DEFAULT_MARKET_CONFIG);
  const config = { ...DEFAULT_ENV_CONFIG, observation };
  const gateway = new QuoteGateway(market, config);
  const { bestBid, bestAsk } = market.book;
  gateway.send(0, { bidPrice: bestBid, bidSize: 5, askPrice: bestAsk, askSize: 5 });
  gateway.deliver();
  const signals = new MarketSignals(config.decisionIntervalSeconds);
  signals.reset(market.book);
  const { length } = observationLayout(observation);
  const writer = new ObservationWriter(config, new Float32Array(length));
  const state = {
    position: 3,
    unrealisedHalfTicks: 5,
    secondsSinceFill: 1,
    timeLeftShare: 0.5,
    bid: gateway.bid,
    ask: gateway.ask,
  };
  writer.writeFirst(market.book, signals, state);
  return bestNs(OBSERVATIONS, () => {
    for (let i = 0; i < OBSERVATIONS; i++) {
      signals.update(market.book);
      writer.writeNext(market.book, signals, state);
    }
  });
}

function measureAddition(): number {
  const values = Float64Array.from({ length: 1024 }, (_, i) => i);
  const total = new Float64Array(1);
  return bestNs(ADDITIONS, () => {
    let sum = 0;
    for (let i = 0; i < ADDITIONS; i++) sum += values[i & 1023];
    total[0] += sum;
  });
}
