/**
 * Episodes that a live session recorded are simulated again from what a file keeps of them, and
 * played on by the same agent, by another one, under another weighting and by hand.
 */
import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { NO_QUOTES, type ManualQuotes } from '../../src/agents/manual/manualQuotes';
import { trainedSpecs } from '../../src/agents/rivals/trainedSpecs';
import type { SharedMarketConfig } from '../../src/agents/rivals/sharedMarket';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { PRESET_REGIMES } from '../../src/market/config';
import { INSTRUMENTS } from '../../src/market/instruments';
import { finish } from '../../src/market/steps';
import type { BranchOutcome, BranchPlayer, RecordedEpisode } from '../../src/protocol/branch';
import { readEpisodeFile, writeEpisodeFile } from '../../src/protocol/episodeFile';
import type { Fallback } from '../../src/protocol/episodeOrigin';
import { sharedMarketOf } from '../../src/protocol/episodeWorld';
import {
  FILL,
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../../src/protocol/frames';
import { branchInSteps } from '../../src/session/branchPlay';
import { MarketSession } from '../../src/session/marketSession';
import {
  exampleReference,
  examplePolicy,
  exampleToldPolicy,
  exampleTransformer,
} from '../agents/policies/examplePolicy';

const LENGTH = 80;
const HALF = 35;
const skewed: AgentSpec = {
  kind: 'inventorySkewed',
  spreadTicks: 1,
  skewTicks: 0.5,
  sizeFraction: 0.5,
};
const other: AgentSpec = { kind: 'fixedSpread', spreadTicks: 2, sizeFraction: 1 };

interface Played {
  readonly agent?: AgentSpec;
  readonly market?: SharedMarketConfig;
  readonly env?: Partial<EnvConfig>;
  readonly fallback?: Fallback;
}

/** The first episode of a live session. */
function played({
  agent = skewed,
  market = { preset: 'es', regime: 'base' },
  env = {},
  fallback,
}: Played = {}): EpisodeRecord {
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    {
      market,
      trainedRivals: trainedSpecs(market),
      env: { ...DEFAULT_ENV_CONFIG, ...INSTRUMENTS[market.preset], episodeLength: LENGTH, ...env },
      agent,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 7,
      speed: 1,
      isPaused: true,
      ...(fallback !== undefined && { fallback }),
    },
    1,
    () => 0,
    {
      onEpisode: (episode) => episodes.push(episode),
      onAgentFailure: (error) => expect(error).toBeNull(),
    },
  );
  for (let step = 0; step < LENGTH && episodes.length === 0; step += 1) session.stepOnce();
  return episodes[0];
}

/** The episode as its file gives it back. */
const filed = (record: EpisodeRecord): EpisodeRecord =>
  readEpisodeFile(writeEpisodeFile({ record, name: '', bookmarks: [] })).record;

function recordedOf(record: EpisodeRecord): RecordedEpisode {
  const { world } = record;
  if (world === undefined) throw new Error('the record has no world');
  return { ...record, world };
}

/** Whoever played an episode, as its record tells. */
function samePlayer({ decider, world }: EpisodeRecord): BranchPlayer {
  if (decider === undefined || world === undefined) throw new Error('nobody decided');
  const { fallback, isOneAgent } = world;
  return { kind: 'agent', agent: decider.agent, fallback, isRecorded: isOneAgent };
}

function branch(
  record: EpisodeRecord,
  player: BranchPlayer,
  { fromStep = HALF, weights = DEFAULT_REWARD_WEIGHTS, untilStep = Infinity } = {},
): BranchOutcome {
  const recorded = recordedOf(record);
  const trainedRivals = trainedSpecs(sharedMarketOf(recorded.market, recorded.world));
  return finish(
    branchInSteps({
      recorded,
      trainedRivals,
      fromStep,
      untilStep,
      player,
      weights,
      id: 'branch',
      parent: { id: record.id, name: '', steps: fromStep },
    }),
  );
}

function episodeOf(outcome: BranchOutcome): EpisodeRecord {
  if (outcome.kind !== 'branched') throw new Error(JSON.stringify(outcome));
  return outcome.episode;
}

/** Columns of a record, of its first steps. */
function columns(record: EpisodeRecord, steps = record.steps) {
  const fills = record.fills.filter(
    (_, index) => record.fills[index - (index % FILL_LENGTH) + FILL.step] <= steps,
  );
  const rows = (
    values: { readonly length: number; slice(from: number, to: number): object } | undefined,
  ) => values?.slice(0, (values.length / record.steps) * steps);
  return {
    samples: rows(record.samples),
    fills,
    ladder: rows(record.ladder),
    queue: rows(record.queue),
    rivals: rows(record.rivals),
    marketContracts: rows(record.marketContracts),
  };
}

const slow: Partial<EnvConfig> = {
  orderLatencyMicroseconds: 30_000,
  marketDataLatencyMicroseconds: 5_000,
  latencyJitterMicroseconds: 20_000,
  makerFeeDollars: 0.31,
  takerFeeDollars: 1.7,
};
const MARKETS = (['es', 'nq', 'avellanedaStoikov'] as const).flatMap((preset) =>
  PRESET_REGIMES[preset].map((regime) => ({ preset, regime })),
);

