import { fireEvent, screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { frameOf } from '../../../tests/store/live/frames';
import { RIVAL, RIVAL_LENGTH, type Frame } from '../../protocol/frames';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import { fittingRun } from '../../../tests/store/runs/exampleRun';
import { LAZY_MODULES } from '../lazyModules';
import { AgentCard } from './AgentCard';

/** A frame in which the first rival has this much. */
function withRival(frame: Frame, values: Readonly<Partial<Record<keyof typeof RIVAL, number>>>) {
  frame.rivals.fill(Number.NaN);
  for (const [field, value] of Object.entries(values)) {
    frame.rivals[RIVAL[field as keyof typeof RIVAL]] = value;
  }
  frame.rivals[RIVAL_LENGTH + RIVAL.equityDollars] = -3;
  return frame;
}

describe('rivals', () => {
  // What loads right after the page would otherwise arrive in the middle of a test.
  beforeAll(() => LAZY_MODULES.rivalTable.load());

  it('that a link asks for in the analytic market are said to be left out', async () => {
    await renderLab(<AgentCard />, { hash: '#preset=avellanedaStoikov&rivals=glft' });
    expect(screen.getByText('No rivals here: nobody queues in the analytic market.')).toBeTruthy();
  });

  it('are added one by one, each in a new episode, shown with what they have, and removed', async () => {
    const lab = await renderLab(<AgentCard />);
    const table = () => screen.queryByRole('table', { name: 'Everybody in this book' });
    expect(table()).toBeNull();
    const add = async (name: string) =>
      lab.user.selectOptions(screen.getByLabelText('Add a rival'), name);
    await add('Imbalance-aware');
    await add('GLFT');
    expect(lab.asked('configure').at(-1)).toMatchObject({
      market: { rivals: [{ agent: { kind: 'imbalanceMaker' } }, { agent: { kind: 'glft' } }] },
    });
    const frame = frameOf([{ step: 3, bestBid: 100, bestAsk: 101 }], [], {
      step: 3,
      equityDollars: 250,
      shareOfVolume: 0.25,
    });
    const rival = { equityDollars: 12.5, inventory: -4, shareOfVolume: 0.1, fills: 7 };
    await lab.raise((events) => events.onFrame(withRival(frame, rival)));
    await lab.draw();
    const rows = within(table() ?? document.body).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('Profit'),
      expect.stringMatching(/^Agent\+\$250.*25 %/),
      expect.stringMatching(/^A Imbalance-aware\+\$12\.50−410 %7/),
      expect.stringMatching(/^B GLFT−\$3/),
    ]);
    await lab.user.click(screen.getByRole('button', { name: 'Remove Imbalance-aware' }));
    expect(lab.session.state.applied.rivals).toBe('glft');
    await lab.user.click(screen.getByRole('button', { name: 'Remove GLFT' }));
    expect(table()).toBeNull();
    expect(document.activeElement?.textContent).toMatch(/^Quote by hand/);
    expect(lab.asked('configure').at(-1)).not.toHaveProperty('market.rivals');
  });

  it('may be stored runs, and a run that is not here says so and can be removed', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(fittingRun(), null);
    const lab = await renderLab(<AgentCard />, { storage, hash: '#rivals=run.gone' });
    const add = screen.getByLabelText('Add a rival');
    await lab.user.selectOptions(add, within(add).getByRole('option', { name: 'Patient' }));
    const table = screen.getByRole('table', { name: 'Everybody in this book' });
    const rows = within(table).getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.anything(),
      expect.stringMatching(/^Agent/),
      expect.stringMatching(/^A Patient/),
      expect.stringMatching(/^A run that is not hereleft out/),
    ]);
    await lab.user.click(screen.getByRole('button', { name: 'Remove A run that is not here' }));
    expect(lab.session.state.applied.rivals).toBe('run.a');
    expect(lab.asked('configure').at(-1)).toMatchObject({
      market: { rivals: [{ agent: { kind: 'trained', name: 'Patient' } }] },
    });
  });

  it('have latencies and limits of their own, in the link and in the market', async () => {
    const lab = await renderLab(<AgentCard />, { hash: '#rivals=glft,glft' });
    const [, second] = screen.getAllByRole('button', { name: /^GLFT: Its own latency/ });
    const panel = second.nextElementSibling;
    if (panel === null) throw new Error('there are no terms');
    fireEvent(panel, Object.assign(new Event('beforetoggle'), { newState: 'open' }));
    const latency = screen.getByLabelText('Order latency');
    expect(latency).toHaveProperty('placeholder', '100');
    await lab.user.type(latency, '2500{Enter}');
    expect(lab.session.state.applied.rivals).toBe('glft,glft:orderLatency=2500');
    expect(lab.asked('configure').at(-1)).toMatchObject({
      market: { rivals: [{}, { orderLatencyMicroseconds: 2500 }] },
    });
    const size = screen.getByLabelText('Largest order');
    await lab.user.type(size, '0{Enter}');
    expect(screen.getByText(/^Enter a whole number, 1–1,000/)).toBeTruthy();
    expect(lab.session.state.applied.rivals).toBe('glft,glft:orderLatency=2500');
    await lab.user.clear(screen.getByLabelText('Order latency'));
    await lab.user.tab();
    expect(lab.session.state.applied.rivals).toBe('glft,glft');
  });

  it('may be the person, who then quotes in the agent’s book', async () => {
    const lab = await renderLab(<AgentCard />);
    const frame = frameOf([{ step: 3, bestBid: 100, bestAsk: 101 }], [], { step: 3, seed: 9 });
    await lab.raise((events) => events.onFrame(frame));
    await lab.user.selectOptions(screen.getByLabelText('Add a rival'), 'Yourself, by hand');
    expect(lab.asked('quoteManually')).toEqual([
      expect.objectContaining({ seed: 9, inOneBook: true }),
    ]);
    const table = await screen.findByRole('table', { name: 'Everybody in this book' });
    const rows = within(table).getAllByRole('row');
    expect(rows).toHaveLength(3);
    expect(rows[1].textContent).toMatch(/^You/);
    expect(rows[2].textContent).toMatch(/^A Pre-trained on ES/);
  });
});
