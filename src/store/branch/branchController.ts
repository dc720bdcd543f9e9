/**
 * Plays on from the step that replay shows, as somebody else, and keeps what came of it as an
 * episode. One branch is under way at a time; a new one ends the one before.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  nearestResting,
  NO_QUOTES,
  quotesOnHold,
  type ManualQuotes,
  type ManualSide,
  type QuotingMarket,
} from '../../agents/manual/manualQuotes';
import { BRANCH_TEXTS } from '../../content/branch';
import type { RewardWeights } from '../../env/types';
import type { Lab } from '../../lab/types';
import { reasonOf } from '../../market/validation';
import type { BranchPlayer, HandTurn, RecordedEpisode } from '../../protocol/branch';
import { SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../../protocol/frames';
import type { Playback } from '../live/playback';
import { episodeAgent, keepNewest, storeEpisode, type StoredEpisode } from '../replay/episodes';
import type { ReplayController } from '../replay/replayController';
import type { RunRepository } from '../runs/runRepository';
import { FALLBACK_AGENT, rewardWeights } from '../settings/configs';
import type { SessionState } from '../state';
import { BY_HAND, SAME_AGENT, branchAgents, branchSpec } from './branchAgents';
import { NO_BRANCH, type Branch, type BranchState } from './branchState';

export interface BranchServices {
  readonly store: StoreApi<SessionState>;
  readonly lab: Pick<Lab, 'branch'>;
  readonly runs: Pick<RunRepository, 'record'>;
  readonly replay: Pick<ReplayController, 'stored' | 'player'>;
  readonly playback: Pick<Playback, 'showReplay'>;
  readonly newId: () => string;
}

/** Where a branch begins. */
interface Origin {
  readonly happened: StoredEpisode;
  readonly fromStep: number;
}

export class BranchController {
  readonly store: StoreApi<BranchState> = createStore<BranchState>(() => NO_BRANCH);
  private underWay: AbortController | null = null;
  /** Turns of the branch by hand so far, and where it began. */
  private turns: readonly HandTurn[] = [];
  private handOrigin: Origin | null = null;

  constructor(private readonly services: BranchServices) {
    services.store.subscribe((state, before) => {
      if (state.replay.id !== before.replay.id) this.leave();
      else if (state.replay.step !== before.replay.step) this.follow();
    });
  }

  /** Why nothing else can be tried from the step on screen; empty where it can. */
  get reason(): string {
    const { stored, player } = this.services.replay;
    if (stored === null || player === null) return BRANCH_TEXTS.noEpisode;
    if (stored.record.world === undefined) return BRANCH_TEXTS.noWorld;
    return player.step >= player.lastStep ? BRANCH_TEXTS.lastStep : '';
  }

  choose(who: string): void {
    this.cancel();
    this.store.setState({ ...NO_BRANCH, who, usesSliders: this.state.usesSliders });
    if (who === BY_HAND) this.startOver();
  }

  takeSliders(usesSliders: boolean): void {
    this.store.setState({ usesSliders });
  }

  /** Plays on from the step on screen as whoever was chosen. */
  async play(): Promise<void> {
    const origin = this.origin();
    if (origin === null) return;
    const { session } = this;
    const { record } = origin.happened;
    const who = this.who(record);
    const weights = this.weights(record);
    const spec = await branchSpec(who, session, record, this.services.runs);
    if (spec === null) {
      this.store.setState({ problem: BRANCH_TEXTS.gone, branch: null });
      return;
    }
    const isSame = who === SAME_AGENT;
    const player: BranchPlayer = {
      kind: 'agent',
      agent: spec,
      fallback: isSame ? (record.world?.fallback ?? null) : null,
      isRecorded: isSame && record.world?.isOneAgent === true,
    };
    await this.run(origin, player, weights);
  }

  /** Begins a branch by hand anew, at the step on screen, with both quotes off. */
  startOver(): void {
    this.cancel();
    this.turns = [];
    this.handOrigin = null;
    const origin = this.origin();
    if (origin === null) return;
    const { record } = origin.happened;
    this.store.setState({
      branch: null,
      problem: '',
      deviation: null,
      hand: {
        quotes: NO_QUOTES,
        market: marketAt(record, origin.fromStep - 1),
        heldSeconds: { bid: 0, ask: 0 },
      },
    });
  }

