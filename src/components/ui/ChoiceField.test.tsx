import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { ChoiceField, FlagField } from './ChoiceField';

it('offers every option of its setting, and sets the one that is chosen', async () => {
  const { session, user } = await renderLab(<ChoiceField setting="regime" />);
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Regime' });
  expect(select.value).toBe('base');
  await user.selectOptions(select, 'volatile');
  expect(session.state.settings.regime).toBe('volatile');
  expect(select.value).toBe('volatile');
});

it('switches a flag on and off', async () => {
  const { session, user } = await renderLab(<FlagField setting="postOnly" />);
  const before = session.state.settings.postOnly;
  const flag = screen.getByRole('switch', { name: 'Post only' });
  await user.click(flag);
  expect(session.state.settings.postOnly).toBe(!before);
  await user.click(flag);
  expect(session.state.settings.postOnly).toBe(before);
});
