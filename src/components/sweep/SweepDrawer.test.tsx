import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { exampleSweep } from '../../../tests/protocol/exampleSweep';
import { exampleResult } from '../../../tests/store/sweeps/exampleResult';
import { SweepDrawer } from './SweepDrawer';

const resultFile = (change: object = {}) => {
  const result = exampleResult();
  const config = { ...result.config, ...change };
  return new File([JSON.stringify({ ...result, config })], 'mine.json');
};

async function renderDrawer(file: File | null = resultFile()) {
  const onClose = vi.fn<() => void>();
  const rendered = await renderLab(<SweepDrawer onClose={onClose} />);
  if (file !== null) {
    await rendered.change(() => void rendered.session.files.open([file]));
    await screen.findByTestId('sweep-origin');
  }
  return { ...rendered, onClose };
}

const rows = () =>
  within(screen.getByRole('table'))
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);
const showAgent = () => screen.getByRole('button', { name: 'Let it trade: Point 1' });
const limit = (name: string) => screen.getByRole('slider', { name });
const lines = () => screen.getByTestId('parallel-kept').getAttribute('d')?.match(/M/g)?.length ?? 0;

it('shows what was dropped: points as lines and rows, what chose, what was held out, and failures', async () => {
  await renderDrawer();
  expect(screen.getByTestId('sweep-origin').textContent).toContain(
    'Best by Profit per episode: Point 1, +$100.00 (+$90.00 to +$110.00) on the 8 episodes of 2 data seeds that chose it, +$60.00 (+$50.00 to +$70.00) on as many that nothing was chosen on.',
  );
  expect(rows()).toEqual(['Point 1', 'Point 2', 'Point 3', 'Point 4']);
  const best = screen.getByRole('row', { name: /^Point 1/ });
  expect(best.textContent).toContain('best, front');
  expect(best.textContent).toContain('+$60.00');
  expect(screen.getByRole('row', { name: /^Point 4/ }).textContent).toContain('failed');
  expect(screen.getByTestId('sweep-failures').textContent).toContain(
    'train-0123: training diverged at update 7 (tries: 3; points: 1)',
  );
  expect(lines()).toBe(4);
  expect(screen.getAllByTestId('mark-point')).toHaveLength(3);
});

it('says which points tie with the best, and what intervals of few data seeds are worth', async () => {
  const { config } = exampleResult();
  const profit = { estimate: 95, low: 85, high: 105 };
  const points = config.points.map((point, index) =>
    index === 2 && point.chosenOn !== null
      ? { ...point, chosenOn: { ...point.chosenOn, profit } }
      : point,
  );
  await renderDrawer(resultFile({ points }));
  const origin = screen.getByTestId('sweep-origin').textContent;
  expect(origin).toContain('It ties with Point 3: their intervals overlap its own.');
  expect(origin).toContain('Intervals of two data seeds are wide, and rough');
  const notes = (name: RegExp) => screen.getByRole('row', { name }).textContent;
  expect(notes(/^Point 1/)).toContain('best, tied');
  expect(notes(/^Point 3/)).toContain('tied with the best');
  expect(notes(/^Point 2/)).not.toContain('tied');
});

it('writes the label of an axis of equal values above the lines that run through it', async () => {
  await renderDrawer();
  const label = (text: string) =>
    [...document.querySelectorAll('.parallel-axis text')].find((one) => one.textContent === text);
  expect(label('50 %')?.getAttribute('dy')).toBe('-0.5em');
  expect(label('+$100.00')?.getAttribute('dy')).toBe('0.35em');
});

it('keeps what lies within the brushes of several axes, from the keyboard too', async () => {
  const { user } = await renderDrawer();
  limit('Mean |inventory|, to').focus();
  // From 12 contracts down to below 9.
  await user.keyboard('{PageDown}{PageDown}{PageDown}');
  expect(rows()).toEqual(['Point 2', 'Point 3']);
  expect(limit('Mean |inventory|, to').getAttribute('aria-valuetext')).toBe('8.4');
  limit('Inventory penalty, to').focus();
  await user.keyboard('{PageDown}');
  expect(rows()).toEqual(['Point 2']);
  expect(screen.getByTestId('brushed').textContent).toBe('1 of 4 points');
  expect(lines()).toBe(1);
  await user.keyboard('{Delete}');
  expect(rows()).toEqual(['Point 2', 'Point 3']);
  await user.click(screen.getByRole('button', { name: 'Clear brushes' }));
  expect(screen.getByTestId('brushed').textContent).toBe('All 4 points');
});

