import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { exampleRow } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { runConfig } from '../../store/settings/configs';
import { DEFAULT_SETTINGS } from '../../store/settings/settings';
import { PlayedUnder } from './PlayedUnder';

const config = runConfig({ ...DEFAULT_SETTINGS, algorithm: 'dt' });
const said = () => screen.queryByTestId('asked-for')?.textContent ?? null;

it('says for which target a run was evaluated, where another is on screen', async () => {
  const evaluation = [exampleRow('network', [1], { targetShare: 0.25 })];
  const { change, session } = await renderLab(
    <PlayedUnder config={config} evaluation={evaluation} />,
  );
  expect(said()).toBe('evaluated for a target of 25 %');
  await change(() => session.settings.set('targetReturn', 25));
  expect(said()).toBeNull();
});

it('says that nobody kept the target of an older evaluation', async () => {
  await renderLab(<PlayedUnder config={config} evaluation={[exampleRow('network', [1])]} />);
  expect(said()).toBe('evaluated for a target that was not kept');
});
