/** What turns the records of one type into rows of a tape. */
import type { RecordBlock } from './recordStream';
import type { QueueKnowledge } from '../tape';

export interface RecordDecoder {
  readonly queues: QueueKnowledge;
  /** Place of the receive time in a record. */
  readonly timeReceivedAt: number;
  /** Place of the flags in a record. */
  readonly flagsAt: number;
  /** Takes the record at `at`, whose times the builder knows already. */
  decode(block: RecordBlock, at: number): void;
  finish(): void;
}
