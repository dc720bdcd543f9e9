/** Finds the decision behind the step on screen in replay, as a question that can be asked. */
import type { MarketPreset } from '../../market/config';
import type { DecisionQuestion } from '../../protocol/decisions';
import type { EpisodeRecord } from '../../protocol/frames';
import {
  decisionAt,
  typicalOfRecord,
  type RecordedDecision,
} from '../../protocol/recordedDecisions';
import type { ReplayController } from '../replay/replayController';

export interface ReplayedDecision {
  /** Market in which it was taken. */
  readonly preset: MarketPreset;
  readonly decision: RecordedDecision;
  readonly question: DecisionQuestion;
}

export class ReplayedDecisions {
  /** Typical values of the episode on screen. */
  private typical: {
    readonly of: EpisodeRecord;
    readonly values: ReturnType<typeof typicalOfRecord>;
  } | null = null;

  constructor(private readonly replay: Pick<ReplayController, 'player'>) {}

  /** The decision on screen; null where none was recorded. */
  current(): ReplayedDecision | null {
    const { player } = this.replay;
    if (player === null || player.record.decider === undefined) return null;
    const { record, step } = player;
    const decision = decisionAt(record, step);
    if (decision === null || record.decider === undefined) return null;
    if (this.typical?.of !== record) {
      this.typical = { of: record, values: typicalOfRecord(record) };
    }
    const typical = this.typical.values;
    if (typical === null) return null;
    const { agent } = record.decider;
    const { situation, weights, isReplaced } = decision;
    const question = { weights, recorded: { agent, situation, typical, isReplaced } };
    return { preset: record.market.preset, decision, question };
  }
}
