import { expect, it, vi } from 'vitest';
import type { Lab } from '../../src/lab/types';
import { imported, openTestSession } from './testSession';
import { exampleEpisode } from '../components/examples';
import { episodeBytes } from '../../src/store/replay/episodeFiles';
import { writeRunAgent, writeRunFile } from '../../src/store/runs/runFiles';
import { fittingRun } from './runs/exampleRun';

it('opens whatever is dropped where it belongs, and says what it was', async () => {
  const { session } = openTestSession();
  await vi.waitFor(() => expect(session.state.storageProblem).toBeNull());
  const run = fittingRun();
  await session.files.open([
    new File([writeRunFile(run)], 'run.json'),
    new File([writeRunAgent(run)], 'agent.safetensors'),
    new File([await episodeBytes(exampleEpisode())], 'episode.safetensors'),
    new File(['PAR1', new Uint8Array(64)], 'data.parquet'),
    new File([Uint8Array.of(0x08, 9, 0x12, 0)], 'model.onnx'),
    new File(['import { a } from "b";'], 'import.ts'),
    new File([new Uint8Array(40)], 'zeros.bin'),
  ]);
  expect(session.state.runs.map(({ name }) => name)).toEqual(['Patient', 'Patient (2)']);
  expect(session.state.mode).toBe('replay');
  expect(session.state.training.file).not.toBeNull();
  expect(session.state.notices.map(({ message }) => message)).toEqual([
    'data.parquet: 20 steps loaded. The next training learns from them.',
    'model.onnx was not opened. This is an ONNX model, for other runtimes: import the agent’s safetensors under Runs.',
    'import.ts was not opened. This is text, and no file of this lab; an episode is a .safetensors file saved by this lab.',
    expect.stringMatching(/^zeros\.bin was not opened\. It is no file of this lab, or .*\.parquet/),
    '2 runs were imported.',
  ]);
  const refused = session.state.notices.find(({ message }) => message.startsWith('zeros'));
  expect(refused?.details).toMatch(/^episode/);
});

it('leaves the data of a run that trains as it is, and says what to do', async () => {
  const importDataset = vi.fn<Lab['importDataset']>(() => Promise.resolve(imported));
  const { session } = openTestSession('', { answers: { importDataset } });
  session.training.train(null);
  await session.files.open([new File(['PAR1', new Uint8Array(64)], 'data.parquet')]);
  expect(importDataset).not.toHaveBeenCalled();
  expect(session.state.training.file).toBeNull();
  expect(session.state.notices.map(({ message }) => message)).toEqual([
    'data.parquet was not opened. Run 1 trains on other data now: stop it or wait for its end, then open the file again.',
  ]);
});

it('says what wrote a dataset that was adopted', async () => {
  const { session } = openTestSession();
  const file = new File(['PAR1', new Uint8Array(64)], 'data.parquet');
  const imported = await session.training.importDataset(file);
  const adopted = { writtenBy: 'Polars', hash: '1c68a5d1b147b1dc' };
  vi.spyOn(session.training, 'importDataset').mockResolvedValue({ ...imported, adopted });
  await session.files.open([file]);
  expect(session.state.notices.map(({ message }) => message)).toEqual([
    'data.parquet: 20 steps loaded, written again by Polars. The next training learns from them.',
  ]);
});
