import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { frameOf } from '../../../tests/store/live/frames';
import type { ManualQuotes } from '../../agents/manual/manualQuotes';
import { AgentCard } from '../agent/AgentCard';
import { useSession } from '../context';
import { useKeyboard } from '../ui/useKeyboard';

const nothing = () => undefined;
const NO_PANELS = {
  onHelp: nothing,
  onRuns: nothing,
  onMaps: nothing,
  onFacts: nothing,
  onBranch: nothing,
};

function Page() {
  useKeyboard(useSession(), NO_PANELS, true);
  return <AgentCard />;
}

const touch = { seed: 12, bestBid: 100, bestAsk: 101, maxInventory: 50 };

async function open() {
  const lab = await renderLab(<Page />, { startPaused: false });
  const show = async (header: Parameters<typeof frameOf>[2]) => {
    await lab.raise((events) =>
      events.onFrame(
        frameOf([{ step: header?.step ?? 0, bestBid: 100, bestAsk: 101 }], [], header),
      ),
    );
    await lab.draw();
  };
  await show({ ...touch, episode: 4, step: 30, rivalEquityDollars: Number.NaN });
  await lab.user.click(screen.getByRole('button', { name: 'Quote by hand' }));
  await show({ ...touch, episode: 5, step: 0, rivalEquityDollars: 0 });
  const sent = () => lab.asked('setManualQuotes').at(-1) as ManualQuotes | undefined;
  return { ...lab, show, sent };
}

const press = (key: string) => fireEvent.keyDown(document.body, { key });

describe('quoting by hand', () => {
  it('replays the seed beside the agent, and waits for the first quote', async () => {
    const { asked, session } = await open();
    expect(asked('quoteManually')).toEqual([expect.objectContaining({ seed: 12 })]);
    expect(session.state.manual.phase).toBe('ready');
    expect(await screen.findByText(/^Click a price in the book/)).toBeTruthy();
    expect(screen.getByTestId('manual-bid').textContent).toBe('—');
  });

  it('follows its keys: join, move, size, cancel', async () => {
    const { sent, session } = await open();
    press('j');
    expect(session.state.manual.phase).toBe('quoting');
    expect(sent()).toMatchObject({
      bid: { isOn: true, priceTicks: 100 },
      ask: { isOn: true, priceTicks: 101 },
    });
    press('s');
    expect(sent()?.bid.priceTicks).toBe(99);
    press('w');
    expect(sent()?.bid.priceTicks).toBe(100);
    press('i');
    expect(sent()?.ask.priceTicks).toBe(102);
    press('k');
    expect(sent()?.ask.priceTicks).toBe(101);
    const size = sent()?.bid.size ?? Number.NaN;
    press('[');
    expect([sent()?.bid.size, sent()?.ask.size]).toEqual([size - 1, size - 1]);
    press(']');
    expect(sent()?.bid.size).toBe(size);
    press('x');
    expect([sent()?.bid.isOn, sent()?.ask.isOn]).toEqual([false, false]);
    press('f');
    expect(sent()?.isFlattening).toBe(true);
  });

  it('has a button for every key, and says what holds a quote back', async () => {
    const { sent, user } = await open();
    const quotes = within(screen.getByRole('group', { name: 'Your quotes' }));
    await user.click(quotes.getByRole('button', { name: 'Bid' }));
    expect(sent()?.bid).toMatchObject({ isOn: true, priceTicks: 100 });
    await user.click(quotes.getByRole('button', { name: 'Bid up a tick' }));
    expect(sent()?.bid.priceTicks).toBe(100);
    expect(screen.getByText(/^That price would cross the spread/)).toBeTruthy();
    await user.click(quotes.getByRole('button', { name: 'Bid: one contract less' }));
    expect(screen.getByTestId('manual-bid-size').textContent).toBe(String(sent()?.bid.size));
  });

  it('shows a quote that cannot rest at its price as on hold, and the price where it is back', async () => {
    const { show, sent } = await open();
    press('j');
    const at = { ...touch, episode: 5, rivalEquityDollars: 0, inventory: 0 };
    await show({ ...at, step: 5, bestBid: 104, bestAsk: 105 });
    expect(sent()?.bid.priceTicks).toBe(100);
    expect(screen.getByTestId('manual-bid').textContent).toBe('on hold');
    expect(screen.getByTestId('manual-ask').textContent).toBe('on hold');
    expect(
      screen.getByText(
        /^Your ask at .+ is on hold, out of the market: it would cross the spread\. .+ Your bid at .+: it is more than four ticks from the mid\. It is back when it can rest there\.$/,
      ),
    ).toBeTruthy();
    await show({ ...at, step: 6, bestBid: 102, bestAsk: 103 });
    expect(screen.getByTestId('manual-bid').textContent).toBe('25.00');
    expect(screen.getByTestId('manual-ask').textContent).toBe('on hold');
    await show({ ...at, step: 7, bestBid: 100, bestAsk: 101, inventory: 50 });
    expect(screen.getByTestId('manual-bid').textContent).toBe('on hold');
    expect(screen.getByTestId('manual-ask').textContent).toBe('25.25');
    expect(screen.getByText(/out of the market: you are at the position limit/)).toBeTruthy();
  });

  it('goes back to the agent with H, and its keys mean nothing there', async () => {
    const { asked, session } = await open();
    press('j');
    press('h');
    expect(asked('leaveManual')).toHaveLength(1);
    expect(session.state.manual.phase).toBe('off');
    const sentBefore = asked('setManualQuotes').length;
    press('w');
    expect(asked('setManualQuotes')).toHaveLength(sentBefore);
    expect(await screen.findByRole('button', { name: 'Quote by hand' })).toBeTruthy();
  });
});
