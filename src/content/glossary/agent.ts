/** Entries on the live agent, or the person who quotes by hand: quotes, position, profit. */
import { entry, type MetricText } from './entry';

export const AGENT_ENTRIES = {
  byHand: entry(
    'You quote in the agent’s place and under its rules: the same decision interval, latency and sizes, prices at most 4 ticks from the mid, and neither quote more than 2 ticks wider than the other. The agent plays the same episode beside you, so results differ only through your own orders. A quote stays at its price, and keeps its place in the queue, as long as it can rest there. A filled quote is replaced at the next decision.',
    '',
    'Quotes that stay put: every move goes to the back of the queue.',
  ),
  handDifference: entry(
    'How much more you have than the agent in the same episode.',
    'yours − the agent’s',
    'Above zero over several seeds: a single episode is mostly luck.',
  ),
  fillCount: entry(
    'How many times a quote, or part of one, has traded in this episode.',
    '',
    'As many as still earn their spread.',
  ),
  quantityAhead: entry(
    'Contracts ahead of the agent’s order in the queue, out of all contracts at its price.',
    'queue position = ahead / total',
    'Small. The front of the queue earns the spread; the back is filled when the price runs through.',
  ),
  inventory: entry(
    'Contracts held: positive is long, negative is short.',
    'inventory = bought − sold',
    'Swinging around zero, well inside the limit.',
  ),
  averageEntry: entry(
    'Average price at which the open position was built.',
    'Σ price · size / Σ size of the open position',
    'Below the mid when long, above it when short.',
  ),
  profit: entry(
    'Change of equity since the episode began, after fees, with the position valued at the mid.',
    'realised + unrealised − fees = cash + inventory · mid',
    'Rising steadily. A jagged line is a bet on direction.',
  ),
  realised: entry(
    'Profit on the closed part of the position, at average cost.',
    'Σ closed size · (exit − average entry) · $ per point',
    'Positive, and most of the profit.',
  ),
  unrealised: entry(
    'Profit the open position would make if it were closed at the mid now.',
    'inventory · (mid − average entry) · $ per point',
    'Small: a large value is a bet on direction.',
  ),
  feesPaid: entry(
    'Exchange fees paid so far in this episode.',
    'maker fee · maker contracts + taker fee · taker contracts',
    'Small beside spread capture.',
  ),
  policyVersion: entry(
    'How many times this run has replaced the live agent’s network with a newer one.',
    '',
    'Rising every couple of seconds while training.',
  ),
  stepsPerSecond: entry(
    'Decisions simulated per second of real time.',
    '',
    'Ten a second at 1× and the default interval; thousands at full speed.',
  ),
} as const satisfies Record<string, MetricText>;
