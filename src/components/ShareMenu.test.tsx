import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { exampleEpisode, exampleSummary } from '../../tests/components/examples';
import { openPopover } from '../../tests/components/popovers';
import { renderLab } from '../../tests/components/renderLab';
import { frameOf } from '../../tests/store/live/frames';
import { fittingRun } from '../../tests/store/runs/exampleRun';
import { createMemoryStorage } from '../lab/storage/memoryStorage';
import { episodeBytes } from '../store/replay/episodeFiles';
import { ShareMenu } from './ShareMenu';

/** Renders the menu, and opens it. */
async function openMenu(options?: Parameters<typeof renderLab>[1]) {
  const lab = await renderLab(<ShareMenu />, options);
  await openPopover(/^Share/);
  return lab;
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

it('has nothing to save before an episode has finished, then the last, then the replayed one', async () => {
  const { change, session, setState } = await openMenu();
  expect(button('Save the last episode').disabled).toBe(true);
  expect(screen.getByText('No episode has finished yet.')).toBeTruthy();
  await setState({ episodes: [exampleEpisode()] });
  expect(button('Save the last episode').disabled).toBe(false);
  await change(() => session.playback.showReplay());
  expect(button('Save this episode').disabled).toBe(false);
});

it('copies the link of the demo, or shows it to be copied', async () => {
  const { user } = await openMenu({ hash: '#agent=glft' });
  await user.click(button('Copy demo link'));
  expect(screen.getByRole('status').textContent).toMatch(/^Copied: .*#demo=glft/);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
  await user.click(button('Copy demo link'));
  expect((await screen.findByText(/^Select and copy: /)).textContent).toContain('#demo=glft');
});

it('shares who trades, where and under which weights, at a speed that can be watched', async () => {
  const hash =
    '#agent=glft&seed=4&preset=nq&inventoryPenalty=90&fallback=20&updates=70&trainingSeeds=3';
  const { user, change, session } = await openMenu({ hash: `${hash}&speed=max` });
  const shared = '#demo=glft&seed=4&preset=nq&inventoryPenalty=90&conditioning=weights';
  await user.click(button('Copy demo link'));
  const status = () => screen.getByRole('status').textContent;
  expect(status()).toMatch(new RegExp(`${shared}&fallback=20$`));
  await change(() => session.settings.set('speed', '2'));
  await user.click(button('Copy demo link'));
  expect(status()).toMatch(new RegExp(`${shared}&speed=2&fallback=20$`));
});

it('says before anything is copied that a link cannot carry a trained agent', async () => {
  const state = { runs: [exampleSummary('1', [])], watchedRun: '1' };
  await openMenu({ state });
  expect(button('Copy demo link').disabled).toBe(true);
  expect(screen.getByRole('status').textContent).toContain('it cannot carry Run 1');
  // A link is cut to two lines, and this sentence is not.
  expect(screen.getByRole('status').classList).toContain('reason');
  expect(button('Export this agent').disabled).toBe(false);
});

it('says which rivals a link cannot carry', async () => {
  const storage = createMemoryStorage();
  await storage.runs.put(fittingRun(), null);
  await openMenu({ storage, hash: '#rivals=glft,run.a' });
  expect(button('Copy demo link').disabled).toBe(false);
  expect(screen.getByText(/^A link cannot carry Patient, which/)).toBeTruthy();
});

it('opens an episode file, and says why one was not opened', async () => {
  const { container, session, user } = await openMenu();
  const input = container.querySelector<HTMLInputElement>('input[type="file"]');
  if (input === null) throw new Error('expected a file input');
  const bytes = await episodeBytes({ ...exampleEpisode(), name: 'The squeeze' });
  await user.upload(input, new File([bytes.slice(0, -8)], 'cut.safetensors'));
  await vi.waitFor(() =>
    expect(session.state.notices.at(-1)?.message).toMatch(/^cut\.safetensors was not opened\./),
  );
  expect(session.state.mode).toBe('live');
  await user.upload(input, new File([bytes], 'squeeze.safetensors'));
  await vi.waitFor(() => expect(session.state.mode).toBe('replay'));
  expect(session.replay.stored?.name).toBe('The squeeze');
});

it('draws a picture with the charts, and names its file by the same moment', async () => {
  const { draw, raise, user } = await openMenu();
  const frameAt = (step: number) => frameOf([{ step }], [], { episode: 2, seed: 9, step });
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    saved.push(this.download);
  });
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:', revokeObjectURL: () => undefined });
  let write: BlobCallback = () => undefined;
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((callback) => {
    write = callback;
  });
  await raise((lab) => lab.onFrame(frameAt(4)));
  await user.click(button('Save the view as a picture'));
  await draw();
  await raise((lab) => lab.onFrame(frameAt(5)));
  await draw();
  write(new Blob());
  expect(saved).toEqual(['nanoarb-episode-2-seed-9-step-4.png']);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('says that a browser cannot record', async () => {
  await openMenu();
  expect(button('Record the view as a video').disabled).toBe(true);
  expect(screen.getByText('This browser cannot record a canvas.')).toBeTruthy();
});
