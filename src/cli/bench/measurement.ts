/** Makes one candidate of the training bench and times it turn by turn. */
import { quantile } from '../../evaluation/statistics';
import type { Candidate } from './candidates/candidate';
import { MemoryGauge, tensorBytes, tensorPeak } from './gauges';
import { GpuMeter } from './gpuMeter';

/** Target length of a turn in milliseconds. Updates are queued at once on a GPU only. */
const TURN_MS = 400;
const GPU_TURN = 8;

/** How a candidate's bytes are measured. */
export type GaugeKind = 'buffers' | 'memory' | 'tensors' | 'none';

export class Measurement {
  /** Milliseconds per update of each turn. */
  private readonly rounds: number[] = [];
  private updatesPerTurn = 1;
  /** Milliseconds until `start` returns, with nothing in the queue before. */
  enqueueMs = Infinity;
  /** Milliseconds of all turns so far. */
  spentMs = 0;

  /**
   * @param dispatches dispatches of an update, or null where no GPU is at work
   * @param peakBytes bytes at the peak, or null where they cannot be told
   */
  constructor(
    private readonly candidate: Candidate,
    readonly dispatches: number | null,
    readonly peakBytes: number | null,
  ) {}

  get turns(): number {
    return this.rounds.length;
  }

  /** Milliseconds per update in the best turn. */
  get best(): number {
    return Math.min(...this.rounds);
  }

  get median(): number {
    return quantile(this.rounds, 0.5);
  }

  async takeTurn(): Promise<void> {
    const { candidate, dispatches, updatesPerTurn } = this;
    const start = performance.now();
    candidate.start(updatesPerTurn);
    const enqueued = performance.now() - start;
    await candidate.finish();
    const total = performance.now() - start;
    this.spentMs += total;
    this.rounds.push(total / updatesPerTurn);
    this.enqueueMs = Math.min(this.enqueueMs, enqueued / updatesPerTurn);
    if (dispatches === null) return;
    const affordable = Math.floor((TURN_MS * updatesPerTurn) / total);
    this.updatesPerTurn = Math.max(1, Math.min(GPU_TURN, affordable));
  }

  dispose(): void {
    this.candidate.dispose();
  }
}

/**
 * Makes a candidate and lets it prepare shaders, buffers and optimised code in an update that does
 * not count.
 * @throws Error when that takes longer than `patienceMs`
 */
export async function measureFirst(
  create: () => Candidate | Promise<Candidate>,
  kind: GaugeKind,
  patienceMs: number,
): Promise<Measurement> {
  const before = tensorBytes();
  const gpu = new GpuMeter();
  const memory = new MemoryGauge();
  let candidate: Candidate | null = null;
  try {
    const made = await create();
    candidate = made;
    let tensors: number | null = null;
    const start = performance.now();
    if (kind === 'tensors') tensors = await tensorPeak(before, () => made.start(1));
    else made.start(1);
    await made.finish();
    const elapsed = performance.now() - start;
    if (elapsed > patienceMs) {
      throw new Error(`Its first update took ${Math.round(elapsed / 1000)} s.`);
    }
    if (kind !== 'buffers') {
      const bytes = kind === 'memory' ? memory.bytes : tensors;
      return new Measurement(made, null, bytes);
    }
    // Optimisers make their moments in the first update; the second is like all that follow.
    const dispatched = gpu.dispatches;
    made.start(1);
    await made.finish();
    return new Measurement(made, gpu.dispatches - dispatched, gpu.peakBytes);
  } catch (error) {
    candidate?.dispose();
    throw error;
  } finally {
    gpu.stop();
    memory.stop();
  }
}
