/**
 * Holds the recordings that this tab works on for long, so that no tab deletes one meanwhile. Each use
 * has a claim of its own, since many tabs may work on one recording.
 */
import type { StoreApi } from 'zustand/vanilla';
import { usingClaim } from '../../lab/storage/tapeClaims';
import type { RunRepository } from '../runs/runRepository';
import { chosenTape } from '../settings/tape';
import type { SessionState } from '../state';
import { isRunning } from '../training/training';

export type TapeUser = 'training' | 'evaluation' | 'sweep' | 'fit' | 'facts';

/** Says of each recording that this tab works on, by its hash, what works on it. */
export function usedTapes(state: SessionState): ReadonlyMap<string, TapeUser> {
  const { training, sweeps, runs, evaluatedRun, finalWord, baselines, facts, tapes } = state;
  const hashOfRun = (id: string | null | undefined) =>
    runs.find((run) => run.id === id)?.config.market.tape?.hash;
  const sweep = sweeps.records?.find(({ id }) => id === sweeps.running?.id);
  const onScreen = chosenTape(state.applied)?.hash;
  const isEvaluating = baselines.progress !== null || baselines.playing !== null;
  const users: readonly (readonly [string | undefined, TapeUser])[] = [
    [facts.running === null ? undefined : onScreen, 'facts'],
    [tapes.fitting?.hash, 'fit'],
    [isEvaluating ? onScreen : undefined, 'evaluation'],
    [finalWord.progress === null ? undefined : hashOfRun(finalWord.runId), 'evaluation'],
    [hashOfRun(evaluatedRun?.id), 'evaluation'],
    [sweep?.config.market.tape?.hash, 'sweep'],
    [isRunning(training.phase) ? training.config?.market.tape?.hash : undefined, 'training'],
  ];
  return new Map(users.flatMap(([hash, user]) => (hash === undefined ? [] : [[hash, user]])));
}

/** Calls `release` of every claim that was got. */
const end = (claim: Promise<(() => void) | null>) => void claim.then((release) => release?.());

/** @param newId makes an id that no other use has */
export function holdUsedTapes(
  store: StoreApi<SessionState>,
  repository: Pick<RunRepository, 'claim'>,
  newId: () => string,
): void {
  const claims = new Map<string, Promise<(() => void) | null>>();
  store.subscribe((state, before) => {
    if (WATCHED.every((key) => state[key] === before[key])) return;
    const used = usedTapes(state);
    for (const hash of used.keys()) {
      if (!claims.has(hash)) claims.set(hash, repository.claim(usingClaim(hash) + newId()));
    }
    for (const [hash, claim] of claims) {
      if (used.has(hash)) continue;
      claims.delete(hash);
      end(claim);
    }
  });
}

/** What tells the recordings in use. */
const WATCHED = [
  'training',
  'sweeps',
  'evaluatedRun',
  'finalWord',
  'baselines',
  'facts',
  'tapes',
] as const satisfies readonly (keyof SessionState)[];
