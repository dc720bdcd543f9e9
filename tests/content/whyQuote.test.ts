import { describe, expect, it } from 'vitest';
import type { FeatureGroup } from '../../src/agents/decisions/featureGroups';
import { sizeOfEffect, type GroupEffect } from '../../src/agents/decisions/quoteExplanation';
import { QUOTE_QUANTITIES, type Quotes } from '../../src/agents/decisions/quotes';
import { groupValuesText, whyText } from '../../src/content/whyQuote';
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { WhyAnswer } from '../../src/protocol/decisions';

const MAX_ORDER_SIZE = 50;

type Typical = readonly [FeatureGroup, Partial<Quotes>];
const NOTHING = { bidOffset: 1, askOffset: 1, spread: 2, bidSize: 0.1, askSize: 0.1 };

/** @param typical what the quotes would be with each group typical */
function answerOf(
  quotes: Quotes,
  typical: readonly Typical[],
  queues: Readonly<Record<'now' | 'typical', readonly [bid: number, ask: number]>>,
): WhyAnswer {
  const groups = typical
    .map(([group, changes]): GroupEffect => {
      const otherwise = { ...quotes, ...changes };
      const effect = { ...quotes };
      for (const quantity of QUOTE_QUANTITIES) effect[quantity] -= otherwise[quantity];
      return { group, otherwise, effect };
    })
    .toSorted(
      (one, other) =>
        sizeOfEffect(quotes, other, MAX_ORDER_SIZE) - sizeOfEffect(quotes, one, MAX_ORDER_SIZE),
    );
  return {
    name: 'policy',
    kind: 'network',
    reads: null,
    hearsWeights: false,
    memory: 'none',
    step: 0,
    typicalSource: 'recorded',
    typicalCount: 100,
    features: [
      { feature: 'timeLeft', now: 0.57, typical: 0.5 },
      { feature: 'ownBidQueue', now: queues.now[0], typical: queues.typical[0] },
      { feature: 'ownAskQueue', now: queues.now[1], typical: queues.typical[1] },
    ],
    maxOrderSize: MAX_ORDER_SIZE,
    weights: DEFAULT_REWARD_WEIGHTS,
    isReplaced: false,
    explanation: { quotes, groups },
  };
}

const OUT = { now: [1, 1], typical: [0.4, 0.33] } as const;
const IN = { now: [0.2, 0.5], typical: [0.4, 0.33] } as const;
const UNQUOTED: readonly Typical[] = [
  ['time', { bidOffset: 0.93, askOffset: 0.95 }],
  ['ownQuotes', { bidSize: 0.9, askSize: 0.9 }],
  ['returns', { bidSize: 0.2, askSize: 0.2 }],
];

describe('where nothing is quoted', () => {
  it('names what makes the size small, not what moves prices of quotes that do not exist', () => {
    const answer = answerOf(NOTHING, UNQUOTED, OUT);
    expect(answer.explanation.groups[0].group).toBe('ownQuotes');
    expect(whyText(answer)).toBe(
      'No bid and no ask: their sizes of 0.1 and 0.1 contracts round to 0; mostly that it has no order in a queue (typically 40 % ahead of the bid, 33 % of the ask): if typical, 0.9 and 0.9 contracts. Next comes recent returns.',
    );
  });

  it('says so where the typical size would be no quote either, and where nothing is the reason', () => {
    const still = answerOf(NOTHING, [['returns', { bidSize: 0.3, askSize: 0.2 }]], OUT);
    expect(whyText(still)).toMatch(/if typical, 0\.3 and 0\.2 contracts, which round to 0, too\.$/);
    const none = answerOf(NOTHING, [['time', { bidOffset: 0, bidSize: 0 }]], OUT);
    expect(whyText(none)).toBe(
      'No bid and no ask: their sizes of 0.1 and 0.1 contracts round to 0, with any one of these typical, too.',
    );
  });

  it('has a reason for each side where they differ', () => {
    const answer = answerOf(
      NOTHING,
      [
        ['inventory', { bidSize: 2 }],
        ['time', { askSize: 1 }],
      ],
      OUT,
    );
    expect(whyText(answer)).toBe(
      'No bid: its size of 0.1 contracts rounds to 0; mostly the inventory: if typical, 2.0 contracts. No ask: its size of 0.1 contracts rounds to 0; mostly the time left (57 %, typically 50 %): if typical, 1.0 contracts.',
    );
  });
});

describe('where one side is quoted', () => {
  it('explains the missing side by its size, and the other by its price', () => {
    const answer = answerOf(
      { ...NOTHING, askSize: 5 },
      [
        ['time', { bidOffset: 0, askOffset: 0.9 }],
        ['inventory', { bidSize: 3 }],
      ],
      IN,
    );
    expect(whyText(answer)).toBe(
      'No bid: its size of 0.1 contracts rounds to 0; mostly the inventory: if typical, 3.0 contracts. The ask is mostly the time left (57 %, typically 50 %): if typical, the ask would be 0.10 ticks nearer.',
    );
  });
});

describe('where both sides are quoted', () => {
  const quotes = { ...NOTHING, bidSize: 5, askSize: 5 };

  it('puts what a quote owes its existence to before what moves it', () => {
    const answer = answerOf(
      quotes,
      [
        ['time', { bidOffset: 0.3, askOffset: 0.9 }],
        ['inventory', { bidSize: 0.2, bidOffset: 0.1 }],
      ],
      IN,
    );
    expect(whyText(answer)).toBe(
      'Mostly the inventory: if typical, there would be no bid. Next comes the time left.',
    );
  });
});

it('gives the own queue of now and the typical one', () => {
  const text = (queues: Parameters<typeof answerOf>[2]) =>
    groupValuesText('ownQuotes', answerOf(NOTHING, [], queues));
  expect(text(OUT)).toBe('no order in a queue, typically 40 % ahead of the bid, 33 % of the ask');
  expect(text({ now: [0.5, 1], typical: [1, 0.25] })).toBe(
    '50 % ahead of the bid, no ask in a queue, typically no bid in a queue, 25 % ahead of the ask',
  );
  expect(text({ now: [1, 1], typical: [1, 1] })).toBe('no order in a queue, as is typical');
});
