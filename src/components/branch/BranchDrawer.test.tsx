/** The drawer on a real session, whose lab plays branches as the market worker does. */
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import type { Lab } from '../../lab/types';
import { INSTRUMENTS } from '../../market/instruments';
import { finish } from '../../market/steps';
import type { BranchRequest } from '../../protocol/branch';
import { SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../../protocol/frames';
import { branchInSteps } from '../../session/branchPlay';
import { MarketSession } from '../../session/marketSession';
import { storeEpisode } from '../../store/replay/episodes';
import { readNumber } from '../../../tests/components/readNumber';
import { renderLab } from '../../../tests/components/renderLab';
import { BranchDrawer } from './BranchDrawer';

const STEPS = 40;

function played(): EpisodeRecord {
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    {
      market: { preset: 'es', regime: 'base' },
      env: { ...DEFAULT_ENV_CONFIG, ...INSTRUMENTS.es, episodeLength: STEPS },
      agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 },
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 7,
      speed: 1,
      isPaused: true,
    },
    1,
    () => 0,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  for (let step = 0; step < STEPS; step += 1) session.stepOnce();
  return episodes[0];
}

const record = played();
const playIt: Lab['branch'] = (request) => Promise.resolve(finish(branchInSteps(request)));

async function open(branch: Lab['branch'] = playIt, change: Partial<EpisodeRecord> = {}) {
  const onClose = vi.fn<() => void>();
  const stored = storeEpisode({ ...record, ...change });
  const lab = await renderLab(<BranchDrawer onClose={onClose} />, {
    state: { episodes: [stored] },
    answers: { branch },
  });
  await lab.change(() => {
    lab.session.replay.open(stored.record.id);
    lab.session.replay.seek(9);
  });
  return { ...lab, onClose, stored };
}

/** The numbers of a column of a part of the table, the sum last. */
function column(part: string, index: number): number[] {
  const rows = within(screen.getByTestId(part)).getAllByRole('row');
  return rows.map((row) => readNumber(within(row).getAllByRole('cell')[index].textContent));
}

const cents = (dollars: number) => Math.round(100 * dollars);

it('plays on as another agent, says what changed term by term, and keeps the branch', async () => {
  const { user, session, stored } = await open();
  expect(screen.getByText(/^From step 10, at /)).toBeTruthy();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Who plays on' }), 'random');
  await user.click(screen.getByRole('button', { name: 'Play on' }));
  expect(screen.getByRole('img', { name: /^Time of the episode/ })).toBeTruthy();
  const hollow = document.querySelectorAll('.branch-scores .swatch.hollow');
  expect([...hollow].map((swatch) => swatch.parentElement?.textContent)).toEqual(['Wide penalty']);
  expect(screen.getByTestId('branch-outcome').textContent).toMatch(
    /^The branch made \$.+ (more|less)\.$/,
  );
  for (const part of ['branch-money', 'branch-reward']) {
    for (const index of [0, 1, 2]) {
      const values = column(part, index).map(cents);
      const sum = values.slice(0, -1).reduce((total, value) => total + value, 0);
      expect(sum, `${part} ${index}`).toBe(values.at(-1));
    }
  }
  const kept = session.state.episodes.at(-1);
  expect(kept?.record.parent).toMatchObject({ id: stored.record.id, steps: 10 });
  expect(kept).toMatchObject({ isOpened: true, origin: null });
  expect(column('branch-money', 1).at(-1)).toBeCloseTo(kept?.profitDollars ?? Number.NaN, 2);
  await user.click(screen.getByRole('button', { name: 'Replay the branch' }));
  expect(session.state.replay.id).toBe(kept?.record.id);
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2 }));
});

it('says that the same agent changes nothing', async () => {
  const { user } = await open();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Who plays on' }), 'same agent');
  await user.click(screen.getByRole('button', { name: 'Play on' }));
  expect(screen.getByTestId('branch-outcome').textContent).toBe('The branch made the same.');
});

