import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { exampleEpisode } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { frameOf } from '../../../tests/store/live/frames';
import { examplePolicy, exampleReference } from '../../../tests/agents/policies/examplePolicy';
import { playedSession } from '../../../tests/session/playedSession';
import type { AgentSpec } from '../../agents/agentSpec';
import { OUT_OF_DISTRIBUTION_TEXTS } from '../../content/outOfDistribution';
import { storeEpisode } from '../../store/replay/episodes';
import { OutOfDistributionPanel } from './OutOfDistributionPanel';

it('says why there is nothing to watch', async () => {
  const { change, draw, raise, session, setState } = await renderLab(<OutOfDistributionPanel />, {
    hash: '#agent=glft',
    state: { episodes: [exampleEpisode()] },
  });
  const why = () => document.querySelector('.ood-why')?.textContent;
  expect(why()).toBe('Baselines have no training data to compare with.');
  await setState({ settings: { ...session.state.settings, agent: 'pretrainedEs' } });
  expect(why()).toBe('Waiting for its first decision.');
  const header = { step: 3, oodPercentile: Number.NaN };
  await raise((lab) => lab.onFrame(frameOf([{ step: 3 }], [], header)));
  await draw();
  expect(why()).toBe('This agent’s file has no statistics of its training data.');
  await change(() => session.playback.showReplay());
  await screen.findByText('Not recorded in this episode.');
});

it('measures a replayed episode again by its decisions', async () => {
  const policy = { ...examplePolicy([8]), reference: exampleReference() };
  const agent: AgentSpec = { kind: 'network', policy, stochastic: false };
  const record = playedSession(agent);
  const { change, session } = await renderLab(<OutOfDistributionPanel />, {
    state: { episodes: [storeEpisode(record)] },
  });
  await change(() => session.playback.showReplay());
  expect(await screen.findByText('of the last 1 decision')).toBeTruthy();
  const percentile = () => screen.getByTestId('ood-percentile').textContent;
  expect(percentile()).toMatch(/^percentile \d/);
  expect(screen.getByTestId('ood-total').textContent).toMatch(/^\d.* % of the whole episode$/);
  await change(() => session.replay.seek(4));
  expect(screen.getByText('of the last 5 decisions')).toBeTruthy();
});

/** Nothing stands out; of 1,800 decisions 7 were unusual. */
const QUIET = {
  oodDecisions: 1800,
  oodTotalShare: 7 / 1800,
  unusual1: Number.NaN,
  unusual2: Number.NaN,
  unusual3: Number.NaN,
};

it('shows the percentile, the share of unusual decisions, and that the fallback quotes', async () => {
  const { change, draw, raise, session } = await renderLab(<OutOfDistributionPanel />);
  const header = {
    step: 3,
    oodPercentile: 99.4,
    oodShare: 0.025,
    oodRecentDecisions: 40,
    isFallbackQuoting: 1,
    ...QUIET,
  };
  await raise((lab) => lab.onFrame(frameOf([{ step: 3 }], [], header)));
  await draw();
  expect(screen.getByTestId('ood-percentile').textContent).toBe('percentile 99.4');
  expect(document.querySelector('.ood-share')?.textContent).toContain(
    '2.5 % of the last 40 decisions',
  );
  expect(screen.getByTestId('ood-total').textContent).toBe('0.4 % of all 1.8k since it took over');
  expect(OUT_OF_DISTRIBUTION_TEXTS.all(0, 7, 12, 0.003)).toBe(
    '0 % of all 7 of policy 12, 0.3 % at its gate',
  );
  expect(screen.getByText('Nothing outside its usual range')).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe('Inventory-skewed is quoting instead');
  await change(() => session.manual.enter());
  expect(document.querySelector('.ood-why')?.textContent).toBe(
    'Not measured while you quote by hand.',
  );
  expect(screen.getByTestId('ood-percentile').textContent).toBe('—');
});
