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

it('says where a curve began that is drawn without its first value', async () => {
  const at = (updates: number, estimate: number) => ({ updates, return: interval(estimate) });
  const points = [at(0, -11_000), at(100, -300)];
  const { unmount } = await renderLab(<ValidationChart points={points} baselines={[]} />);
  expect(screen.queryByTestId('validation-start')).toBeNull();
  unmount();
  await renderLab(<ValidationChart points={[...points, at(200, 19)]} baselines={[]} />);
  expect(screen.getByTestId('validation-start').textContent).toBe('from −11k');
});
