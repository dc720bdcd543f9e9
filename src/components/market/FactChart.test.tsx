import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { FactChart } from './FactChart';

it('says in words what was measured, place by place', async () => {
  await renderLab(
    <FactChart
      curve={{
        id: 'spread',
        labels: ['1', '2', '3+'],
        values: [0.9, 0.1, Number.NaN],
        accepted: [[0.55, null], null, null],
      }}
    />,
  );
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Spread: 1: 0.900, 2: 0.100, 3+: —',
  );
});
