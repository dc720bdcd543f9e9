import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { exampleSummary } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { rivalBaseline } from '../../agents/rivals/rivalBaselines';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { RunDetails } from './RunDetails';

/** Opens the details, as their button does in a browser. */
function open(): void {
  const panel = document.querySelector('.run-details');
  if (panel === null) throw new Error('there are no details');
  const event = new Event('beforetoggle');
  fireEvent(panel, Object.assign(event, { newState: 'open' }));
}

it('says what a run was', async () => {
  const run = exampleSummary('1', [11, 22, 33], { failure: 'A loss was no longer a number.' });
  await renderLab(<RunDetails run={run} />);
  open();
  const facts = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(facts.slice(1)).toEqual([
    'Ended finished, 2k of 2.3k updates',
    expect.stringMatching(/^Trained on ES base, \d+ episodes, seed 1$/),
    'Settings Trained for These weights',
    'A loss was no longer a number.',
  ]);
  expect(screen.getByRole('button', { name: 'Export agent' })).toBeTruthy();
});

it('says whom a run was trained against, and brings them back with its settings', async () => {
  const rivals = [{ agent: rivalBaseline('glft', 'es'), maxOrderSize: 2 }];
  const config = { ...DEFAULT_RUN_CONFIG, market: { ...DEFAULT_RUN_CONFIG.market, rivals } };
  const run = exampleSummary('1', [], { config });
  const lab = await renderLab(<RunDetails run={run} />);
  open();
  expect(screen.getByText('GLFT (largest order 2 contracts)')).toBeTruthy();
  await lab.user.click(screen.getByRole('button', { name: 'Use these settings' }));
  expect(lab.session.state.applied.rivals).toBe('glft:maxOrderSize=2');
  expect(lab.asked('configure').at(-1)).toMatchObject({ market: config.market });
});

it('takes notes and tags when their field is left, each tag once', async () => {
  const storage = createMemoryStorage();
  const run = exampleSummary('1', []);
  await storage.runs.put({ ...run, history: null, policy: null }, null);
  const { session, user } = await renderLab(<RunDetails run={run} />, { storage });
  open();
  await user.type(screen.getByRole('textbox', { name: 'Notes' }), 'Fees doubled.');
  await user.type(screen.getByRole('textbox', { name: /^Tags/ }), 'fees, dear,, fees ');
  await user.tab();
  const [stored] = session.state.runs;
  expect(stored.notes).toBe('Fees doubled.');
  expect(stored.tags).toEqual(['fees', 'dear']);
});

it('takes what was typed when the page goes, or the field does', async () => {
  const storage = createMemoryStorage();
  const run = exampleSummary('1', []);
  await storage.runs.put({ ...run, history: null, policy: null }, null);
  const { session, user, change, unmount } = await renderLab(<RunDetails run={run} />, { storage });
  open();
  await user.type(screen.getByRole('textbox', { name: 'Notes' }), 'Fees doubled.');
  expect(session.state.runs[0].notes).toBe('');
  await change(() => session.leave());
  expect(session.state.runs[0].notes).toBe('Fees doubled.');
  await user.type(screen.getByRole('textbox', { name: /^Tags/ }), 'dear');
  unmount();
  expect(session.state.runs[0].tags).toEqual(['dear']);
});

it('offers no agent of a run that made none', async () => {
  await renderLab(<RunDetails run={exampleSummary('1', [], { hasPolicy: false })} />);
  open();
  expect(screen.queryByRole('button', { name: 'Export agent' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Export ONNX' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Export JSON' })).toBeTruthy();
});
