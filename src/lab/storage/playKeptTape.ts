/**
 * What the market worker needs to play a recording. It stands in a file of its own, which loads
 * beside the worker, so that the first trade does not wait for it.
 */
import { playedMarket } from '../../recordings/play/recording';
import type { PlayRecording } from '../../protocol/api';
import { readKeptTape } from './keptTapes';

/** @returns what builds the market of a stored recording; null where there is none */
export async function playKeptTape(hash: string): Promise<PlayRecording | null> {
  const recording = await readKeptTape(hash);
  if (recording === null) return null;
  return (market, seconds) => playedMarket(market, recording, seconds);
}
