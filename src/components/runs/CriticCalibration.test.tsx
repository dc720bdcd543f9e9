import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import CriticCalibration from './CriticCalibration';

it('says in words how well the critic is calibrated', async () => {
  const calibration = {
    decisions: 1000,
    bins: [1, 2, 3].map((tenth) => ({
      predicted: 100 * tenth,
      realised: { estimate: 90 * tenth, low: 80 * tenth, high: Number.NaN },
      decisions: 100,
    })),
    slope: 0.9,
    intercept: 0,
    correlation: 0.97,
    bias: 20,
  };
  await renderLab(<CriticCalibration calibration={calibration} />);
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Critic: slope 0.90, correlation 0.97, bias +$20.00',
  );
});
