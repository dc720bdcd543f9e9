import { act, screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  exampleEpisode,
  exampleScores,
  exampleSummary,
  trainingState,
} from '../../../tests/components/examples';
import { frameOf } from '../../../tests/store/live/frames';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import { exampleRun } from '../../../tests/store/runs/exampleRun';
import { LAZY_MODULES } from '../lazyModules';
import { AgentCard } from './AgentCard';

beforeAll(() => LAZY_MODULES.profitDistribution.load());

const trained = (decisionTransformer: typeof COMPACT_DECISION_TRANSFORMER_CONFIG | null) =>
  exampleSummary('1', [], { config: { ...DEFAULT_RUN_CONFIG, decisionTransformer } });
const option = () =>
  within(screen.getByRole('combobox', { name: 'Agent' })).getByRole<HTMLOptionElement>('option', {
    name: /Run 1|Trained policy/,
  });

describe('the agent card', () => {
  it('names the run whose policy trades, after a reload too', async () => {
    const { session, setState } = await renderLab(<AgentCard />);
    expect([option().textContent, option().disabled]).toEqual(['Trained policy (none yet)', true]);
    const settings = { ...session.state.settings, agent: 'trained' } as const;
    await setState({ settings, runs: [trained(null)], watchedRun: '1' });
    expect([option().textContent, option().disabled]).toEqual(['Run 1', false]);
  });

  it('lists the runs that have a policy by name, and lets each trade', async () => {
    const storage = createMemoryStorage();
    for (const id of ['1', '2', '3']) {
      const run = exampleRun(id, { name: `Run ${id}`, createdAt: Number(id) });
      await storage.runs.put(id === '3' ? { ...run, policy: null, hasPolicy: false } : run, null);
    }
    const { session, user, asked } = await renderLab(<AgentCard />, { storage });
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Agent' });
    const trained = within(screen.getByRole('group', { name: 'Trained here' }));
    expect(trained.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      'Run 2',
      'Run 1',
    ]);
    const chosen = () => [select.value, session.state.watchedRun];
    await user.selectOptions(select, 'Run 1');
    expect(chosen()).toEqual(['run:1', '1']);
    expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'network', title: 'Run 1' });
    await user.selectOptions(select, 'GLFT');
    expect(chosen()).toEqual(['glft', null]);
    expect(trained.getAllByRole('option')).toHaveLength(2);
    await act(async () => session.settings.undo());
    expect(chosen()).toEqual(['run:1', '1']);
  });

  it.each([
    [null, 'action = mean of a Gaussian policy network'],
    [COMPACT_DECISION_TRANSFORMER_CONFIG, 'action = f(returns to go, states, actions so far)'],
  ])('describes the policy by its learner', async (transformer, formula) => {
    const { session, setState } = await renderLab(<AgentCard />);
    const settings = { ...session.state.settings, agent: 'trained' } as const;
    await setState({ settings, runs: [trained(transformer)], watchedRun: '1' });
    await openPopover('About this agent and its parameters');
    expect(document.querySelector('.agent-panel .formula')?.textContent).toBe(formula);
  });

  it.each([
    [null, 0],
    [COMPACT_DECISION_TRANSFORMER_CONFIG, 1],
  ])('offers a target only for a policy that is asked for one', async (transformer, sliders) => {
    const { session, setState } = await renderLab(<AgentCard />);
    const settings = { ...session.state.settings, agent: 'trained' } as const;
    await setState({ settings, runs: [trained(transformer)], watchedRun: '1' });
    await openPopover('About this agent and its parameters');
    const panel = document.querySelector('.agent-panel .popover.form');
    expect(panel?.querySelectorAll('input[type="range"]')).toHaveLength(sliders);
  });

  it('says whether it follows the run that trains, and follows again when asked', async () => {
    const training = trainingState({ phase: 'training', runName: 'Run 2', hasOwnPolicy: true });
    const state = { training, runUnderWay: '2', agentPinned: true };
    const { session, user, asked } = await renderLab(<AgentCard />, { hash: '#agent=glft', state });
    const said = () => screen.getByTestId('following').textContent;
    expect(said()).toContain('GLFT stays, as you chose, while Run 2 trains.');
    await user.click(screen.getByRole('button', { name: 'Let Run 2 trade' }));
    expect(session.state).toMatchObject({ followsRun: true, watchedRun: '2', agentPinned: false });
    expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'trained', title: 'Run 2' });
    expect(said()).toBe('Takes every newer policy of Run 2 as it trains.');
  });

  it('says from when on it trades, where the episode began with another agent', async () => {
    const { change, draw, raise, session } = await renderLab(<AgentCard />, {
      hash: '#agent=glft',
      state: { episodes: [exampleEpisode()] },
    });
    const said = () => screen.queryByTestId('taken-over')?.textContent;
    const at = (step: number) =>
      frameOf([{ step, timeSeconds: step / 10 }], [], { episode: 1, step, equityDollars: 50 });
    await raise((lab) => lab.onFrame(at(10)));
    await draw();
    expect(said()).toBe('');
    await change(() => session.settings.set('agent', 'random'));
    await raise((lab) => lab.onFrame(frameOf([], [], { episode: 1, step: 10, equityDollars: 50 })));
    await draw();
    expect(said()).toBe('GLFT until here; Random from the next decision');
    await raise((lab) => lab.onFrame(at(20)));
    await draw();
    expect(said()).toBe('Took over at 00:01.0 from GLFT');
    await change(() => session.playback.showReplay());
    expect(said()).toBeUndefined();
  });

  it('says for how long a side has had no quote, once that is longer than after a fill', async () => {
    const { draw, raise } = await renderLab(<AgentCard />);
    const show = async (from: number, to: number, quotes: object) => {
      const rows = Array.from({ length: to - from + 1 }, (_, index) => ({
        step: from + index,
        timeSeconds: (from + index) / 10,
        ...quotes,
      }));
      const header = { episode: 1, step: to, ...quotes, bidAhead: 3, askAhead: Number.NaN };
      await raise((lab) => lab.onFrame(frameOf(rows, [], { ...header, bidLevelSize: 9 })));
      await draw();
    };
    const places = () =>
      [...document.querySelectorAll('.quotes tbody tr')].map(
        (row) => row.querySelector('td:last-child')?.textContent,
      );
    await show(1, 10, { bidPrice: 100, askPrice: 101 });
    await show(11, 29, { bidPrice: Number.NaN, askPrice: 101 });
    expect(places()).toEqual(['—', '3 / 9']);
    await show(30, 35, { bidPrice: Number.NaN, askPrice: 101 });
    expect(places()).toEqual(['—', 'for 2.4 s']);
    await show(36, 436, { bidPrice: Number.NaN, askPrice: Number.NaN });
    expect(places()).toEqual(['for 40 s', 'for 43 s']);
    await show(437, 437, { bidPrice: 100, askPrice: Number.NaN });
    expect(places()).toEqual(['for 40 s', '3 / 9']);
  });

  it('says what share of the volume the agent has, and what that earns', async () => {
    const { draw, raise } = await renderLab(<AgentCard />);
    const said = () =>
      ['share-of-volume', 'profit-per-contract', 'profit-per-minute'].map(
        (id) => screen.getByTestId(id).textContent,
      );
    const frame = { step: 300, timeSeconds: 30, equityDollars: 24, contractsSoFar: 40 };
    await raise((lab) => lab.onFrame(frameOf([{ step: 300 }], [], frame)));
    await draw();
    expect(said()).toEqual(['—', '+$0.60', '+$48.00']);
    const counted = { ...frame, step: 301, marketContracts: 1000 };
    await raise((lab) => lab.onFrame(frameOf([{ step: 301 }], [], counted)));
    await draw();
    expect(said()).toEqual(['4.0 %', '+$0.60', '+$48.00']);
  });

  it('has the distribution of profits in place of moments at the highest speed', async () => {
    const { session, setState } = await renderLab(<AgentCard />, {
      hash: '#speed=max',
      state: { scores: exampleScores(['a', 'b'], 7) },
    });
    await setState({ readout: { ...session.state.readout, playKey: 7, episode: 3 } });
    const shown = () => screen.queryByTestId('profit-distribution')?.textContent;
    await screen.findByTestId('profit-distribution');
    expect(shown()).toMatch(
      /^Episode 3.*Inventory-skewed · ES.*Mean\+\$30\.00 ± \$0\.00Episodes2/s,
    );
    // Two episodes have no tails.
    expect(shown()).toMatch(/Median\+\$30\.00$/);
    expect(screen.queryByTestId('profit')).toBeNull();
    const scores = exampleScores(['a', 'b'], 7).map((score) => ({ ...score, startSeconds: 5 }));
    await setState({ scores });
    expect(shown()).toContain('Episodes1Played2 times, overlapping');
    const many = Array.from({ length: 20 }, (_, index) => `${index}`);
    await setState({ scores: exampleScores(many, 7) });
    expect(shown()).toMatch(/Middle half.*5 % to 95 %/s);
    await setState({ scores: exampleScores(many.slice(0, 8), 7) });
    expect(shown()).toContain('Middle half');
    expect(shown()).not.toContain('5 % to 95 %');
    await setState({ playing: false });
    expect(shown()).toBeUndefined();
    expect(screen.getByTestId('profit')).toBeTruthy();
  });
});
