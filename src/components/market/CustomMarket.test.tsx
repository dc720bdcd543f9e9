import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { parseMarketConfig } from '../../market/config';
import { formatMarketFile } from '../../protocol/marketFile';
import { marketConfig } from '../../store/settings/configs';
import { formatLink } from '../../store/settings/link';
import { renderLab } from '../../../tests/components/renderLab';
import CustomMarket from './CustomMarket';

it('a parameter differs from the preset, is in the link and in the market, and goes back', async () => {
  const { session, user } = await renderLab(<CustomMarket />);
  await user.click(screen.getByText('Custom market'));
  const field = screen.getByRole('textbox', { name: 'Informed trades, / s' });
  expect(field).toHaveProperty('value', '27');
  await user.clear(field);
  await user.type(field, '40');
  expect(session.state.settings.parameters).toBe('informedRate:40');
  expect(formatLink(session.state.settings)).toContain('parameters=informedRate%3A40');
  session.settings.applyMarket();
  expect(marketConfig(session.state.applied).parameters).toEqual({ informedRate: 40 });
  await user.click(screen.getByRole('button', { name: 'Back to the preset' }));
  expect(session.state.settings.parameters).toBe('');
});

it('says why a value is none, and keeps what was there', async () => {
  const { session, user } = await renderLab(<CustomMarket />);
  await user.click(screen.getByText('Custom market'));
  const field = screen.getByRole('textbox', { name: 'Informed trades, / s' });
  await user.clear(field);
  await user.type(field, '95');
  expect(screen.getByRole('alert').textContent).toContain('uninformedRate: expected with 0.35');
  expect(session.state.settings.parameters).toBe('informedRate:9');
});

it('opens a market file, and refuses one that is none with the field', async () => {
  const { session, user } = await renderLab(<CustomMarket />);
  const market = parseMarketConfig({ preset: 'nq', parameters: { tether: 0.7 } });
  const chooser = screen.getByLabelText('Open market.json', { selector: 'input' });
  const file = (text: string) => new File([text], 'mine.json', { type: 'application/json' });
  await user.upload(chooser, file(formatMarketFile('mine', market)));
  await expect.poll(() => session.state.settings.parameters).toBe('tether:0.7');
  expect(session.state.settings.preset).toBe('nq');
  await user.upload(chooser, file('{"format":"other"}'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('mine.json.format: expected nanoarb-market');
  expect(session.state.settings.parameters).toBe('tether:0.7');
});
