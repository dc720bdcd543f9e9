import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { besideOf } from '../../session/besideOf';
import { storeEpisode } from '../../store/replay/episodes';
import { exampleEpisode } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { ProfitLegend } from './ProfitLegend';

it('names the agent beside a person in the replay of an episode by hand', async () => {
  const { record } = exampleEpisode();
  const persons = storeEpisode({
    ...record,
    isByHand: true,
    ...besideOf({ ...record, agentName: 'inventory skewed' }, false),
  });
  const { change, session } = await renderLab(<ProfitLegend />, { state: { episodes: [persons] } });
  expect(screen.queryAllByRole('listitem')).toEqual([]);
  await change(() => session.playback.showReplay(persons.record.id));
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'you',
    'agent: Inventory-skewed',
  ]);
});
