/** Fits a market to a stored recording, as the tape worker does it. */
import { fitRecordingInSteps, type RecordingFit } from '../../evaluation/fit/fitRecording';
import type { TapeFitRequest } from '../../protocol/api';
import { throttle } from '../../protocol/throttle';
import { readKeptTape, type KeptTapesOptions } from './keptTapes';

/** Length of the sessions in which facts are compared. */
const FACTS_SECONDS = 600;

interface FittingOptions extends KeptTapesOptions {
  /** Monotonic clock, in milliseconds. */
  readonly clock: () => number;
  readonly factsSeconds?: number;
}

/** @returns null where the recording is not stored */
export async function fitKeptTape(
  { hash, preset }: TapeFitRequest,
  onProgress: (share: number) => void,
  { clock, factsSeconds = FACTS_SECONDS, ...kept }: FittingOptions,
): Promise<RecordingFit | null> {
  const recording = await readKeptTape(hash, kept);
  if (recording === null) return null;
  const reports = throttle(onProgress, { now: clock, isUrgent: () => false });
  const steps = fitRecordingInSteps(recording, preset, factsSeconds);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) reports.offer(step.value);
  return step.value;
}
