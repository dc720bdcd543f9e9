import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { frameOf, recordOf } from '../../../tests/store/live/frames';
import { storeEpisode } from '../../store/replay/episodes';
import { ActionsChart } from './ActionsChart';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    step: from + index,
    timeSeconds: (from + index) / 10,
    bidSkew: 0.1,
  }));
const label = () => screen.getByTestId('actions-of').textContent;

it('counts the decisions of the agent that it names, and of no other', async () => {
  const { change, draw, raise, session } = await renderLab(<ActionsChart />, {
    hash: '#agent=glft',
  });
  const show = async (from: number, to: number) => {
    const frame = frameOf(rows(from, to), [], { episode: 1, step: to });
    await raise((lab) => lab.onFrame(frame));
    await draw();
  };
  await show(1, 250);
  expect(label()).toBe('GLFT, 250 decisions in 25 s');
  await change(() => session.settings.set('agent', 'random'));
  await show(251, 251);
  expect(label()).toBe('Random, 0 decisions in 0 s');
  await show(252, 302);
  expect(label()).toBe('Random, 51 decisions in 5 s');
  await change(() => session.manual.enter());
  await draw();
  expect(label()).toMatch(/^You, /);
});

it('counts what a paused replay shows as soon as its window changes', async () => {
  const stored = storeEpisode(recordOf(rows(1, 600), [], { agentName: 'random' }));
  const { change, draw, session } = await renderLab(<ActionsChart />, {
    state: { episodes: [stored] },
  });
  await change(() => session.playback.showReplay());
  await draw();
  expect(label()).toBe('Random, 600 decisions in 60 s');
  await change(() => session.view.showBetween(10, 20));
  await draw();
  expect(label()).toBe('Random, 100 decisions in 10 s');
  await change(() => session.view.showBetween(55, 58));
  await draw();
  expect(label()).toBe('Random, 30 decisions in 3 s');
});
