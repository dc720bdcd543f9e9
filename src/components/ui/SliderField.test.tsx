import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { SliderField } from './SliderField';

const number = () => screen.getByRole<HTMLInputElement>('textbox', { name: /^Inventory penalty/ });
const slider = () => screen.getByRole('slider', { name: 'Inventory penalty' });

describe('a slider field', () => {
  it('writes one value from its slider and its number field', async () => {
    const { session, user } = await renderLab(<SliderField setting="inventoryPenalty" />);
    expect(number().value).toBe('20');
    await user.clear(number());
    await user.type(number(), '35');
    expect(session.state.settings.inventoryPenalty).toBe(35);
    expect(slider().getAttribute('aria-valuetext')).toBe('35 $');
    fireEvent.change(slider(), { target: { value: '1' } });
    expect(session.state.settings.inventoryPenalty).toBe(1000);
    expect(number().value).toBe('1000');
  });

  it('says which numbers it takes, and keeps the last good one', async () => {
    const { session, user } = await renderLab(<SliderField setting="inventoryPenalty" />);
    await user.clear(number());
    await user.type(number(), '5000');
    expect(screen.getByText('Enter a number, −$1,000 to $1,000.')).toBeTruthy();
    expect(number().getAttribute('aria-invalid')).toBe('true');
    expect(session.state.settings.inventoryPenalty).toBe(500);
    await user.tab();
    expect(number().value).toBe('500');
    expect(number().getAttribute('aria-invalid')).toBe('false');
  });

  it('names the unit behind the numbers it takes', async () => {
    const { user } = await renderLab(<SliderField setting="agentSkew" />);
    const field = screen.getByRole('textbox', { name: 'Inventory skew, ticks' });
    await user.clear(field);
    await user.type(field, 'wide');
    expect(screen.getByText('Enter a number, 0–100 ticks.')).toBeTruthy();
  });

  it('takes a step of the setting with the arrow keys, and stays within its range', async () => {
    const { session } = await renderLab(<SliderField setting="agentSkew" />, {
      hash: '#agent=inventorySkewed&agentSkew=0.05',
    });
    const skew = screen.getByRole('slider', { name: 'Inventory skew' });
    fireEvent.keyDown(skew, { key: 'ArrowRight' });
    expect(session.state.settings.agentSkew).toBe(0.1);
    for (let press = 0; press < 3; press++) fireEvent.keyDown(skew, { key: 'ArrowDown' });
    expect(session.state.settings.agentSkew).toBe(0);
  });

  it('goes back to the default, and says what that is', async () => {
    const { session, user } = await renderLab(<SliderField setting="inventoryPenalty" />, {
      hash: '#inventoryPenalty=60',
    });
    await user.click(screen.getByRole('button', { name: 'Reset Inventory penalty to 20' }));
    expect(session.state.settings.inventoryPenalty).toBe(20);
    expect(
      screen.getByRole<HTMLButtonElement>('button', { name: /^Reset Inventory penalty/ }).disabled,
    ).toBe(true);
  });
});
