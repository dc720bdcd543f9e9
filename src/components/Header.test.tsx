import { fireEvent, screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  exampleEpisode,
  exampleOrigin,
  exampleScores,
  exampleSummary,
} from '../../tests/components/examples';
import { renderLab } from '../../tests/components/renderLab';
import { frameOf, recordOf } from '../../tests/store/live/frames';
import { DEFAULT_RUN_CONFIG } from '../protocol/run';
import { withScores } from '../store/live/scores';
import { captionOf } from '../store/live/viewCaption';
import { storeEpisode } from '../store/replay/episodes';
import { runConfig } from '../store/settings/configs';
import { Header } from './Header';
import { LAZY_MODULES } from './lazyModules';

const nothing = () => undefined;
const header = (
  <Header
    theme="dark"
    onTheme={nothing}
    onHelp={nothing}
    runsOpen={false}
    onRuns={nothing}
    mapsOpen={false}
    onMaps={nothing}
    lessonsOpen={false}
    onLessons={nothing}
    onFacts={nothing}
  />
);
const comparison = () => document.querySelector('.comparison')?.textContent;
const status = () => screen.getByTestId('market-status').textContent;

describe('the header', () => {
  // What the market's menu loads by itself would otherwise arrive in the middle of a test.
  beforeAll(() => LAZY_MODULES.yourData.load());

  it('has a profit per episode from the first one on, and a comparison from the first run on', async () => {
    const { setState, session } = await renderLab(header);
    expect(comparison()).toMatch(/^Profit per episode.*after the first episode$/s);
    const { readout } = session.state;
    await setState({ scores: exampleScores(['a', 'b'], 7), readout: { ...readout, playKey: 7 } });
    expect(comparison()).toMatch(/\+\$30\.00± \$0\.00mean of 2 · Inventory-skewed · ES$/);
    await setState({ runs: [exampleSummary('1', [11, 22, 33])] });
    // Another agent trades: the run's profit is not its own.
    expect(comparison()).toMatch(/mean of 2 · Inventory-skewed · ES$/);
    const { settings, applied } = session.state;
    await setState({ settings: { ...settings, agent: 'trained' }, watchedRun: '1' });
    expect(comparison()).toMatch(
      /^Run 1 against inventory-skewed.*\+\$2\.00\(−\$0\.48 to \+\$4\.48\) per episode$/s,
    );
    await setState({ applied: { ...applied, preset: 'nq' } });
    expect(comparison()).not.toContain('Run 1 against');
  });

  it('names who played what stands still, and who plays on', async () => {
    const { change, draw, raise, session } = await renderLab(header, { hash: '#agent=glft' });
    const name = () => document.querySelector('.status .wide-only')?.textContent;
    const standing = { episode: 1, step: 10, episodeLength: 600 };
    await raise((lab) => lab.onFrame(frameOf([{ step: 10, timeSeconds: 1 }], [], standing)));
    await draw();
    expect(name()).toBe('GLFT');
    await change(() => session.settings.set('agent', 'random'));
    await raise((lab) => lab.onFrame(frameOf([], [], { ...standing, playKey: 9 })));
    await draw();
    expect(name()).toBe('GLFT; next Random');
    expect(captionOf(session).title).toBe('NanoARB Lab · ES · GLFT; next Random · live');
    await raise((lab) =>
      lab.onFrame(frameOf([{ step: 11, timeSeconds: 1.1 }], [], { ...standing, step: 11 })),
    );
    await draw();
    expect(name()).toBe('Random');
  });

  it('is one name with the title of a picture: live after a replay, and by hand', async () => {
    const { change, session, setState } = await renderLab(header, {
      hash: '#agent=glft',
      state: { episodes: [exampleEpisode()] },
    });
    const name = () => document.querySelector('.status .wide-only')?.textContent;
    const title = () => captionOf(session).title;
    await change(() => session.playback.showReplay());
    expect(name()).toBe('Inventory-skewed');
    expect(title()).toBe('NanoARB Lab · ES · Inventory-skewed · replay');
    await change(() => session.replay.close());
    expect(name()).toBe('GLFT');
    expect(title()).toBe('NanoARB Lab · ES · GLFT · live');
    const { manual } = session.state;
    await setState({
      manual: { ...manual, phase: 'quoting', beside: { agentName: 'GLFT', run: null } },
    });
    expect(name()).toBe('you and GLFT');
    expect(title()).toBe('NanoARB Lab · ES · you and GLFT · live');
  });

  it('compares a run only while it trades as it was evaluated', async () => {
    const { change, session, setState } = await renderLab(header, {
      state: { runs: [exampleSummary('1', [11, 22, 33])], episodes: [exampleEpisode()] },
    });
    const { settings, applied } = session.state;
    const isCompared = () => comparison()?.startsWith('Run 1 against');
    await setState({ settings: { ...settings, agent: 'trained' }, watchedRun: '1' });
    expect(isCompared()).toBe(true);
    // A run that trains has no evaluation yet, and does not borrow that of another.
    await setState({ watchedRun: '2' });
    expect(isCompared()).toBe(false);
    await setState({ watchedRun: '1', applied: { ...applied, orderLatency: 50_000 } });
    expect(isCompared()).toBe(false);
    await setState({ applied: { ...applied, rivals: 'glft' } });
    expect(isCompared()).toBe(false);
    // One that acts on the weights was evaluated under those of its config.
    const learning = { ...DEFAULT_RUN_CONFIG.learning, conditioning: 'weights' } as const;
    const config = { ...DEFAULT_RUN_CONFIG, learning };
    const told = exampleSummary('3', [11, 22, 33], { config });
    await setState({ applied, watchedRun: '3', runs: [...session.state.runs, told] });
    expect(comparison()).toMatch(/^Run 3 against/);
    await change(() => session.settings.set('fees', 2));
    expect(comparison()).not.toMatch(/^Run 3 against/);
    await setState({ watchedRun: '1' });
    expect(isCompared()).toBe(true);
    await setState({ applied });
    expect(isCompared()).toBe(true);
    await change(() => session.playback.showReplay());
    expect(isCompared()).toBe(false);
  });

  it('says why training does not run on the graphics card', async () => {
    const reason = 'WebGPU needs https or localhost, and this page came over plain http.';
    const { setState } = await renderLab(header);
    await setState({ backend: { name: 'wasm', rejected: [{ name: 'webgpu', reason }] } });
    fireEvent.click(within(screen.getByTestId('backend')).getByRole('button'));
    expect(screen.getByTestId('backend').textContent).toContain(`WebGPU: ${reason}`);
  });

  it('averages only the agent on screen: not another, and no file', async () => {
    const { setState, session, change } = await renderLab(header);
    const { readout } = session.state;
    const scores = [...exampleScores(['a', 'b'], 7), ...exampleScores(['c'], 8, 'random')];
    const file = exampleEpisode('file');
    const live = { ...exampleEpisode('a'), origin: exampleOrigin(7) };
    await setState({ scores, episodes: [live, file], readout: { ...readout, playKey: 8 } });
    expect(comparison()).toMatch(/mean of 1 · Random · ES$/);
    await setState({ readout: { ...readout, playKey: 9 } });
    expect(comparison()).toMatch(/after the first episode$/);
    await change(() => session.playback.showReplay('a'));
    expect(comparison()).toMatch(/mean of 2 · Inventory-skewed · ES$/);
    await change(() => session.playback.showReplay('file'));
    expect(comparison()).toMatch(/after the first episode$/);
  });

  it('counts the episodes of a recording that do not overlap, and says how often they were played', async () => {
    const { setState, session } = await renderLab(header);
    const played = (ids: readonly string[], startSeconds: number) =>
      exampleScores(ids, 7).map((score) => ({ ...score, startSeconds }));
    const readout = { ...session.state.readout, playKey: 7 };
    await setState({ scores: played(['a', 'b', 'c'], 5), readout });
    expect(comparison()).toContain('mean of 1, played 3 times ');
    await setState({ scores: [...played(['a', 'b'], 5), ...played(['c'], 90)] });
    expect(comparison()).toContain('mean of 2, played 3 times ');
    await setState({ scores: [...played(['a'], 5), ...played(['c'], 90)] });
    expect(comparison()).toContain('mean of 2 ');
  });

  it('calls an agent that a run trained by the run', async () => {
    const { setState } = await renderLab(header);
    await setState({ runs: [exampleSummary('1', [])], watchedRun: '1' });
    expect(document.querySelector('.status')?.textContent).toContain('Run 1');
  });

  it('calls the averages and the replay of a run by the name that it has now', async () => {
    const agent = {
      kind: 'network',
      title: 'Run 1',
      run: '1',
      version: 3,
      parametersHash: 9,
      targetReturn: null,
    } as const;
    const live = { ...exampleEpisode('a', 'Run 1'), origin: { ...exampleOrigin(7), agent } };
    const { change, session, setState } = await renderLab(header);
    const { readout } = session.state;
    await setState({
      runs: [exampleSummary('1', [])],
      scores: withScores([], [live]),
      episodes: [live],
      readout: { ...readout, playKey: 7 },
    });
    expect(comparison()).toMatch(/mean of 1 · Run 1 · ES$/);
    await setState({ runs: [exampleSummary('1', [], { name: 'Patient' })] });
    expect(comparison()).toMatch(/mean of 1 · Patient · ES$/);
    await change(() => session.playback.showReplay('a'));
    expect(document.querySelector('.status')?.textContent).toContain('Patient');
    await setState({ runs: [] });
    expect(document.querySelector('.status')?.textContent).toContain('Run 1');
  });

  it('says that an episode without a step is replayed, and does not wait for one', async () => {
    const empty = storeEpisode(recordOf([], [], { id: 'empty' }));
    const { change, session } = await renderLab(header, { state: { episodes: [empty] } });
    await change(() => session.playback.showReplay('empty'));
    expect(status()).toBe('Replay');
  });

  it('says what the market does', async () => {
    const { draw, raise, setState, session } = await renderLab(header, {
      hash: '#regime=volatile',
    });
    const { bundled } = session.state;
    expect(status()).toBe('Opening');
    expect(screen.getByTestId('market').textContent).toBe('ES volatile');
    await raise((lab) => lab.onFrame(frameOf([{ step: 3 }], [], { step: 3 })));
    await draw();
    // The agent that trades is not there yet.
    expect(status()).toBe('Opening');
    await setState({ bundled: { ...bundled, pretrainedEs: { kind: 'failed', message: '' } } });
    expect(status()).toBe('Live');
    await setState({ playing: false });
    expect(status()).toBe('Paused');
    const { statuses } = session.state;
    await setState({ statuses: { ...statuses, market: { ...statuses.market, state: 'failed' } } });
    expect(status()).toBe('Stopped');
  });

  it('names the backend and the engine: that of the next training, or of the one under way', async () => {
    const { change, session, setState } = await renderLab(header);
    const badge = () => screen.getByTestId('backend').querySelector('button')?.textContent;
    expect(badge()).toBe('Finding a backend');
    const { statuses } = session.state;
    const trainer = { ...statuses.trainer, state: 'failed' as const };
    await setState({ statuses: { ...statuses, trainer } });
    expect(badge()).toBe('No backend');
    await setState({ backend: { name: 'webgpu', rejected: [] } });
    expect(badge()).toBe('WebGPU · compiled');
    const { training } = session.state;
    const config = runConfig(session.state.settings);
    await setState({ training: { ...training, phase: 'training', config } });
    await change(() => session.settings.set('engine', 'tfjs'));
    expect(badge()).toBe('WebGPU · compiled');
    await setState({ training });
    expect(badge()).toBe('WebGPU · tfjs');
    await setState({ backend: { name: 'cpu', rejected: [] } });
    await change(() => session.settings.set('engine', 'compiled'));
    expect(badge()).toBe('CPU · tfjs');
  });

  it('undoes and redoes a setting once there is one to undo', async () => {
    const { change, session, user } = await renderLab(header);
    const undo = screen.getByRole<HTMLButtonElement>('button', {
      name: 'Undo the last settings change',
    });
    const redo = screen.getByRole<HTMLButtonElement>('button', { name: 'Redo' });
    expect([undo.disabled, redo.disabled]).toEqual([true, true]);
    await change(() => session.settings.set('fees', 2));
    await user.click(undo);
    expect(session.state.settings.fees).toBe(1);
    expect(undo.disabled).toBe(true);
    await user.click(redo);
    expect(session.state.settings.fees).toBe(2);
  });
});
