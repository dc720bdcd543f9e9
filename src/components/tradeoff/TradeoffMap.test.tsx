import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { exampleToldPolicy } from '../../../tests/agents/policies/examplePolicy';
import { exampleSummary } from '../../../tests/components/examples';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { exampleMetrics } from '../../../tests/evaluation/exampleMetrics';
import { exampleEpisodes, examplePoint, exampleSweep } from '../../../tests/protocol/exampleSweep';
import { bundledAgent } from '../../../tests/store/testSession';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import type { Lab } from '../../lab/types';
import { sweepJson } from '../../protocol/sweep';
import { writeSweepFile } from '../../store/sweeps/sweepFiles';
import { TradeoffMap } from './TradeoffMap';

const told = { ...bundledAgent, policy: exampleToldPolicy() };

async function renderMap(stored = [exampleSweep()], answers: Partial<Lab> = {}) {
  const storage = createMemoryStorage();
  for (const sweep of stored) await storage.sweeps.put(sweepJson(sweep));
  const rendered = await renderLab(<TradeoffMap />, {
    storage,
    loadAgent: () => Promise.resolve(told),
    answers: { evaluateBaselines: () => Promise.resolve([]), ...answers },
  });
  await rendered.change(() => undefined);
  return { ...rendered, storage };
}

