import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { recordOf } from '../../../tests/store/live/frames';
import { NO_MOMENTS } from '../../content/moments';
import { ReplayPlayer } from '../../store/replay/replayPlayer';
import { BookmarksMenu } from './BookmarksMenu';

const playerOf = (quoted: number) =>
  new ReplayPlayer(
    recordOf(
      Array.from({ length: 60 }, (_, step) => ({
        step: step + 1,
        timeSeconds: (step + 1) / 10,
        inventory: 0,
        equityDollars: 0,
        bidPrice: step < quoted ? 100 : Number.NaN,
        askPrice: Number.NaN,
      })),
    ),
  );

it('says so where no moment stands out', async () => {
  await renderLab(<BookmarksMenu player={playerOf(60)} />);
  await openPopover('Moments');
  expect(screen.getByText(NO_MOMENTS)).toBeTruthy();
});

it('lists a stretch in which nothing was quoted', async () => {
  await renderLab(<BookmarksMenu player={playerOf(20)} />);
  await openPopover('Moments');
  expect(screen.getByRole('button', { name: 'No quote for 3.9 s, 00:02.100' })).toBeTruthy();
  expect(screen.queryByText(NO_MOMENTS)).toBeNull();
});