  /** Lets a person's quotes stand for so many seconds; Infinity is to the end. */
  async playByHand(seconds: number): Promise<void> {
    const { hand, branch, usesSliders, progress } = this.state;
    if (progress !== null) return;
    const origin = this.handOrigin ?? this.origin();
    if (origin === null || hand === null || branch?.isOver === true) return;
    const { record } = origin.happened;
    const fromStep = branch?.branched.steps ?? origin.fromStep;
    const turns = [...this.turns, { fromStep, quotes: hand.quotes }];
    const interval = record.world?.env.decisionIntervalSeconds ?? 1;
    const untilStep = fromStep + Math.max(1, Math.round(seconds / interval));
    const weights = branch?.weights ?? this.weights(record, usesSliders);
    const isDone = await this.run(origin, { kind: 'hand', turns }, weights, untilStep);
    if (!isDone) return;
    this.turns = turns;
    this.handOrigin = origin;
    const { branch: made } = this.state;
    if (made === null) return;
    const { branched } = made;
    const held = (side: ManualSide) =>
      hand.quotes[side].isOn ? stepsWithout(side, branched, fromStep) * interval : 0;
    this.store.setState({
      hand: {
        quotes: { ...hand.quotes, isFlattening: false },
        market: marketAt(branched, branched.steps - 1),
        heldSeconds: { bid: held('bid'), ask: held('ask') },
      },
    });
  }

  /** Quotes that are on hold where the branch is, with the reason of each. */
  get onHold(): ReturnType<typeof quotesOnHold> {
    const { hand } = this.state;
    return hand === null ? [] : quotesOnHold(hand.quotes, hand.market);
  }

  /**
   * Moves a quote by ticks, from the nearest price at which it can rest to another such; one that
   * is off joins its best price first.
   */
  move(side: ManualSide, ticks: number): void {
    const { hand } = this.state;
    if (hand === null) return;
    const quote = hand.quotes[side];
    const { quotes, market } = hand;
    const best = side === 'bid' ? market.bestBid : market.bestAsk;
    const asked = quote.isOn ? nearestResting(quotes, side, market) + ticks : best;
    const on = { isOn: true, priceTicks: asked, size: Math.max(1, quote.size) };
    const priceTicks = nearestResting({ ...quotes, [side]: on }, side, market);
    this.setQuotes({ [side]: { ...on, priceTicks } });
  }

  resize(contracts: number): void {
    const { hand } = this.state;
    const most = this.services.replay.stored?.record.world?.env.maxOrderSize ?? 1;
    if (hand === null) return;
    const sized = (side: ManualSide) => {
      const quote = hand.quotes[side];
      return { ...quote, size: Math.min(most, Math.max(1, quote.size + contracts)) };
    };
    this.setQuotes({ bid: sized('bid'), ask: sized('ask') });
  }

  /** Both quotes to the best prices. */
  join(): void {
    const { hand } = this.state;
    if (hand === null) return;
    const { bid, ask } = hand.quotes;
    this.setQuotes({
      bid: { isOn: true, priceTicks: hand.market.bestBid, size: Math.max(1, bid.size) },
      ask: { isOn: true, priceTicks: hand.market.bestAsk, size: Math.max(1, ask.size) },
    });
  }

  cancelQuotes(): void {
    this.setQuotes(NO_QUOTES);
  }

  flatten(): void {
    this.setQuotes({ ...NO_QUOTES, isFlattening: true });
  }

  /** Ends the branch under way; what is on screen stays. */
  cancel(): void {
    this.underWay?.abort();
    this.underWay = null;
    this.store.setState({ progress: null });
  }

  /** Shows the branch in replay, where the two part. */
  replayBranch(): void {
    const { branch } = this.state;
    if (branch !== null) this.services.playback.showReplay(branch.branched.id);
  }

  /** Who is chosen for an episode; a baseline where nobody was, or that agent is not offered. */
  who(record: EpisodeRecord): string {
    const offered = branchAgents(this.session, record, record.agentName);
    const { who } = this.state;
    const isOffered = offered.some(({ key, reason }) => key === who && reason === '');
    return isOffered ? who : FALLBACK_AGENT;
  }

