import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { bundledAgent } from '../../../tests/store/testSession';
import type { CardEvaluation } from '../../agents/files/agentFile';
import { BundledAgentCard } from './BundledAgentCard';

type Metrics = CardEvaluation['rows'][number]['metrics'];
const alone = (estimate: number) => ({ estimate, low: null, high: null });

async function cardOf(metrics: Metrics) {
  const evaluation = { episodes: 64, seed: 1, rows: [{ agent: 'IQL, ES', metrics }] };
  const agent = { ...bundledAgent, card: { ...bundledAgent.card, evaluation } };
  const { session, setState } = await renderLab(<BundledAgentCard name="pretrainedEs" />);
  await setState({ bundled: { ...session.state.bundled, pretrainedEs: { kind: 'ready', agent } } });
  await openPopover('Agent’s card');
  const { rows } = await screen.findByRole<HTMLTableElement>('table', {
    name: /^Return/,
    hidden: true,
  });
  return [...rows].map(({ cells }) => [...cells].map(({ textContent }) => textContent));
}

describe('the card of a bundled agent', () => {
  it('says what share of the volume its agents had, and what a contract earned', async () => {
    const metrics = {
      return: alone(120),
      shareOfVolume: alone(0.034),
      profitPerContract: alone(0.75),
    };
    expect(await cardOf(metrics)).toEqual([
      ['', 'Return', 'Of volume', 'Per contract'],
      ['IQL, ES', '+$120.00', '3.4 %', '+$0.75'],
    ]);
  });

  it('has returns alone where the file is of before', async () => {
    expect(await cardOf({ return: alone(120) })).toEqual([['IQL, ES', '+$120.00']]);
  });
});