describe.each(MARKETS)('in $preset, $regime', (market) => {
  const record = filed(played({ market, env: slow }));

  it('an episode is simulated again from its file, equal at every step, to the end', () => {
    const outcome = branch(record, samePlayer(record), { fromStep: record.steps });
    expect(columns(episodeOf(outcome))).toStrictEqual(columns(record));
  });

  it('the same agent plays on as it did', () => {
    const again = episodeOf(branch(record, samePlayer(record)));
    expect(columns(again)).toStrictEqual(columns(record));
    expect(again.decisions).toStrictEqual(record.decisions);
  });

  it('another agent differs from the branch on, and not before', () => {
    const player: BranchPlayer = { kind: 'agent', agent: other, fallback: null, isRecorded: false };
    const again = episodeOf(branch(record, player));
    expect(columns(again, HALF)).toStrictEqual(columns(record, HALF));
    const actionAt = (from: EpisodeRecord) => from.samples[HALF * SAMPLE_LENGTH + SAMPLE.spread];
    expect(actionAt(again)).not.toBe(actionAt(record));
  });
});

const fallback: Fallback = { agent: other, decisions: 2 };
const strange = { ...examplePolicy(), reference: exampleReference() };

it.each<[string, Played]>([
  ['draws its actions at random', { agent: { kind: 'random' } }],
  [
    'is asked for a return',
    { agent: { kind: 'decisionTransformer', policy: exampleTransformer(), targetReturn: 5 } },
  ],
  [
    'is told the weights',
    { agent: { kind: 'network', policy: exampleToldPolicy(), stochastic: false } },
  ],
  ['has a fallback', { agent: { kind: 'network', policy: strange, stochastic: false }, fallback }],
  [
    'has rivals',
    { market: { preset: 'es', regime: 'base', rivals: [{ agent: { kind: 'random' } }] } },
  ],
  ['loses too much', { agent: { kind: 'random' }, env: { maxLossDollars: 200 } }],
])('an agent that %s plays on as it did', (_, play) => {
  const record = filed(played(play));
  const fromStep = Math.floor(record.steps / 2);
  expect(columns(episodeOf(branch(record, samePlayer(record), { fromStep })))).toStrictEqual(
    columns(record),
  );
});

it('an agent that is told other weights plays on otherwise, and one of fixed weights does not', () => {
  const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 900, spreadPenalty: 0 };
  const play = (agent: AgentSpec) => {
    const record = played({ agent });
    return [columns(record), columns(episodeOf(branch(record, samePlayer(record), { weights })))];
  };
  const [before, after] = play({ kind: 'network', policy: exampleToldPolicy(), stochastic: false });
  expect(after).not.toEqual(before);
  const [fixed, again] = play({ kind: 'network', policy: examplePolicy(), stochastic: false });
  expect(again).toStrictEqual(fixed);
});

it('a recording that does not come out again is named by step and number, and gives no branch', () => {
  const record = played();
  const samples = record.samples.slice();
  samples[9 * SAMPLE_LENGTH + SAMPLE.fees] += 1;
  const changed = { ...record, samples };
  const { fees } = SAMPLE;
  expect(branch(changed, samePlayer(record))).toStrictEqual({
    kind: 'deviated',
    deviation: {
      step: 9,
      column: 'samples.fees',
      recorded: samples[9 * SAMPLE_LENGTH + fees],
      simulated: record.samples[9 * SAMPLE_LENGTH + fees],
    },
  });
  // What comes after the branch was never simulated again.
  expect(branch(changed, samePlayer(record), { fromStep: 9 }).kind).toBe('branched');
});

it('a branch is an episode that names its parent, is kept in a file, and can be branched from', () => {
  const record = played();
  const hand: BranchPlayer = { kind: 'hand', turns: [] };
  const once = filed(episodeOf(branch(record, hand)));
  expect(once.parent).toStrictEqual({ id: record.id, name: '', steps: HALF });
  expect(once.agentName).toBe('inventory skewed, then by hand');
  expect(once.world).toMatchObject({ isOneAgent: false, fallback: null });
  const player: BranchPlayer = { kind: 'agent', agent: skewed, fallback: null, isRecorded: false };
  const twice = episodeOf(branch(once, player, { fromStep: HALF + 20 }));
  expect(columns(twice, HALF + 20)).toStrictEqual(columns(once, HALF + 20));
  expect(twice.decider?.firstStep).toBe(HALF + 20);
});

it('a person’s quotes hold from their step on, and the branch stops where it is asked to', () => {
  const record = played();
  const at = (step: number, field: keyof typeof SAMPLE) =>
    record.samples[step * SAMPLE_LENGTH + SAMPLE[field]];
  const quotes: ManualQuotes = {
    ...NO_QUOTES,
    bid: { isOn: true, priceTicks: at(HALF, 'bestBid') - 1, size: 3 },
  };
  const outcome = branch(
    record,
    { kind: 'hand', turns: [{ fromStep: HALF + 5, quotes }] },
    { untilStep: HALF + 15 },
  );
  expect(outcome).toMatchObject({ kind: 'branched', isOver: false });
  const episode = episodeOf(outcome);
  expect(episode.steps).toBe(HALF + 15);
  const bid = (step: number) => episode.samples[step * SAMPLE_LENGTH + SAMPLE.bidPrice];
  expect(bid(HALF + 3)).toBeNaN();
  expect(bid(HALF + 7)).toBe(quotes.bid.priceTicks);
});

it('an agent that trades in a person’s book cannot be simulated again, and says nothing of a world', () => {
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    {
      market: { preset: 'es', regime: 'base' },
      env: { ...DEFAULT_ENV_CONFIG, episodeLength: 5 },
      agent: skewed,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 1,
      speed: 1,
      isPaused: true,
    },
    1,
    () => 0,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  session.quoteManually(3, NO_QUOTES, true);
  for (let step = 0; step < 5; step += 1) session.stepOnce();
  expect(episodes.map(({ world }) => world)).toEqual([undefined, undefined]);
});
