import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { exampleEpisode } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { useSessionState } from '../context';
import { TableDialog } from './TableDialog';

/** Opens the table once a replay is on screen. */
function InReplay() {
  const isReplay = useSessionState(({ mode }) => mode === 'replay');
  return isReplay ? <TableDialog onClose={() => undefined} /> : null;
}

it('saves the steps on screen under their own seed, whatever the live market plays', async () => {
  const names: string[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function note(
    this: HTMLAnchorElement,
  ) {
    names.push(this.download);
  });
  const { change, session, user } = await renderLab(<InReplay />, {
    hash: '#seed=99',
    state: { episodes: [exampleEpisode()] },
  });
  await change(() => session.playback.showReplay());
  const save = screen.getByRole('button', { name: 'Save as CSV' });
  expect(save.title).toBe('All 3 steps, unrounded');
  await user.click(save);
  click.mockRestore();
  expect(names).toEqual(['nanoarb-steps-seed-7.csv']);
});
