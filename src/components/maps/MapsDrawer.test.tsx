import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleToldPolicy } from '../../../tests/agents/policies/examplePolicy';
import { askedMarket } from '../../../tests/components/askedMarket';
import { exampleEpisode } from '../../../tests/components/examples';
import { frameOf } from '../../../tests/store/live/frames';
import { renderLab } from '../../../tests/components/renderLab';
import type { AgentSpec } from '../../agents/agentSpec';
import { MAPS_TEXTS } from '../../content/maps';
import { MapsDrawer } from './MapsDrawer';

const told: AgentSpec = { kind: 'network', policy: exampleToldPolicy(), stochastic: false };
const skewed: AgentSpec = {
  kind: 'inventorySkewed',
  spreadTicks: 1,
  skewTicks: 1,
  sizeFraction: 1,
};

const NO_QUOTES = { bidPrice: Number.NaN, askPrice: Number.NaN };

async function open(agent: AgentSpec = told, steps = 5) {
  const onClose = vi.fn<() => void>();
  const { answers, session: market } = askedMarket(agent, steps);
  const page = await renderLab(<MapsDrawer onClose={onClose} />, { answers });
  return { ...page, market, onClose };
}

const surface = () => screen.getByTestId('response-surface');

describe('the surface', () => {
  it('follows a slider to which the agent listens, without a decision', async () => {
    const { session, change } = await open();
    const { mean, step } = surface().dataset;
    await change(() => session.settings.set('inventoryPenalty', 900));
    expect(surface().dataset.step).toBe(step);
    expect(surface().dataset.mean).not.toBe(mean);
    expect(surface().dataset.weights).toContain('"inventoryPenalty":900');
  });

  it('shows another quantity, other features, and what is typical', async () => {
    const { user } = await open(skewed);
    expect(screen.getByRole('img', { name: /^Bid over Inventory/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Ask size' }));
    expect(screen.getByRole('img', { name: /^Ask size over Inventory/ })).toBeTruthy();
    await user.selectOptions(screen.getByLabelText(MAPS_TEXTS.across), 'Time left');
    expect(screen.getByRole('img', { name: /^Ask size over Time left/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: MAPS_TEXTS.typical }));
    expect(screen.getByText(/the medians of 1 recorded observation$/)).toBeTruthy();
    expect(screen.getByText(/it reads the inventory alone/)).toBeTruthy();
  });

  it('swaps its axes where the same feature is asked for twice', async () => {
    const { user, session } = await open(skewed);
    await user.selectOptions(
      screen.getByLabelText(MAPS_TEXTS.up),
      screen.getAllByRole('option', { name: /^Inventory/ })[1],
    );
    expect(session.maps.store.getState()).toMatchObject({ x: 'imbalance', y: 'inventory' });
  });

  it('names the closed forms over it, unless they are switched off', async () => {
    const { user } = await open();
    expect(screen.getByText('Avellaneda-Stoikov')).toBeTruthy();
    await user.click(screen.getByLabelText(MAPS_TEXTS.closedForms));
    expect(screen.queryByText('Avellaneda-Stoikov')).toBeNull();
  });
});

describe('why a quote', () => {
  it('names the inventory first where it is large', async () => {
    // A maker of full sizes in one tick holds some tens of contracts after a while.
    const { user, market } = await open(skewed, 60);
    await user.click(screen.getByRole('tab', { name: MAPS_TEXTS.why }));
    const last = market.recordSoFar();
    expect(last.steps).toBe(60);
    expect(screen.getByTestId('why-sentence').textContent).toMatch(/^Mostly the inventory/);
    const [, first] = screen.getAllByRole('row');
    expect(first.dataset.group).toBe('inventory');
    expect(within(first).getAllByText(/^[+−]\d+\.\d\d$/)).toHaveLength(2);
  });

  it('is asked for from the keyboard, and the drawer closes with Escape', async () => {
    const { user, onClose } = await open();
    screen.getByRole('tab', { name: MAPS_TEXTS.surface }).focus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByTestId('why-sentence')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledOnce();
  });
});

describe('whoever is asked', () => {
  const about = () => screen.getByTestId('asked-about').textContent;
  const last = { episode: 1, step: 60, episodeLength: 60, ...NO_QUOTES };

  it('is named, and asked about the last decision where the episode is over', async () => {
    const { user, raise, draw, session, change } = await open(skewed, 60);
    expect(about()).toBe('Asked: Inventory-skewed.');
    await user.click(screen.getByRole('tab', { name: MAPS_TEXTS.why }));
    await change(() => session.playback.setPlaying(false));
    await raise((lab) => lab.onFrame(frameOf([{ step: 60 }], [], last)));
    await draw();
    expect(about()).toMatch(
      /^Asked: Inventory-skewed\. The episode is over and nothing is quoted: .* in step 60, at an inventory of [+−]?\d+\.$/,
    );
  });

  it('is told from the agent before, which took the decision', async () => {
    const { raise, draw, session, change } = await open(skewed, 60);
    const standing = { episode: 1, step: 60, episodeLength: 600 };
    await raise((lab) => lab.onFrame(frameOf([{ step: 60 }], [], standing)));
    await change(() => session.settings.set('agent', 'inventorySkewed'));
    await raise((lab) => lab.onFrame(frameOf([], [], standing)));
    await draw();
    expect(about()).toBe(
      'Asked: Inventory-skewed, about a decision that Pre-trained on ES took. It takes the next one.',
    );
  });
});

describe('in replay', () => {
  it('the decision behind the step on screen is asked about, under the weights of then', async () => {
    const { user, change, session } = await open(told, 30);
    await change(() => session.playback.showReplay());
    await change(() => session.replay.seek(12));
    expect(surface().dataset.step).toBe('12');
    const { weights } = surface().dataset;
    await change(() => session.settings.set('inventoryPenalty', 900));
    expect(surface().dataset.weights).toBe(weights);
    await user.click(screen.getByRole('tab', { name: MAPS_TEXTS.why }));
    expect(screen.getByTestId('why-sentence').dataset.step).toBe('12');
    expect(screen.getByTestId('recorded-decision').textContent).toMatch(
      /^Under the weights of that moment\. Deviations: bid skew \d\.\d\d ticks/,
    );
  });
});

describe('where there is nothing to ask', () => {
  it('says so of an agent that never quotes', async () => {
    await open({ kind: 'doNothing' });
    expect(screen.getByText(MAPS_TEXTS.nothing)).toBeTruthy();
  });

  it('says so of an episode without its decisions', async () => {
    const { answers } = askedMarket(told, 1);
    const { session, change } = await renderLab(<MapsDrawer onClose={() => undefined} />, {
      answers,
      state: { episodes: [exampleEpisode()] },
    });
    await change(() => session.playback.showReplay());
    expect(screen.getByTestId('no-map').textContent).toBe(MAPS_TEXTS.notRecorded);
  });

  it('says why the market worker could not answer', async () => {
    await renderLab(<MapsDrawer onClose={() => undefined} />, {
      answers: { surface: () => Promise.reject(new Error('policy: expected 5, got 4')) },
    });
    expect(screen.getByRole('alert').textContent).toContain('policy: expected 5, got 4');
  });
});
