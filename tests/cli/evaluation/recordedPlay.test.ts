/** What is said beside results on recorded data. */
import { describe, expect, it } from 'vitest';
import { queueAssumptions, recordedNotes } from '../../../src/cli/evaluation/recordedPlay';
import { evaluateAll } from '../../../src/cli/evaluation/evaluationTable';
import { cardEvaluation } from '../../../src/evaluation/cardEvaluation';
import { compareAgents, type ComparisonRow } from '../../../src/evaluation/comparison';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { referenceTo, type Recording } from '../../../src/recordings/play/recording';
import { buildCheckpoints } from '../../../src/recordings/play/checkpoints';
import { levelTape, type LevelStep } from '../../recordings/play/levelTape';

/** A bid that trades and is cancelled in turn, so that it matters who was cancelled. */
const STEPS = Array.from({ length: 10_000 }, (_, i): LevelStep => {
  const phase = i % 4;
  if (phase === 0) return ['bid', 100, 16];
  if (phase === 1) return ['bid', 100, 9];
  return phase === 2 ? ['sold', 100, 3] : ['bid', 100, 6];
});

function recordingOf(steps: readonly LevelStep[]): Recording {
  const tape = levelTape(steps, 'levels', 2e7);
  return { tape, checkpoints: buildCheckpoints(tape) };
}

describe('results on recorded data', () => {
  const recording = recordingOf(STEPS);
  const market = { ...DEFAULT_MARKET_CONFIG, tape: referenceTo(recording.tape, 'test') };

  it('say which part they are of, and who was too large for it', () => {
    const rows = [
      { name: 'small', shareOfVolume: 0.01, episodes: 9, distinctEpisodes: 9 },
      { name: 'large', shareOfVolume: 0.216, episodes: 9, distinctEpisodes: 9 },
    ] as ComparisonRow[];
    expect(recordedNotes(recording, market, rows.slice(0, 1))).toBe(
      'RECORDED: the test part of TEST.',
    );
    expect(recordedNotes(recording, market, rows)).toMatch(
      /would not have stayed as it was: large 22 %\.$/,
    );
  });

  it('count windows that overlap as one episode, which has no interval', async () => {
    // The test part has 36 s of the 200 s, and an episode takes 30.
    const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 300 };
    const scenario = { market, env, weights: DEFAULT_REWARD_WEIGHTS, recording };
    const agents = [{ spec: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.2 } as const }];
    const [{ name, episodes }] = await evaluateAll(scenario, agents, [1, 2, 3], () => {});
    expect(episodes.every(({ startSeconds = 0 }) => startSeconds >= 164)).toBe(true);
    const options = { random: name, reference: name, baseline: name };
    const rows = compareAgents([{ name, episodes }], options);
    expect(rows[0]).toMatchObject({ episodes: 3, distinctEpisodes: 1, return: { low: NaN } });
    expect(recordedNotes(recording, market, rows)).toContain(
      'RECORDED: the test part of TEST. It has room for 1 of these 3 episodes without overlap: there are no intervals.',
    );
    expect(cardEvaluation(rows, name, 1)).toMatchObject({ episodes: 3, distinctEpisodes: 1 });
  });

  it('are given for cancels that are spread evenly, as measured, and all behind', async () => {
    const scenario = {
      market,
      env: { ...DEFAULT_ENV_CONFIG, episodeLength: 10 },
      weights: DEFAULT_REWARD_WEIGHTS,
      recording,
    };
    const agents = [{ spec: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.2 } as const }];
    const seeds = [1, 2];
    const entries = await evaluateAll(scenario, agents, seeds, () => {});
    const { text, results } = await queueAssumptions(
      scenario,
      agents,
      entries,
      seeds,
      'evaluate.tape',
      () => {},
    );
    expect(text).toMatch(/n = 1 +n = 3\.6 +n = ∞/);
    expect(results.map(({ name }) => name.split('.')[3])).toEqual(['even', 'measured', 'behind']);
    // Whoever moves up faster buys more of what only falls in worth by fees.
    const [even, , behind] = results.map(({ value }) => value);
    expect(even).not.toBe(behind);
  });
});
