import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleRow, exampleSummary, withTrainingSeed } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { bundledAgent } from '../../../tests/store/testSession';
import { deriveSeeds } from '../../agents/seeds';
import type { EvaluationRequest } from '../../evaluation/metrics';
import { NONE_LOADED } from '../../store/live/bundledAgentState';
import type { SessionState } from '../../store/state';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { RunsDrawer } from './RunsDrawer';

const open = (state: Partial<SessionState>) =>
  renderLab(<RunsDrawer onClose={() => undefined} />, {
    state,
    answers: { evaluateBaselines: () => new Promise(() => undefined) },
  });

const twoRuns = [exampleSummary('1', [11, 22, 33]), exampleSummary('2', [1, 2, 3])];

it('closes on Escape from inside, after whatever is open above it', async () => {
  const onClose = vi.fn<() => void>();
  const { user } = await renderLab(<RunsDrawer onClose={onClose} />, {
    state: { runs: twoRuns },
    answers: { evaluateBaselines: () => new Promise(() => undefined) },
  });
  const name = screen.getByRole('textbox', { name: 'Name of Run 1' });
  await user.type(name, ' again');
  fireEvent.keyDown(name, { key: 'Escape' });
  expect([name.getAttribute('value'), onClose.mock.calls.length]).toEqual(['Run 1', 0]);

  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.open = true;
  fireEvent.keyDown(name, { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
  dialog.remove();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.keyDown(name, { key: 'Escape' });
  expect(onClose).toHaveBeenCalledOnce();
});

it('keeps the focus in the field of a name, and gives it to the title when a run goes', async () => {
  const { session, user, setState } = await open({ runs: twoRuns });
  const label = vi.spyOn(session.runs, 'label').mockResolvedValue();
  const name = screen.getByRole('textbox', { name: 'Name of Run 1' });
  await user.type(name, ' again{Enter}');
  expect(label).toHaveBeenCalledExactlyOnceWith('1', { name: 'Run 1 again' });
  expect(document.activeElement).toBe(name);
  await setState({ runs: twoRuns.slice(1) });
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Runs' }));
});

const region = () => screen.getByRole('region', { name: 'Comparison of runs' });
const names = () =>
  within(region())
    .getAllByRole('rowheader')
    .map(
      (head) =>
        head.querySelector<HTMLInputElement>('.run-name')?.value ?? head.textContent?.trim(),
    );
const rowOf = (name: RegExp) => within(region()).getByRole('row', { name });

it('shows a number whole or not at all where the table scrolls under the names', async () => {
  const { setState } = await open({ runs: twoRuns });
  const scrolled = { by: 30 };
  vi.spyOn(HTMLTableCellElement.prototype, 'getBoundingClientRect').mockImplementation(function (
    this: HTMLTableCellElement,
  ) {
    const left = this.cellIndex === 0 ? 0 : this.cellIndex * 100 - scrolled.by;
    return new DOMRect(left, 0, 100, 20);
  });
  const covered = () =>
    within(region())
      .getAllByRole('row')
      .map((row) => [...row.children].findIndex((cell) => cell.classList.contains('covered')));
  fireEvent.scroll(region());
  expect(new Set(covered())).toEqual(new Set([1]));
  scrolled.by = 230;
  await setState({ runs: [...twoRuns, exampleSummary('3', [4, 5, 6])] });
  expect(new Set(covered())).toEqual(new Set([3]));
  scrolled.by = 0;
  fireEvent.scroll(region());
  expect(new Set(covered())).toEqual(new Set([-1]));
});

describe('the table of runs', () => {
  it('says that there are none yet, and how far the baselines are', async () => {
    const { setState, session } = await open({});
    expect(screen.getByText(/^No runs yet.*the same 16 episodes/)).toBeTruthy();
    await setState({ baselines: { ...session.state.baselines, progress: { done: 3, total: 64 } } });
    expect(screen.getByTestId('baseline-progress').textContent).toBe(
      'Evaluating the baselines: episode 3 of 64',
    );
    await setState({ baselines: { ...session.state.baselines, failure: 'No worker.' } });
    expect(screen.getByRole('alert').textContent).toContain('No worker.');
  });

  it('has room for two of the settings that differ, and a set of columns with all', async () => {
    const { learning } = DEFAULT_RUN_CONFIG;
    const other = { ...learning, updates: 77, expectile: 0.9, discount: 0.9 };
    const config = { ...DEFAULT_RUN_CONFIG, learning: other };
    const { user } = await open({
      runs: [exampleSummary('1', [11, 22, 33]), exampleSummary('2', [1, 2, 3], { config })],
    });
    const heads = () =>
      within(region())
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent?.replace(/[^\p{L}]*$/u, ''));
    expect(heads().slice(-3)).toEqual(['Updates', 'Expectile τ', 'Actions']);
    expect(region().textContent).toContain(
      'The runs differ in 1 more setting: choose “Settings that differ”.',
    );
    await user.selectOptions(screen.getByRole('combobox', { name: 'Columns' }), 'settings');
    expect(heads().slice(-4)).toEqual(['Updates', 'Expectile τ', 'Discount γ', 'Actions']);
    expect(region().textContent).not.toContain('The runs differ');
  });

  it('says so where nothing has been evaluated, in place of means over no episodes', async () => {
    await open({ runs: [exampleSummary('1', [], { evaluation: [] })] });
    expect(region().querySelector('caption')?.textContent).toBe('No agent has been evaluated yet.');
  });

  it('has the newest run first, and sorts by a column in both directions and back', async () => {
    const { user } = await open({ runs: twoRuns });
    expect(names()).toEqual(['Run 2', 'Run 1', 'Random', 'Inventory-skewed']);
    const sort = screen.getByRole('button', { name: 'Sort by profit' });
    const head = screen.getByRole('columnheader', { name: /^Profit per episode/ });
    await user.click(sort);
    expect(head.getAttribute('aria-sort')).toBe('descending');
    expect(names()).toEqual(['Run 1', 'Inventory-skewed', 'Run 2', 'Random']);
    await user.click(sort);
    expect(head.getAttribute('aria-sort')).toBe('ascending');
    expect(names()).toEqual(['Random', 'Run 2', 'Inventory-skewed', 'Run 1']);
    await user.click(sort);
    expect(head.getAttribute('aria-sort')).toBe('none');
  });

  it('shows differences from the agent that is pinned', async () => {
    const { user, session } = await open({ runs: twoRuns });
    expect(rowOf(/Inventory-skewed/).textContent).toContain('Pinned');
    await user.click(screen.getByRole('button', { name: 'Pin: Run 1' }));
    expect(session.state.pinned).toBe('1');
    await user.click(screen.getByRole('button', { name: 'vs pinned' }));
    const [first, second] = within(region()).getAllByRole('row').slice(1);
    expect(within(first).getAllByRole('cell')[0].textContent).toContain('−$20.00');
    expect(within(second).getAllByRole('cell')[0].textContent).toBe('pinned');
  });

  it('says which market its baselines are of, and why a run has no difference', async () => {
    const { market } = DEFAULT_RUN_CONFIG;
    const onNq = { ...DEFAULT_RUN_CONFIG, market: { ...market, preset: 'nq' as const } };
    const other = exampleSummary('1', [11, 22, 33], { config: onNq });
    const { user } = await open({ runs: [other, exampleSummary('2', [1, 2, 3])] });
    const caption = () => region().querySelector('caption')?.textContent;
    expect(caption()).toMatch(/^Means over 3 episodes; .* The baselines played ES\./);
    expect(caption()).not.toContain('same seeds');
    const marked = within(region()).getAllByText('on NQ');
    expect(marked.map((mark) => mark.closest('th')?.textContent)).toEqual([
      expect.stringContaining('on NQ'),
      'Inventory-skewed on NQ',
    ]);
    await user.click(screen.getByRole('button', { name: 'vs pinned' }));
    expect(region().textContent).not.toContain('no difference');
    await user.click(screen.getByRole('button', { name: 'Pin: Run 2' }));
    const [, , foreign] = within(region()).getAllByRole('row');
    expect(foreign.textContent).toContain('no difference: another market than the pinned agent’s');
    expect(within(foreign).getAllByRole('cell')[0].textContent).toBe('—');
  });

  it('compares with the agent that comes with the page once that is asked for', async () => {
    const played: EvaluationRequest[] = [];
    const config = { ...DEFAULT_RUN_CONFIG, learning: { ...DEFAULT_RUN_CONFIG.learning } };
    config.learning.conditioning = 'weights';
    const agent = { ...bundledAgent, card: { ...bundledAgent.card, config } };
    const { user, session } = await renderLab(<RunsDrawer onClose={() => undefined} />, {
      state: {
        runs: twoRuns,
        bundled: { ...NONE_LOADED, pretrainedEs: { kind: 'ready', agent } },
      },
      answers: {
        evaluateAgent: (request) => {
          played.push(request);
          return Promise.resolve(exampleRow('network', [15, 25, 35]).metrics);
        },
      },
    });
    expect(names()).not.toContain('Pre-trained on ES');
    const ask = () => screen.queryByRole('button', { name: 'Compare with Pre-trained on ES' });
    await user.click(screen.getByRole('button', { name: 'Compare with Pre-trained on ES' }));
    const { market, env, weights } = DEFAULT_RUN_CONFIG;
    expect(played).toMatchObject([{ market, env, weights, agent: { kind: 'network' } }]);
    expect(played[0].seeds).toEqual(deriveSeeds(1, 'evaluation', 16));
    expect(names()).toEqual(['Run 2', 'Run 1', 'Pre-trained on ES', 'Random', 'Inventory-skewed']);
    expect(rowOf(/Pre-trained on ES/).textContent).toContain('$25.00');
    expect([ask(), session.state.baselines.playing]).toEqual([null, null]);
    await user.click(screen.getByRole('button', { name: 'Pin: Pre-trained on ES' }));
    await user.click(screen.getByRole('button', { name: 'vs pinned' }));
    // 11, 22 and 33 minus 15, 25 and 35.
    expect(within(region()).getAllByRole('row')[2].textContent).toContain('−$3.00');

    // It acts on the weights: under others it has not been evaluated.
    act(() => session.settings.set('fees', 2));
    expect(ask()).not.toBeNull();
    expect(rowOf(/Pre-trained on ES/).textContent).toContain('evaluated under');
  });

  it('offers other columns', async () => {
    const { user } = await open({ runs: twoRuns });
    for (const [columns, heads] of [
      ['risk', [/^Score/, /^Sharpe/, /^Sortino/, /^95th percentile/]],
      ['fills', [/^Contracts traded/, /^Markout 0.1 s/, /^Markout 1 s/, /^Markout 10 s/]],
      ['terms', [/^Spread capture/, /^Adverse/, /^Inventory profit/, /^Fees/, /^Wide-quote/]],
    ] as const) {
      await user.selectOptions(screen.getByRole('combobox', { name: 'Columns' }), columns);
      for (const name of heads) expect(screen.getByRole('columnheader', { name })).toBeTruthy();
    }
  });

  it('gathers runs that differ in their training seed, and closes over them', async () => {
    const runs = [1, 2, 3].map((seed) =>
      exampleSummary(String(seed), [10 * seed, 20, 30], { config: withTrainingSeed(seed) }),
    );
    const { user } = await open({ runs });
    const [group] = names();
    expect(group).toContain('Runs 1–3');
    expect(group).toContain('3 training seeds');
    expect(names()).toContain('Run 2');
    const toggle = screen.getByRole('button', { name: 'Runs 1–3, open or close' });
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    await user.click(toggle);
    expect(names()).not.toContain('Run 2');
  });

  it('has a column for each setting in which runs differ', async () => {
    const [first, second] = twoRuns;
    const weights = { ...second.config.weights, fees: 2 };
    await open({ runs: [first, { ...second, config: { ...second.config, weights } }] });
    const head = screen.getByRole('columnheader', { name: /^Fees/ });
    const column = within(region()).getAllByRole('columnheader').indexOf(head);
    expect(within(rowOf(/Random/)).getAllByRole('cell')[column - 1].textContent).toBe('');
    const [, newest] = within(region()).getAllByRole('row');
    expect(within(newest).getAllByRole('cell')[column - 1].textContent).toBe('2');
  });

  it('says how many of its updates a run made that was stopped', async () => {
    const [first, second] = twoRuns;
    const learning = { ...second.config.learning, updates: 3000 };
    const config = { ...second.config, learning };
    const stopped = { ...second, config, status: 'stopped', update: 1600 } as const;
    await open({ runs: [first, { ...stopped, totalUpdates: 3300 }] });
    const head = screen.getByRole('columnheader', { name: /^Updates/ });
    const column = within(region()).getAllByRole('columnheader').indexOf(head);
    const [, newest] = within(region()).getAllByRole('row');
    expect(within(newest).getAllByRole('cell')[column - 1].textContent).toBe('1300 of 3000');
  });

  it('says what is not as it should be with a run', async () => {
    const unfinished = { update: 500, evaluation: [] };
    await open({
      runs: [
        exampleSummary('1', [], { ...unfinished, status: 'running' }),
        exampleSummary('2', [], { ...unfinished, status: 'running' }),
        exampleSummary('3', [], { ...unfinished, status: 'running' }),
        exampleSummary('4', [], { ...unfinished, status: 'stopped', tags: ['fees'] }),
        exampleSummary('5', []),
      ],
      heldRuns: ['2', '3'],
      runUnderWay: '3',
      unsavedRuns: ['5'],
    });
    const notes = [...region().querySelectorAll('.run-settings')].map((note) => note.textContent);
    expect(notes).toEqual([
      'not stored',
      'stopped at 500 of 2.3k · fees',
      'training',
      'training in another tab',
      'interrupted at 500 of 2.3k',
    ]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Delete Run 3' }).disabled).toBe(
      true,
    );
    expect(screen.queryByRole('button', { name: 'Watch Run 3' })).toBeNull();
  });

  it('shows the clone of the data beside the run', async () => {
    const clone = exampleRow('behaviour cloning', [2, 3, 4]);
    const run = exampleSummary('1', [11, 22, 33]);
    await open({ runs: [{ ...run, evaluation: [...run.evaluation, clone] }] });
    expect(rowOf(/Clone of Run 1/).textContent).toContain('$3.00');
  });

  it('draws the first lines of many, and more when asked', async () => {
    const runs = Array.from({ length: 70 }, (_, index) => exampleSummary(`${index + 1}`, []));
    const { user } = await open({ runs });
    expect(names()).toHaveLength(60);
    await user.click(screen.getByRole('button', { name: 'Show 12 more' }));
    expect(names()).toHaveLength(72);
    expect(screen.queryByRole('button', { name: /^Show \d+ more$/ })).toBeNull();
  });

  it('offers to evaluate an agent that was not, and says how far that is', async () => {
    const { user, setState } = await open({ runs: [exampleSummary('1', [], { evaluation: [] })] });
    await setState({ evaluatedRun: { id: '1', done: 3, total: 16 } });
    expect(region().querySelector('.run-settings')?.textContent).toBe(
      'evaluating: episode 3 of 16',
    );
    expect(screen.getByRole('button', { name: 'Stop evaluating Run 1' })).toBeTruthy();
    await setState({ evaluatedRun: null });
    await user.click(screen.getByRole('button', { name: 'Evaluate Run 1' }));
    expect(screen.queryByRole('button', { name: 'Stop evaluating Run 1' })).toBeNull();
  });

  it('shows only the runs of a tag, and the baselines', async () => {
    const tagged = exampleSummary('3', [1, 2, 3], { tags: ['fees'] });
    const { user } = await open({ runs: [...twoRuns, tagged] });
    const filter = screen.getByRole('combobox', { name: 'Show runs with the tag' });
    await user.selectOptions(filter, 'fees');
    expect(names()).toEqual(['Run 3', 'Random', 'Inventory-skewed']);
  });
});
