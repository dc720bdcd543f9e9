import { describe, expect, it } from 'vitest';
import {
  episodeBeside,
  episodeBytes,
  readEpisode as readFile,
} from '../../../src/store/replay/episodeFiles';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { recordOf } from '../live/frames';
import { openTestSession } from '../testSession';

const record = recordOf([1, 2, 3].map((step) => ({ step, timeSeconds: step / 10 })));
const bookmarks = [{ step: 1, label: 'Caught long' }];
const mine = storeEpisode(record, { bookmarks });
const fileOf = async (episode: typeof mine) => new Blob([await episodeBytes(episode)]);

const readEpisode = async (file: Blob, name: string, others: readonly (typeof mine)[]) =>
  episodeBeside(await readFile(file), name, others);

describe('an episode that comes as a file', () => {
  it('is what it was where it was saved, and called after its file when it has no name', async () => {
    const read = await readEpisode(await fileOf(mine), 'squeeze.safetensors', []);
    expect(read).toEqual({ ...mine, name: 'squeeze.safetensors' });
    const named = storeEpisode(record, { name: 'A squeeze' });
    expect((await readEpisode(await fileOf(named), 'x', [])).name).toBe('A squeeze');
  });

  it('is the one that is there already when it holds the same numbers', async () => {
    expect(await readEpisode(await fileOf(mine), 'x', [mine])).toBe(mine);
  });

  it('takes an id of its own when another episode has the same', async () => {
    const other = storeEpisode(recordOf([{ step: 1, timeSeconds: 5 }]));
    const read = await readEpisode(await fileOf(mine), 'x', [other]);
    expect(read.record.id).toBe('episode-1 (2)');
  });

  it('is listed once when its file is opened twice at once', async () => {
    const { session } = openTestSession();
    const file = new File([await episodeBytes(mine)], 'squeeze.safetensors');
    await Promise.all([1, 2, 3].map(async () => await session.episodeFiles.open(file)));
    expect(session.state.episodes.map(({ record: { id } }) => id)).toEqual(['episode-1']);
  });

  it('is refused when it is something else', async () => {
    await expect(readEpisode(new Blob(['PAR1']), 'x', [])).rejects.toThrow(/^This is a dataset/);
  });
});
