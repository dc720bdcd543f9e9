/**
 * Facts of a market that show only when somebody trades in it: how much of the volume a maker gets,
 * what he keeps of it, how long he waits for it, and what it is worth to be fast. Reference makers
 * play each session by themselves; all of them meet the same seeds.
 */
import type { MarketConfig } from '../../market/config';
import { acceptedFacts } from './acceptedFacts';
import { judgeFacts, type MarketFact, type MeasuredFact } from './factJudgement';
import type { MarketMeasurement } from './marketFacts';
import {
  MAKER_RULES,
  type MakerRequest,
  type MakerRule,
  type MakerSample,
} from './referenceMakers';
import { quantile } from '../statistics';

const MAKER_SIZES = { one: 1, ten: 10 } as const;
type MakerSize = keyof typeof MAKER_SIZES;
const SIZE_NAMES = ['one', 'ten'] as const satisfies readonly MakerSize[];

/** The rule that earns most of those whom we know, and is held against what makers really earn. */
const BEST_RULE: MakerRule = 'imbalanceMaker';

/**
 * A decision every tenth of a second, a tenth of a millisecond away: the environment's defaults.
 */
const DECISION_SECONDS = 0.1;
const LATENCY_SECONDS = 1e-4;

/** Latencies of the curve, by name, slowest first. */
const LATENCIES = { '100ms': 0.1, '10ms': 0.01, '1ms': 0.001, '100us': 0.0001 } as const;
export const LATENCY_NAMES = [
  '100ms',
  '10ms',
  '1ms',
  '100us',
] as const satisfies readonly LatencyName[];
type LatencyName = keyof typeof LATENCIES;
/** The makers of the curve decide every millisecond: in between, nothing would be quick. */
const FAST_DECISION_SECONDS = 0.001;
/** Their sessions are this much shorter, for they decide a hundred times as often. */
const FAST_SHARE = 1 / 3;

/** One maker of a session: those that decide as the environment does, then those of the curve. */
type MakerRole =
  { readonly rule: MakerRule; readonly size: MakerSize } | { readonly latency: LatencyName };

const MAKER_ROLES: readonly MakerRole[] = [
  ...MAKER_RULES.flatMap((rule) => SIZE_NAMES.map((size) => ({ rule, size }))),
  ...LATENCY_NAMES.map((latency) => ({ latency })),
];

/** What the makers of one seed did, in the order of `makerRequests`. */
export type MakerSession = readonly MakerSample[];

/** Says whether a market has queues to wait in, without which none of this can be measured. */
export const hasMakerFacts = ({ preset, tape }: MarketConfig): boolean =>
  preset !== 'avellanedaStoikov' && tape === undefined;

/** Lists the makers of one session, each a job of its own. */
export function makerRequests(
  { market, seconds }: Pick<MarketMeasurement, 'market' | 'seconds'>,
  seed: number,
): MakerRequest[] {
  return MAKER_ROLES.map((role) =>
    'latency' in role
      ? {
          market,
          seed,
          rule: BEST_RULE,
          contracts: MAKER_SIZES.ten,
          seconds: seconds * FAST_SHARE,
          decisionSeconds: FAST_DECISION_SECONDS,
          latencySeconds: LATENCIES[role.latency],
        }
      : {
          market,
          seed,
          rule: role.rule,
          contracts: MAKER_SIZES[role.size],
          seconds,
          decisionSeconds: DECISION_SECONDS,
          latencySeconds: LATENCY_SECONDS,
        },
  );
}

/** Judges the facts of makers by what the market's preset promises. @param sessions one per seed */
export function judgeMakerFacts(
  sessions: readonly MakerSession[],
  config: MarketConfig,
): MarketFact[] {
  return judgeFacts(sessions, describeMakers, acceptedFacts(config));
}

/** Dollars a minute by LATENCY_NAMES, as a mean over sessions. */
export function latencyProfits(sessions: readonly MakerSession[]): number[] {
  return LATENCY_NAMES.map((name) => {
    const index = MAKER_ROLES.findIndex((role) => 'latency' in role && role.latency === name);
    return profitPerMinute(sessions.map((session) => session[index]));
  });
}

function describeMakers(sessions: readonly MakerSession[]): MeasuredFact[] {
  const samplesOf = (rule: MakerRule, size: MakerSize) => {
    const index = MAKER_ROLES.findIndex(
      (role) => 'rule' in role && role.rule === rule && role.size === size,
    );
    return sessions.map((session) => session[index]);
  };
  const best = (name: string, unit: string, value: (samples: readonly MakerSample[]) => number) =>
    SIZE_NAMES.map((size) => ({
      name: `${name}.${size}`,
      value: value(samplesOf(BEST_RULE, size)),
      unit,
    }));
  const each = (name: string, unit: string, value: (samples: readonly MakerSample[]) => number) =>
    MAKER_RULES.flatMap((rule) =>
      SIZE_NAMES.map((size) => ({
        name: `${name}.${rule}.${size}`,
        value: value(samplesOf(rule, size)),
        unit,
      })),
    );
  const profits = latencyProfits(sessions);
  return [
    ...best('queue.aheadAtJoin', 'contracts', (s) => sum(s, 'aheadAtJoin') / sum(s, 'joined')),
    ...best('queue.aheadAtFill', 'contracts', (s) => sum(s, 'aheadAtFill') / sum(s, 'filled')),
    ...best('queue.secondsToFill', 's', (s) =>
      quantile(
        s.flatMap(({ secondsToFill }) => [...secondsToFill]),
        0.5,
      ),
    ),
    ...best('fillsPerQuote', 'share of orders', (s) => sum(s, 'filled') / sum(s, 'joined')),
    ...best(
      'shareOfVolume',
      'of contracts',
      (s) => sum(s, 'contracts') / sum(s, 'marketContracts'),
    ),
    ...each('profitPerContract', 'dollars', (s) => sum(s, 'profit') / sum(s, 'contracts')),
    ...each('profitPerMinute', 'dollars', profitPerMinute),
    ...LATENCY_NAMES.map((name, index) => ({
      name: `latency.profit.${name}`,
      value: profits[index],
      unit: 'dollars a minute',
    })),
    { name: 'latency.gain', value: profits[3] - profits[0], unit: 'dollars a minute' },
  ];
}

type Total = Exclude<keyof MakerSample, 'secondsToFill'>;

const sum = (samples: readonly MakerSample[], total: Total): number =>
  samples.reduce((before, sample) => before + sample[total], 0);

const profitPerMinute = (samples: readonly MakerSample[]): number =>
  (60 * sum(samples, 'profit')) / sum(samples, 'seconds');
