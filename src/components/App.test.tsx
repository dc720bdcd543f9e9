import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { FunctionComponent } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { muteReports } from '../../tests/components/reports';
import { openTestSession } from '../../tests/store/testSession';
import { App } from './App';

const breaking = vi.hoisted(() => {
  const state = { part: '' };
  /** Lets a test break the components of a module one by one. */
  const breakable = (module: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(module).map(([name, part]) => {
        const Part = part as FunctionComponent<object>;
        const Breakable = (props: object) => {
          if (state.part === name) throw new Error(`${name} broke`);
          return Part(props);
        };
        return [name, /^[A-Z]/.test(name) ? Breakable : part];
      }),
    );
  return { state, breakable };
});

vi.mock(import('./agent/AgentCard'), async (load) => breaking.breakable(await load()));
vi.mock(import('./agent/OutOfDistributionPanel'), async (load) => breaking.breakable(await load()));
vi.mock(import('./charts/PricePanel'), async (load) => breaking.breakable(await load()));
vi.mock(import('./charts/RewardTermsPanel'), async (load) => breaking.breakable(await load()));
vi.mock(import('./charts/TimeCharts'), async (load) => breaking.breakable(await load()));
vi.mock(import('./Header'), async (load) => breaking.breakable(await load()));
vi.mock(import('./lessons/LessonsPanel'), async (load) => breaking.breakable(await load()));
vi.mock(import('./market/LadderPanel'), async (load) => breaking.breakable(await load()));
vi.mock(import('./market/MarketFactsDialog'), async (load) => breaking.breakable(await load()));
vi.mock(import('./replay/FillList'), async (load) => breaking.breakable(await load()));
vi.mock(import('./replay/Transport'), async (load) => breaking.breakable(await load()));
vi.mock(import('./runs/RunsDrawer'), async (load) => breaking.breakable(await load()));
vi.mock(import('./training/TrainingPanel'), async (load) => breaking.breakable(await load()));
vi.mock(import('./training/WeightsPanel'), async (load) => breaking.breakable(await load()));

/** A component, the name that its boundary gives it, and the key or button that opens it. */
const PARTS: readonly (readonly [component: string, name: string, opensWith?: string])[] = [
  ['AgentCard', 'The agent’s card'],
  ['FillList', 'Fills'],
  ['Header', 'The header'],
  ['InventoryPanel', 'Inventory'],
  ['LadderPanel', 'The book'],
  ['LessonsPanel', 'Lessons', 'Lessons'],
  ['OutOfDistributionPanel', 'Out of distribution'],
  ['PricePanel', 'Price'],
  ['ProfitPanel', 'Profit'],
  ['RewardTermsPanel', 'Reward by term'],
  ['RunsDrawer', 'Runs', 'Runs'],
  ['TimeAxis', 'The time axis'],
  ['TrainingPanel', 'Training'],
  ['Transport', 'The transport'],
  ['WeightsPanel', 'Reward weights'],
];

const TITLES = ['Book', 'Price', 'Inventory', 'Profit', 'Training', 'Reward weights'];

describe('the page', () => {
  beforeEach(() => {
    breaking.state.part = '';
    const { happyDOM } = window as unknown as {
      readonly happyDOM: { setViewport(size: { width: number; height: number }): void };
    };
    happyDOM.setViewport({ width: 1440, height: 900 });
  });

  for (const [component, name, opensWith] of PARTS) {
    it(`goes on without ${name}, and shows it again when told to`, async () => {
      const reports = muteReports();
      const { session } = openTestSession();
      const user = userEvent.setup();
      breaking.state.part = component;
      await act(async () => {
        render(<App session={session} />);
      });
      if (opensWith !== undefined) {
        await user.click(screen.getByRole('button', { name: opensWith }));
      }
      // What opens may have to load first.
      const alert = await screen.findByRole('alert');
      expect(alert.textContent).toContain(`${name} could not be shown. ${component} broke`);
      const headings = screen.getAllByRole('heading').map(({ textContent }) => textContent);
      // A title's text goes on with what explains it.
      const missing = TITLES.filter((title) => !headings.some((text) => text.startsWith(title)));
      expect(missing.length).toBeLessThanOrEqual(1);
      // The session behind the page goes on too.
      session.settings.set('inventoryPenalty', 35);
      expect(session.state.settings.inventoryPenalty).toBe(35);

      expect(reports).toHaveBeenCalled();
      reports.mockClear();
      breaking.state.part = '';
      await user.click(within(alert).getByRole('button', { name: 'Try again' }));
      expect(alert.isConnected).toBe(false);
      expect(screen.queryByText(`${name} could not be shown.`)).toBeNull();
    });
  }
});
