import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { whyFilled } from '../../content/fillReasons';
import { Explain } from '../ui/Explain';
import { openPopover } from '../../../tests/components/popovers';
import { LadderPanel } from './LadderPanel';

const fill = { side: 1, isMaker: true, aheadContracts: 100, levelContracts: 100 };

it('says of the analytic market that its sizes are no queue, and of others how to read a quote', async () => {
  const { unmount } = await renderLab(<LadderPanel rows={13} />, {
    hash: '#preset=avellanedaStoikov',
  });
  expect(screen.getByText('fills at rate A·e^(−kδ), not by queue')).toBeTruthy();
  unmount();
  await renderLab(<LadderPanel rows={13} />);
  expect(screen.getByText('own quotes outlined: ahead / total')).toBeTruthy();
});

it('explains a fill by what the market does: contracts ahead that traded, or a rate', () => {
  expect(whyFilled(fill, false)).toContain('100 of 100 contracts were ahead');
  expect(whyFilled(fill, true)).toContain('no order waits behind others');
  expect(whyFilled({ ...fill, isMaker: false }, true)).toContain('crossed the spread');
});

it('holds the profit per contract of the analytic market against no real market', async () => {
  const explanation = async (hash: string) => {
    const { unmount } = await renderLab(<Explain metric="profitPerContract" />, { hash });
    await openPopover('Profit per contract');
    await screen.findByText(/^Profit after fees, per contract/);
    const { textContent } = document.body;
    unmount();
    return textContent;
  };
  expect(await explanation('')).toContain('Good: Some cents to about a dollar');
  const analytic = await explanation('#preset=avellanedaStoikov');
  expect(analytic).toContain('In the analytic market: Here no fill is followed by a move');
  expect(analytic).not.toContain('about a dollar');
});
