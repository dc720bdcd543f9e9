import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { ValidationChart } from './ResultCharts';

const interval = (estimate: number) => ({ estimate, low: estimate - 1, high: estimate + 1 });

it('names the baseline whose line it draws', async () => {
  await renderLab(
    <ValidationChart
      points={[{ updates: 100, return: interval(20) }]}
      baselines={[
        { name: 'random', return: interval(-5) },
        { name: 'imbalance-aware maker', return: interval(12) },
      ]}
    />,
  );
  const caption = screen.getByTestId('validation-baseline').textContent;
  expect(caption).toMatch(/^Imbalance-aware maker/);
  expect(caption).toMatch(/12\.0$/);
});