it('brushes by a drag along an axis, and a click takes the brush away', async () => {
  await renderDrawer();
  const column = limit('Profit per episode, from').parentElement;
  if (column === null) throw new Error('expected a column');
  column.setPointerCapture = () => undefined;
  // The head of an axis is 46 pixels down, its foot 220: the upper half of the profits.
  fireEvent.pointerDown(column, { button: 0, clientY: 40 });
  fireEvent.pointerMove(column, { clientY: 133 });
  fireEvent.pointerUp(column, { clientY: 133 });
  expect(rows()).toEqual(['Point 1', 'Point 2']);
  fireEvent.pointerDown(column, { button: 0, clientY: 60 });
  fireEvent.pointerUp(column, { clientY: 60 });
  expect(rows()).toHaveLength(4);
});

it('sets the page to the point that is clicked, market and all, which an undo takes back', async () => {
  const { user, session, change } = await renderDrawer();
  await change(() => session.settings.set('maxInventory', 7));
  const before = session.state.settings;
  await user.click(screen.getByRole('button', { name: /^Point 3: / }));
  expect(session.state.settings).toMatchObject({ inventoryPenalty: 500, regime: 'base' });
  expect(session.state.settings.maxInventory).not.toBe(7);
  expect(screen.getByRole('button', { name: 'Set the settings: Point 3' })).toHaveProperty(
    'disabled',
    true,
  );
  await change(() => session.settings.undo());
  expect(session.state.settings).toEqual(before);
});

it('lets the policy of a point trade that came with the file', async () => {
  const { user, session } = await renderDrawer();
  expect(screen.queryByRole('button', { name: 'Let it trade: Point 2' })).toBeNull();
  await user.click(showAgent());
  await waitFor(() => expect(session.state.runs.map(({ name }) => name)).toEqual(['Point 1']));
  await waitFor(() => expect(session.state.watchedRun).toBe(session.state.runs[0].id));
  await waitFor(() => expect(showAgent()).toHaveProperty('disabled', false));
});

it('says what is wrong with a policy that is none', async () => {
  const { user, session } = await renderDrawer(resultFile({ agents: [{ point: 0, file: '%%%' }] }));
  await user.click(showAgent());
  await waitFor(() =>
    expect(session.state.notices.at(-1)?.message).toContain('Point 1.safetensors was not imported'),
  );
  await waitFor(() => expect(showAgent()).toHaveProperty('disabled', false));
});

it('says what is wrong with a file, and shows nothing of it', async () => {
  const { user, session } = await renderDrawer(null);
  expect(screen.getByText(/Open what lab sweep --json wrote/)).toBeTruthy();
  await user.upload(screen.getByLabelText('Result of a sweep'), resultFile({ seeds: 0 }));
  await waitFor(() =>
    expect(session.state.notices.at(-1)?.message).toContain(
      'mine.json was not opened. sweep result.config.seeds: expected a whole number',
    ),
  );
  expect(session.state.sweeps.opened).toEqual([]);
});

it('says that no point was finished', async () => {
  const { config } = exampleResult();
  const points = config.points.map((point) => ({ ...point, chosenOn: null, heldOut: null }));
  await renderDrawer(resultFile({ points, best: null, isStopped: true }));
  expect(screen.getByText('No point of this sweep was finished.')).toBeTruthy();
  expect(screen.getByTestId('sweep-origin').textContent).toContain('It was stopped before its end');
});

it('shows a sweep of this page, too', async () => {
  const { user, session, setState } = await renderDrawer();
  const sweep = exampleSweep();
  await setState({ sweeps: { ...session.state.sweeps, records: [sweep] } });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Shown' }), sweep.id);
  expect(rows()).toEqual(['Inv. penalty 20', 'Inv. penalty 0', 'Inv. penalty 500']);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Across' }), 'maxDrawdown');
  await user.click(screen.getByRole('button', { name: /^Set the settings: Inv. penalty 500/ }));
  expect(session.state.settings.inventoryPenalty).toBe(500);
});
