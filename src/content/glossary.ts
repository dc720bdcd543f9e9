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
  byHand: entry(
    'By hand',
    'You quote in the agent’s place, under its rules: a decision every 0.1 s, the same latency, sizes and limits, and prices within its action box: at most 4 ticks from the mid, and one quote at most 2 ticks farther out than the other. The agent plays the same episode beside you, so what differs is only what each one’s own orders change. A quote is held at its price as long as it can rest there, and keeps its place in the queue; one that was filled is put back at the next decision.',
    '',
    'Quotes that stay where they are: every move starts at the back of the queue.',
  ),
  handDifference: entry(
    'You − agent',
    'How much more you have than the agent, in the same episode.',
    'yours − the agent’s',
    'Above zero, over several seeds: one episode is mostly luck.',
  ),
  fillCount: entry(
    'Fills',
    'How many times a quote, or a part of it, has traded in this episode.',
    '',
    'As many as the spread they capture pays for.',
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
  midBefore: entry(
    'Mid before',
    'Middle of the best bid and ask just before the event that filled the quote.',
    'mid = (best bid + best ask) / 2',
    'Above the price of a buy, below the price of a sale.',
  ),
  fillReward: entry(
    'Reward of this fill',
    'What the fill alone was paid, under the weights on screen: its spread, the move of its first second, its fee.',
    'w · spread capture + w · adverse selection − w · fee',
    'Above zero; what the position earns or loses later is paid as inventory profit.',
  ),
  markout: entry(
    'Markout',
    'How far the mid moved after a fill, counted from the agent’s side.',
    'side · (mid after − mid just before the fill)',
    'Above minus half the spread: what was earned at the fill is then not lost after it.',
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
  gradientNorm: entry(
    'Gradient norm',
    'Length of the policy’s gradient before it is shortened.',
    '√ Σ (∂ loss / ∂ parameter)²',
    'Steady, or falling slowly; sudden peaks are batches that the policy did not expect.',
  ),
  valueGradientNorm: entry(
    'V gradient norm',
    'Length of the state value’s gradient.',
    '√ Σ (∂ value loss / ∂ parameter)²',
    'Falling with the value loss, then steady.',
  ),
  criticGradientNorm: entry(
    'Q gradient norm',
    'Length of both critics’ gradient together.',
    '√ Σ (∂ critic loss / ∂ parameter)²',
    'Falling with the critic loss; growth without end comes before divergence.',
  ),
  validationReturn: entry(
    'Return while training',
    'Mean return of the policy so far on eight episodes kept for that; the band is its 95 % interval over those episodes.',
    'Σ reward of an episode, averaged',
    'Rising, and above the best rule before the training ends.',
  ),
  bestBaseline: entry(
    'Best rule',
    'The highest mean return of the baselines on the same eight episodes.',
    'max over baselines of the mean return',
    'Below the policy: then training was worth it.',
  ),
  achievedReturn: entry(
    'Achieved return',
    'Mean return of a Decision Transformer for what it was asked, over eight episodes; the band is the 95 % interval.',
    'Σ reward of an episode, averaged',
    'Rising with what is asked.',
  ),
  askedReturn: entry(
    'Asked return',
    'The return that a Decision Transformer is asked for, from the lowest of its data (0 %) to the highest (100 %).',
    'lowest + share · (highest − lowest)',
    'Near what is achieved: then it can be steered.',
  ),
  trainedAgainst: entry(
    'This run',
    'Mean profit of the newest run minus the pinned agent’s on the same episodes. Over several training seeds it is the interquartile mean, with a bootstrap interval over seeds; for one seed the interval is over episodes.',
    'mean of (profit − pinned agent’s profit)',
    'An interval that lies above zero.',
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
  outOfDistribution: entry(
    'Out of distribution',
    'How unusual what the agent sees right now is beside the data it was trained on: the share of held-out training observations that were less unusual.',
    'percentile of d² = zᵀΣ⁻¹z, z the standardised observation, Σ the shrunk covariance of the training data',
    'Anywhere from 0 to 99, up and down; staying beyond 99 means that the agent was never shown such a market.',
  ),
  outOfDistributionShare: entry(
    'Beyond the 99th',
    'Share of the last 200 decisions of this episode that were more unusual than 99 % of the held-out training data.',
    'decisions beyond the 99th percentile / decisions',
    'Around 1 %: what the training data itself has. Beyond 5 % the deploy gate says no.',
  ),
  deployGate: entry(
    'Deploy gate',
    'Whether the agent may trade where nobody watches: better than the clone of its data, drawdown and inventory within limits, at home in what it sees, and its exported file acting as it does.',
    '',
    'Every line passed. Where one is not, the fallback should quote.',
  ),
  criticCalibration: entry(
    'Critic, against what followed',
    'What the critic expected of the agent’s decisions, by tenths, and the discounted return that followed them, under the rewards that it learned from. The critic saw the data’s actions; here it is asked about the agent’s.',
    'Q(s, a) against Σ γᵏ · reward',
    'Points on the dashed line. Only their order matters to the policy, so a steady slope away from it does little harm.',
  ),
  criticDisagreement: entry(
    'Critics disagree by',
    'Mean distance between the two critics over the agent’s decisions: where they differ, neither has seen enough.',
    'mean of |Q₁ − Q₂|',
    'Small beside what a decision is worth.',
  ),
  cloneSurprise: entry(
    'Surprise to its clone',
    'How unlikely the agent’s actions are to a clone of the data.',
    'mean of −log π_BC(action | state)',
    'Low is close to the data; high means that it acts where the data says little.',
  ),
  stabilityIndex: entry(
    'Stability index',
    'How far the distribution of a feature has moved from the training data; the largest of all features.',
    'PSI = Σ over bins of (actual − expected) · ln(actual / expected)',
    'Below 0.1 nothing has moved; above 0.25 it is another population.',
  ),
  unusualFeature: entry(
    'Most unusual now',
    'The three features furthest from their training mean, and the range that 98 % of the training data lies in.',
    '|value − mean| / standard deviation',
    'Values within their usual range. One outside says what has changed about the market, or about the agent’s own position.',
  ),
  dataRows: entry(
    'Rows',
    'Decision steps in the data that the learner trains on.',
    '',
    'Some ten thousand for a first policy; more helps until the behaviours repeat themselves.',
  ),
  dataBytes: entry(
    'Size',
    'Memory that the data takes in the trainer.',
    'rows · (observation, action, terms, reward and flags)',
    'Below a gigabyte.',
  ),
  behaviourEpisodes: entry(
    'Episodes',
    'How many whole episodes this behaviour played in the data.',
    '',
    'Several each: the learner can only compare what it has seen.',
  ),
  returnHistogram: entry(
    'Returns',
    'How many episodes ended with which return, on one scale for every behaviour.',
    '',
    'Some overlap: behaviours that never earn what the best do teach what to avoid, not what to do.',
  ),
  trajectoryQuality: entry(
    'Trajectory quality',
    'How good the average episode is, between the worst in the data and the best.',
    '(mean return − worst) / (best − worst)',
    'High for imitation; a learner that improves on its data can do with less. Schweighofer et al. 2021.',
  ),
  stateActionCoverage: entry(
    'Coverage',
    'How much of the world of states and actions the data shows, counted in bins.',
    'different cells visited / rows',
    'Higher leaves a learner less to guess. Schweighofer et al. 2021, over four features and the action.',
  ),
  actionEntropy: entry(
    'Action entropy',
    'How varied the actions are, averaged over their five parts.',
    'H(action bins) / log(bins)',
    'Above 0.3: with one action everywhere there is nothing to compare. 1 is uniform.',
  ),
  behaviourReturn: entry(
    'Mean return',
    'Mean sum of rewards of a behaviour’s episodes, under the weights that the data was last labelled with.',
    'Σ return / episodes',
    'Spread out: good behaviours to follow, and bad ones to avoid.',
  ),
  factSpread: entry(
    'Spread',
    'Share of time that the best ask stands so many ticks above the best bid.',
    'time at that spread / time',
    'A large-tick future such as ES stands at one tick nearly always; NQ often wider.',
  ),
  factDepth: entry(
    'Best depth',
    'Contracts waiting at the best price, both sides averaged over time.',
    'time-mean of (bid size + ask size) / 2',
    'Some dozens in ES, a few in NQ.',
  ),
  factDiffusivity: entry(
    'Diffusivity',
    'How fast the mid wanders, from its changes over a minute.',
    'mean of (mid(t + 60 s) − mid(t))² / 60 s',
    'That of the efficient price: σ² times the clock’s rate.',
  ),
  factSignature: entry(
    'Signature plot',
    'Variance of the mid per second, by the time over which it is measured.',
    'V(τ) = mean of (mid(t + τ) − mid(t))² / τ',
    'V(0.1 s) is 1 to 2.2 times V(60 s): a little bounce, and no lag behind the efficient price.',
  ),
  factReturnCorrelation: entry(
    'Return correlation',
    'Whether a return says anything about the next one.',
    'correlation of r(t) with r(t + 1)',
    'Near zero: what could be predicted would have been traded away.',
  ),
  factTrendiness: entry(
    'Trendiness',
    'Variance per second over a minute against that over a second.',
    'V(60 s) / V(1 s)',
    'About 1 without a trend, above it with one, below it when moves come back.',
  ),
  factKurtosis: entry(
    'Fat tails',
    'How often one-second returns are far from usual.',
    'mean of (r − mean)⁴ / variance²',
    'Above the 3 of a normal distribution, as in every market.',
  ),
  factClustering: entry(
    'Volatility clustering',
    'Whether lively seconds keep company: correlation of the size of returns, 10 to 60 s apart.',
    'mean over lags of correlation of |r(t)| with |r(t + lag)|',
    'Clearly above zero.',
  ),
  factSigns: entry(
    'Trade-sign memory',
    'Whether a buy is followed by buys: large orders are worked in pieces.',
    'correlation of sign(t) with sign(t + lag), lags in trades',
    'Positive, and falling slowly over many trades (Lillo and Farmer 2004).',
  ),
  factImbalance: entry(
    'Queue imbalance',
    'How well the two best queues tell which way the mid moves next.',
    'logit P(up) = slope · (bid − ask) / (bid + ask)',
    'A rising curve, as Gould and Bonart (2016) find in large-tick stocks: slope 2 to 2.7.',
  ),
  factImbalanceAuc: entry(
    'Imbalance, AUC',
    'Chance that the imbalance before an upward move was above that before a downward one.',
    'area under the receiver operating curve',
    '0.75 to 0.80 in large-tick stocks; 0.5 would be no information.',
  ),
  factContinuation: entry(
    'Continuation',
    'Share of the moves of the mid that go the way of the one before.',
    'moves on / moves',
    'Around a half, a little above.',
  ),
  factMarkout: entry(
    'Markout',
    'What a passive fill at the back of the queue is worth against the mid some time later.',
    'mean of side · (mid then − price), ticks per contract',
    'Half a tick at first, falling as the market moves against fresh fills: adverse selection.',
  ),
  factTradeShare: entry(
    'Trades among events',
    'Share of order-flow events that are trades; the rest adds and cancels.',
    'trades / events',
    'A few percent: most orders are cancelled.',
  ),
} as const satisfies Record<string, GlossaryEntry>;

export type MetricId = keyof typeof GLOSSARY;
