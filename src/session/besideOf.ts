/** Makes what the record of a person's episode keeps of the agent that played beside. */
import { BESIDE_LENGTH } from '../protocol/besideAgent';
import { SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../protocol/frames';

/** @param isInBook whether the agent traded in the person's book */
export function besideOf(
  { agentName, steps, samples }: EpisodeRecord,
  isInBook: boolean,
): Required<Pick<EpisodeRecord, 'beside' | 'besideCurve'>> {
  const besideCurve = new Float64Array(steps * BESIDE_LENGTH);
  for (let step = 0; step < steps; step += 1) {
    const sample = step * SAMPLE_LENGTH;
    besideCurve[step * BESIDE_LENGTH] = samples[sample + SAMPLE.timeSeconds];
    besideCurve[step * BESIDE_LENGTH + 1] = samples[sample + SAMPLE.equityDollars];
  }
  return { beside: { agentName, isInBook }, besideCurve };
}