it('lets a person quote turn by turn, from the keyboard, and keeps nothing until the end', async () => {
  const { user, session } = await open();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Who plays on' }), 'by hand');
  const drawer = screen.getByRole('heading', { name: 'Try something else from here' });
  expect(screen.getByTestId('branch-bid').textContent).toBe('—');
  fireEvent.keyDown(drawer, { key: 'j' });
  const bid = () => readNumber(screen.getByTestId('branch-bid').textContent);
  const joined = bid();
  fireEvent.keyDown(drawer, { key: 's' });
  expect(bid()).toBe(joined - INSTRUMENTS.es.tickSize);
  await user.click(screen.getByRole('button', { name: '1 s' }));
  expect(screen.getByText(/^Sums over 20 steps;/)).toBeTruthy();
  expect(session.state.episodes).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'To the end' }));
  expect(screen.getByText(/^Sums over 40 steps;/)).toBeTruthy();
  expect(session.state.episodes.at(-1)?.record.agentName).toBe('fixed spread 1, then by hand');
  expect(screen.getByRole('button', { name: '1 s' })).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('button', { name: 'Start over' }));
  expect(screen.queryByTestId('branch-outcome')).toBeNull();
});

it('keeps a person’s quotes at their price or out of the market, and says for how long', async () => {
  const { user, session } = await open();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Who plays on' }), 'by hand');
  await user.click(screen.getByRole('button', { name: /^Join/ }));
  const asked = ['bid', 'ask'].map((side) =>
    Math.round(
      readNumber(screen.getByTestId(`branch-${side}`).textContent) / INSTRUMENTS.es.tickSize,
    ),
  );
  await user.click(screen.getByRole('button', { name: 'To the end' }));
  const branched = session.state.episodes.at(-1)?.record ?? record;
  const { steps, samples } = branched;
  const sent = { bid: 0, ask: 0 };
  for (let step = 10; step < steps; step += 1) {
    const at = step * SAMPLE_LENGTH;
    for (const [index, side] of (['bid', 'ask'] as const).entries()) {
      if (samples[at + SAMPLE[`${side}SizeFraction`]] > 0) sent[side] += 1;
      const price = samples[at + SAMPLE[`${side}Price`]];
      if (step > 11 && !Number.isNaN(price)) expect(price).toBe(asked[index]);
    }
  }
  const seconds = (side: 'bid' | 'ask') => ((steps - 10 - sent[side]) / 10).toFixed(1);
  const held = screen.getByTestId('branch-held').textContent;
  expect(held).toMatch(/^On hold in this turn: /);
  for (const side of ['bid', 'ask'] as const) {
    if (sent[side] < steps - 10) expect(held).toContain(`the ${side} for ${seconds(side)} s`);
    expect(screen.getByTestId(`branch-${side}`).textContent).toBe('—');
  }
});

it('says what came out otherwise, and offers nothing', async () => {
  const samples = record.samples.slice();
  samples[7] += 1;
  const { user } = await open(playIt, { samples });
  await user.click(screen.getByRole('button', { name: 'Play on' }));
  expect(screen.getByRole('alert').textContent).toMatch(
    /at step 1, samples\.\w+ was .+ and is .+ now/,
  );
  expect(screen.queryByTestId('branch-outcome')).toBeNull();
});

it('says why an episode of an earlier version, and a last step, have no branch', async () => {
  const { world: _, ...older } = record;
  const { session, change } = await open();
  await change(() => session.replay.seek(STEPS));
  expect(screen.getByText(/^This is the last step/)).toBeTruthy();
  await change(() => {
    session.store.setState({ episodes: [storeEpisode({ ...older, id: 'older' })] });
    session.replay.open('older');
  });
  expect(screen.getByText(/does not say in which environment/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Play on' })).toBeNull();
});

it('shows how far it is, and is cancelled', async () => {
  const asked: BranchRequest[] = [];
  const signals: AbortSignal[] = [];
  const never: Lab['branch'] = (request, onProgress, signal) => {
    asked.push(request);
    signals.push(signal);
    onProgress(20);
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  const { user, onClose } = await open(never);
  await user.click(screen.getByRole('button', { name: 'Play on' }));
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
  expect(asked[0]).toMatchObject({ fromStep: 10, player: { kind: 'agent', isRecorded: false } });
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(signals[0].aborted).toBe(true);
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalled();
});

it('says why the worker failed', async () => {
  const { user } = await open(() =>
    Promise.reject(new Error('market.tape: expected the recording')),
  );
  await user.click(screen.getByRole('button', { name: 'Play on' }));
  expect(screen.getByRole('alert').textContent).toContain('market.tape: expected the recording');
});

it('closes when the page goes back to the live market, where there is no step', async () => {
  const { change, onClose, session } = await open();
  expect(onClose).not.toHaveBeenCalled();
  await change(() => session.replay.close());
  expect(onClose).toHaveBeenCalledOnce();
});