const point = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}:`) });
const pressed = async (user: Awaited<ReturnType<typeof renderMap>>['user'], name: string) =>
  await user.click(screen.getByRole('button', { name }));

it('draws the points of the newest sweep, its front, the baselines, and where the sliders stand', async () => {
  await renderMap();
  expect(screen.getByRole('combobox', { name: 'Shown' })).toHaveProperty('value', 'sweep-1');
  expect(point('Inv. penalty 20').getAttribute('aria-label')).toBe(
    'Inv. penalty 20: Profit per episode +$60.00 (+$47.01 to +$72.99), Mean |inventory| 5.0 (5.0 to 5.0), on the front, sliders',
  );
  expect(point('Inv. penalty 0').getAttribute('aria-label')).not.toContain('on the front');
  expect(screen.getAllByTestId('mark-point')).toHaveLength(3);
  expect(screen.getByTestId('tradeoff-front')).toBeTruthy();
  const note = screen.getByTestId('tradeoff-note').textContent;
  expect(note).toMatch(/^2 points on the front \(baselines aside\)/);
  expect(note).toMatch(
    / an area of [\d.]+k? \$ × contracts \(.* to .*\): what lies between it and the worst/,
  );
  expect(note).toContain('At the points: Inv. penalty.');
  expect(screen.getByText('20 (sliders)')).toBeTruthy();
  expect(screen.getByText('500')).toBeTruthy();
  await screen.findByText(/^Sweep 1, IQL, ES$/);
});

it('says of a point on the front that a baseline dominates it', async () => {
  const still = { agentName: 'do nothing', metrics: exampleEpisodes([60, 60, 60, 60], 0) };
  const { user, change } = await renderMap([exampleSweep({ baselines: [still] })]);
  expect(screen.getByTestId('tradeoff-note').textContent).toContain('Baselines dominate them all.');
  await change(() => point('Inv. penalty 20').focus());
  expect(screen.getByTestId('tradeoff-details').textContent).toContain(
    'Do nothing is at least as good in both and better in one',
  );
  await pressed(user, 'Table');
  expect(screen.getByRole('row', { name: /Inv. penalty 20/ }).textContent).toMatch(
    /✓ on it in 100 % of resampled episodes; behind Do nothing/,
  );
});

it('says that a sweep has the point of the sliders beside its values', async () => {
  const { user, change, session } = await renderMap([
    exampleSweep({
      points: [...exampleSweep().points, examplePoint(7, exampleEpisodes([1, 2, 3, 4], 2))],
    }),
  ]);
  expect(screen.getByTestId('sweep-measured').textContent).toContain(
    '4 of 4 points (3 values and the sliders’)',
  );
  await pressed(user, 'Table');
  const weights = screen.getAllByRole('rowheader').map((head) => head.textContent);
  expect(weights.slice(0, 4)).toEqual([0, 7, 20, 500].map((value) => `Inv. penalty ${value}`));
  await change(() => session.settings.set('inventoryPenalty', 33));
  await openPopover('New sweep');
  expect(screen.getByTestId('sweep-plan').textContent).toContain(
    '7 points and the sliders as they stand, 8 episodes each',
  );
});

it('sets the sliders to the point that is clicked, which an undo takes back', async () => {
  const { user, session, change } = await renderMap();
  await user.click(point('Inv. penalty 500'));
  expect(session.state.settings.inventoryPenalty).toBe(500);
  expect(point('Inv. penalty 500').getAttribute('aria-label')).toContain('sliders');
  await change(() => session.settings.undo());
  expect(session.state.settings.inventoryPenalty).toBe(20);
  // A baseline has no weights to set.
  await user.click(point('Inventory-skewed'));
  expect(session.state.settings.inventoryPenalty).toBe(20);
});

it('is walked through from left to right with the arrow keys, and Enter sets the sliders', async () => {
  const { user, session, change } = await renderMap();
  await change(() => point('Inv. penalty 20').focus());
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(document.activeElement).toBe(point('Inv. penalty 500'));
  const details = within(screen.getByTestId('tradeoff-details'));
  expect(details.getByText(/^on the front; on it in 100 % of resampled episodes/)).toBeTruthy();
  await user.keyboard('{Enter}');
  expect(session.state.settings.inventoryPenalty).toBe(500);
  await user.keyboard('{End}');
  expect(document.activeElement).toBe(point('Inv. penalty 0'));
  // One point is in the order of Tab.
  const points = screen.getAllByRole('button', { name: /Profit per episode/ });
  expect(points.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
});

it('takes another order as soon as a weight moves', async () => {
  const { user, session, change } = await renderMap();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Up' }), 'return');
  const isOnFront = (name: string) => point(name).getAttribute('aria-label')?.includes('front');
  await change(() => session.settings.set('inventoryPenalty', 10));
  expect(isOnFront('Inv. penalty 20')).toBe(true);
  await change(() => session.settings.set('inventoryPenalty', 30));
  expect(isOnFront('Inv. penalty 20')).toBe(false);
});

it('says that the sliders stand elsewhere, and measures them when asked', async () => {
  const seen: number[] = [];
  const { user, session, change } = await renderMap([exampleSweep()], {
    evaluateAgent: ({ weights, seeds }) => {
      seen.push(weights.inventoryPenalty);
      return Promise.resolve(seeds.map((seed) => exampleMetrics({ seed, profit: 5 })));
    },
  });
  await change(() => session.settings.set('inventoryPenalty', 33));
  expect(screen.getByTestId('tradeoff-note').textContent).toContain('none of these points');
  await pressed(user, 'Measure them');
  await vi.waitFor(() => expect(seen).toEqual([33]));
  await vi.waitFor(() => expect(point('Inv. penalty 33')).toBeTruthy());
  expect(screen.getByTestId('tradeoff-note').textContent).not.toContain('none of these points');
});

it('begins a sweep, shows how far it is, pauses and cancels it', async () => {
  let finish: () => void = () => undefined;
  const { user, session } = await renderMap([], {
    evaluateAgent: ({ seeds }, onProgress, signal) =>
      new Promise((resolve, reject) => {
        onProgress(1);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        finish = () => resolve(seeds.map((seed) => exampleMetrics({ seed })));
      }),
  });
  await openPopover('New sweep');
  await user.selectOptions(
    screen.getByRole('combobox', { name: 'First weight', hidden: true }),
    'adverseSelection',
  );
  const to = screen.getByRole('textbox', { name: 'To', hidden: true });
  await user.clear(to);
  await user.type(to, '4');
  expect(screen.getByText('Expected a number from 0 to 3.')).toBeTruthy();
  const begin = screen.getByRole('button', { name: 'Sweep', hidden: true });
  expect(begin).toHaveProperty('disabled', true);
  await user.clear(to);
  await user.type(to, '2');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Values', hidden: true }), '3');
  expect(screen.getByTestId('sweep-plan').textContent).toBe(
    '3 points, 8 episodes each: about 2 s. All other weights as the sliders stand.',
  );
  await user.click(begin);
  expect(session.state.sweeps.records?.[0].axes).toEqual([
    { term: 'adverseSelection', values: [0, 1, 2] },
  ]);
  expect(screen.getByTestId('sweep-progress').textContent).toContain('Episode 1 of 24');
  await pressed(user, 'Pause');
  expect(screen.getByTestId('sweep-progress').textContent).toContain('paused');
  await pressed(user, 'Resume');
  finish();
  await pressed(user, 'Cancel');
  await vi.waitFor(() => expect(screen.queryByTestId('sweep-progress')).toBeNull());
  expect(screen.getByTestId('sweep-measured').textContent).toContain('0 of 3 points');
  expect(screen.getByRole('button', { name: 'Go on' })).toBeTruthy();
});

it('deletes a sweep and brings it back', async () => {
  const { user } = await renderMap();
  await pressed(user, 'Delete Sweep 1');
  expect(screen.getByTestId('deleted-sweep').textContent).toContain('Deleted Sweep 1');
  expect(screen.queryByTestId('mark-point')).toBeNull();
  await pressed(user, 'Undo');
  expect(screen.getAllByTestId('mark-point')).toHaveLength(3);
});

it('imports a sweep, and says what is wrong with another file', async () => {
  const { user, session } = await renderMap([]);
  const input = screen.getByLabelText('Sweep file');
  await user.upload(input, new File([writeSweepFile(exampleSweep())], 'mine.json'));
  await vi.waitFor(() => expect(screen.getAllByTestId('mark-point')).toHaveLength(3));
  await user.upload(input, new File(['{"format":"nanoarb-weight-sweep"}'], 'bad.json'));
  await vi.waitFor(() =>
    expect(session.state.notices.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('bad.json was not imported. sweep file.version: expected 1'),
    ),
  );
});

it('shows the same numbers as a table', async () => {
  const { user, session } = await renderMap();
  await pressed(user, 'Table');
  const row = screen.getByRole('row', { name: /^Inv\. penalty 500/ });
  expect(row.textContent).toContain('+$10.00');
  expect(row.textContent).toContain('✓ on it in 100 % of resampled episodes');
  await user.click(within(row).getByRole('button', { name: 'Set the sliders: Inv. penalty 500' }));
  expect(session.state.settings.inventoryPenalty).toBe(500);
});

it('draws the runs of the table where no sweep is chosen', async () => {
  const { user, setState, session } = await renderMap();
  await setState({
    runs: [exampleSummary('2', [40, 50, 60])],
  });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Shown' }), '');
  expect(screen.getAllByTestId('mark-point')).toHaveLength(1);
  expect(point('Run 2').getAttribute('aria-label')).toContain('+$50.00');
  expect(session.state.sweeps.shown).toBeNull();
});