  /** Another episode is on screen: what is of the one before goes. */
  private leave(): void {
    const { who, usesSliders } = this.state;
    this.cancel();
    this.store.setState({ ...NO_BRANCH, who, usesSliders });
    if (who === BY_HAND) this.startOver();
  }

  /** Places a person's quotes where the episode is now, until the first of them has stood. */
  private follow(): void {
    if (this.state.hand !== null && this.handOrigin === null) this.startOver();
  }

  private setQuotes(change: Partial<ManualQuotes>): void {
    const { hand } = this.state;
    if (hand === null) return;
    const quotes = { ...hand.quotes, isFlattening: false, ...change };
    this.store.setState({ hand: { ...hand, quotes } });
  }

  /** @returns whether it came to an outcome */
  private async run(
    { happened, fromStep }: Origin,
    player: BranchPlayer,
    weights: RewardWeights,
    untilStep = Infinity,
  ): Promise<boolean> {
    this.cancel();
    const underWay = new AbortController();
    this.underWay = underWay;
    const { decisions: _rows, decider: _who, ...rest } = happened.record;
    const { world } = rest;
    if (world === undefined) return false;
    const recorded: RecordedEpisode = { ...rest, world };
    const steps = Math.min(untilStep, world.env.episodeLength);
    this.store.setState({ progress: 0, problem: '', deviation: null });
    try {
      const outcome = await this.services.lab.branch(
        {
          recorded,
          fromStep,
          untilStep,
          player,
          weights,
          id: this.services.newId(),
          parent: { id: recorded.id, name: nameOf(happened, this.session.runs), steps: fromStep },
        },
        (done) => this.store.setState({ progress: Math.min(1, done / steps) }),
        underWay.signal,
      );
      if (outcome.kind === 'deviated') {
        this.store.setState({ deviation: outcome.deviation, branch: null });
        return false;
      }
      const { episode: branched, isOver } = outcome;
      const branch: Branch = { happened, branched, fromStep, isOver, weights };
      if (isOver) this.keep(branched);
      this.store.setState({ branch });
      return true;
    } catch (error) {
      if (underWay.signal.aborted) return false;
      const problem = BRANCH_TEXTS.failed(reasonOf(error));
      this.store.setState({ problem, branch: null });
      return false;
    } finally {
      if (this.underWay === underWay) this.store.setState({ progress: null });
    }
  }

  private keep(branched: EpisodeRecord): void {
    const { store } = this.services;
    const { episodes, replay } = store.getState();
    const stored = storeEpisode(branched, { isOpened: true });
    store.setState({ episodes: keepNewest([...episodes, stored], replay.id) });
  }

  private origin(): Origin | null {
    const { stored, player } = this.services.replay;
    if (stored === null || player === null || this.reason !== '') return null;
    return { happened: stored, fromStep: player.step + 1 };
  }

  private weights({ world }: EpisodeRecord, usesSliders = this.state.usesSliders): RewardWeights {
    const onSliders = rewardWeights(this.session.settings);
    return usesSliders ? onSliders : (world?.weights ?? onSliders);
  }

  private get state(): BranchState {
    return this.store.getState();
  }

  private get session(): SessionState {
    return this.services.store.getState();
  }
}

/** Best prices and position after a step. */
function marketAt({ samples, maxInventory }: EpisodeRecord, step: number): QuotingMarket {
  const at = step * SAMPLE_LENGTH;
  return {
    bestBid: samples[at + SAMPLE.bestBid],
    bestAsk: samples[at + SAMPLE.bestAsk],
    inventory: samples[at + SAMPLE.inventory],
    maxInventory,
  };
}

/** Counts the decisions from a step on that asked for no quote on a side. */
function stepsWithout(side: ManualSide, { samples, steps }: EpisodeRecord, from: number): number {
  let without = 0;
  for (let step = from; step < steps; step += 1) {
    if (samples[step * SAMPLE_LENGTH + SAMPLE[`${side}SizeFraction`]] === 0) without += 1;
  }
  return without;
}

const nameOf = (stored: StoredEpisode, runs: SessionState['runs']): string => {
  const { name, record } = stored;
  return (name === '' ? `${record.episode} · ${episodeAgent(stored, runs)}` : name).slice(0, 200);
};
