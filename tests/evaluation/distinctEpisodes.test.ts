import { describe, expect, it } from 'vitest';
import { distinctEpisodes } from '../../src/evaluation/distinctEpisodes';

const at = (startSeconds: number, seconds = 60) => ({ startSeconds, seconds });

describe('distinct episodes', () => {
  it('are all of them in a market of the lab', () => {
    expect(distinctEpisodes([{ seconds: 60 }, { seconds: 60 }, {}])).toBe(3);
    expect(distinctEpisodes([])).toBe(0);
  });

  it('are one where a recording is played over and over', () => {
    expect(distinctEpisodes(Array.from({ length: 36 }, (_, seed) => at(seed / 100)))).toBe(1);
  });

  it('are as many as lie beside each other, in whatever order they were played', () => {
    expect(distinctEpisodes([at(150), at(0), at(60), at(30), at(90), at(121)])).toBe(3);
    expect(distinctEpisodes([at(60), at(0)])).toBe(2);
    // One long window covers two short ones, which count.
    expect(distinctEpisodes([at(0, 130), at(0), at(65)])).toBe(2);
  });
});
