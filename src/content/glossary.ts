/**
 * What every number on the page means: one sentence, its formula, and what good
 * looks like. The keys are the page's metrics; a component can only show a
 * metric that has an entry here.
 */

export interface GlossaryEntry {
  readonly label: string;
  readonly sentence: string;
  /** In plain symbols; empty when the number is counted, not computed. */
  readonly formula: string;
  readonly good: string;
}

const entry = (label: string, sentence: string, formula: string, good: string): GlossaryEntry => ({
  label,
  sentence,
  formula,
  good,
});

export const GLOSSARY = {
  price: entry(
    'Price',
    'Best bid and best ask as thin lines, the agent’s own quotes as thick ones; a triangle is a fill, hollow when the mid moved against it within a second.',
    'mid = (best bid + best ask) / 2',
    'Fills on both sides, most of them solid.',
  ),
  ladder: entry(
    'Book',
    'Contracts waiting at each price: bids on the left, asks on the right. An outline marks the agent’s own quote and how many contracts trade before it.',
    '',
    'Being near the front of a long queue: filled soon, and protected by those behind.',
  ),
  spread: entry(
    'Spread',
    'Distance from the best bid to the best ask in ticks.',
    'best ask − best bid',
    'One tick, most of the time, in this market.',
  ),
  quantityAhead: entry(
    'Ahead / total',
    'Contracts that trade before the agent’s order, of all that wait at its price.',
    'queue position = ahead / total',
    'Small: the front of the queue earns the spread, the back is filled when the price runs through.',
  ),
  inventory: entry(
    'Inventory',
    'Contracts held: positive is long, negative is short.',
    'inventory = bought − sold',
    'Swinging around zero, well inside the limit.',
  ),
  averageEntry: entry(
    'Average entry',
    'Average price at which the open position was taken.',
    'Σ price · size / Σ size of the open position',
    'Below the mid when long, above it when short.',
  ),
  profit: entry(
    'Profit',
    'Change of equity since the episode began, fees included, position valued at mid.',
    'realised + unrealised − fees = cash + inventory · mid',
    'Rising steadily; a jagged line earns by luck of direction.',
  ),
  realised: entry(
    'Realised',
    'Profit of the closed part of the position, by the average-cost method.',
    'Σ closed size · (exit − average entry) · $ per point',
    'Positive, and most of the profit.',
  ),
  unrealised: entry(
    'Unrealised',
    'What the open position would earn if it were closed at the mid now.',
    'inventory · (mid − average entry) · $ per point',
    'Small in size: large values are a bet on direction.',
  ),
  feesPaid: entry(
    'Fees paid',
    'Exchange fees of this episode so far.',
    'maker fee · maker contracts + taker fee · taker contracts',
    'Small beside spread capture.',
  ),
  rewardTerms: entry(
    'Reward by term',
    'What the agent is paid for, in bins of time: each bar is a weighted term, the line is their sum.',
    'reward = Σ weight · term',
    'Spread capture above what adverse selection takes away.',
  ),
  spreadCapture: entry(
    'Spread capture',
    'Half-spread earned by passive fills, paid when the agent takes.',
    '$ per point · Σ side · size · (mid just before − price)',
    'Large and positive.',
  ),
  adverseSelection: entry(
    'Adverse selection',
    'What the market did to fills during their first second.',
    '$ per point · ∫ (signed size of fresh fills) d mid',
    'Always negative for a maker; less than half of spread capture is good.',
  ),
  inventoryPnl: entry(
    'Inventory profit',
    'What inventory older than a second earned as the mid moved.',
    '$ per point · ∫ (inventory − fresh fills) d mid',
    'Around zero: a maker is not paid for bets.',
  ),
  fees: entry(
    'Fees',
    'Exchange fees of the step, negative when paid.',
    '−(maker fee · maker contracts + taker fee · taker contracts)',
    'Small beside spread capture.',
  ),
  inventoryPenalty: entry(
    'Inventory penalty',
    'Price put on holding a position, quadratic in it.',
    '−(inventory / limit)² per step, times its weight in dollars',
    'Near zero most of the time.',
  ),
  spreadPenalty: entry(
    'Wide-quote penalty',
    'Price put on quoting wider than the market.',
    '−max(0, quoted spread − market spread) per step, times its weight in dollars',
    'Near zero, unless the flow is toxic and width is worth its price.',
  ),
  episodeReturn: entry(
    'Return',
    'Sum of the rewards of an episode under the weights on screen. Moving a weight re-scores the same behaviour at once.',
    'Σ over steps of Σ weight · term',
    'Higher is better, but only compared under the same weights.',
  ),
  profitPerEpisode: entry(
    'Profit per episode',
    'Mean profit of the agent over its completed episodes, fees included.',
    'Σ profit / episodes',
    'Above the baseline on the same seeds.',
  ),
  againstBaseline: entry(
    'Against baseline',
    'Mean difference of profit between the trained agent and the inventory-skewed baseline, on the same fresh seeds.',
    'mean over seeds of (profit of agent − profit of baseline)',
    'Above zero by more than its interval.',
  ),
  policyVersion: entry(
    'Policy version',
    'How many times the live agent’s network has been replaced by a newer one of this run.',
    '',
    'Rising every couple of seconds while training.',
  ),
  stepsPerSecond: entry(
    'Decisions per second',
    'Decision steps simulated per second of your time.',
    '',
    'At 1× the market’s own ten a second; thousands at full speed.',
  ),
  backend: entry(
    'Backend',
    'Where training runs: WebGPU on the graphics card, or WebAssembly or JavaScript on the processor.',
    '',
    'WebGPU on a real graphics card; the others learn the same, slower.',
  ),
  updatesPerSecond: entry(
    'Updates per second',
    'Optimiser updates per second of your time.',
    'updates / seconds',
    'Higher only makes the wait shorter.',
  ),
  secondsLeft: entry(
    'Time left',
    'Until the updates of this phase are done, at the present rate.',
    'updates left / updates per second',
    '',
  ),
  policyLoss: entry(
    'Policy loss',
    'How badly the policy explains the actions it should imitate, weighted by their advantage.',
    '−mean of min(e^(β·(Q − V)), 100) · log π(action | state)',
    'Falling, then flat. It may be negative: a density can exceed 1.',
  ),
  valueLoss: entry(
    'Value loss',
    'Error of the state value as an expectile of the action values.',
    'mean of |τ − 1(Q − V < 0)| · (Q − V)²',
    'Falling at first, then small and steady.',
  ),
  criticLoss: entry(
    'Critic loss',
    'Error of both action values against reward plus discounted next value.',
    'mean of (Q₁ − y)² + (Q₂ − y)²,  y = r + γ · V(next)',
    'Falling at first, then steady; growth without end is divergence.',
  ),
  meanValue: entry(
    'V',
    'Mean state value over the batch, in scaled reward.',
    'mean of V(state)',
    'Settling; it is what the data’s better actions are worth.',
  ),
  meanQ: entry(
    'Q',
    'Mean action value of the data’s actions, the smaller of the two critics.',
    'mean of min(Q₁, Q₂)',
    'Settling just below V: V is an upper expectile of Q.',
  ),
  meanAdvantageWeight: entry(
    'Advantage weight',
    'How strongly the average action is imitated; 1 is plain cloning.',
    'mean of min(e^(β·(Q − V)), 100)',
    'Near 1, with spread: all at 1 ignores the advantage.',
  ),
  clippedShare: entry(
    'Clipped at 100',
    'Share of actions whose weight hit the limit.',
    'share of e^(β·(Q − V)) ≥ 100',
    'A few percent at most; more means β is too high for these rewards.',
  ),
  policyStd: entry(
    'Policy std',
    'Standard deviation of the policy’s actions, in scaled action space from −1 to 1.',
    'mean of e^(log σ)',
    'Falling slowly; near zero early means it has stopped exploring the data.',
  ),
  maxDrawdown: entry(
    'Drawdown',
    'Largest fall of equity from a peak within an episode.',
    'max over time of (highest so far − equity)',
    'Small beside the profit.',
  ),
  meanAbsInventory: entry(
    'Mean |inventory|',
    'Average size of the position, whichever its sign.',
    'mean of |inventory|',
    'A small part of the limit.',
  ),
  fillRate: entry(
    'Fill rate',
    'Fills per quoted side and step.',
    'fills / quoted sides',
    'Depends on style: patient agents fill less and suffer less.',
  ),
  quotedSpread: entry(
    'Quoted spread',
    'Mean distance from own bid to own ask, of steps with both.',
    'mean of (own ask − own bid)',
    'Near the market’s own spread in calm flow, wider in toxic flow.',
  ),
} as const satisfies Record<string, GlossaryEntry>;

export type MetricId = keyof typeof GLOSSARY;
