import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import type { CardGate } from '../../agents/files/agentFile';
import { DEFAULT_ENV_CONFIG } from '../../env/config';
import { deployGate } from '../../evaluation/deployGate';
import { exampleRow } from '../../../tests/components/examples';
import { DeployGate } from './DeployGate';

const checks = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);

/** The gate of an agent whose episodes return 700 more than its clone's each time. */
const gateOf = (change: Partial<CardGate['checks'][number]> = {}): CardGate => {
  const gate = deployGate({
    episodes: exampleRow('network', [1000, 1010, 1020]).metrics,
    cloneEpisodes: exampleRow('behaviour cloning', [300, 310, 320]).metrics,
    examination: { outOfDistributionRate: 0.002, parity: 3e-7, criticDisagreement: Number.NaN },
    env: DEFAULT_ENV_CONFIG,
    preset: 'es',
  });
  const [first, ...others] = gate.checks;
  return { ...gate, checks: [{ ...first, ...change }, ...others] };
};

describe('the deploy gate', () => {
  it('says what was measured and what is required, as a trader would', async () => {
    await renderLab(<DeployGate gate={gateOf()} of="Run 2" />);
    expect(screen.getByTestId('deploy-gate').textContent).toContain(
      'of Run 2: Passed. Fallback: Inventory-skewed',
    );
    expect(checks()).toEqual([
      '✓ passed: Beats its clone by at least $700 (95 %); required: more than $0',
      '✓ passed: Drawdown of $10 or less in 95 % of episodes; required: $5k or less',
      '✓ passed: 95th percentile of |inventory| at 10 % of the limit; required: 50 % or less',
      '✓ passed: 0.2 % of decisions out of distribution; required: 5.0 % or less',
      '✓ passed: Exported model differs by 3.0e-7 at most; required: 1.0e-5 or less'.replace(
        /-(?=\d)/g,
        '−',
      ),
      expect.stringMatching(/^– does not apply: Critics: nothing valued/),
    ]);
  });

  it('says that it asks for no profit, and that an agent certainly loses against doing nothing', async () => {
    const said = () => screen.getByTestId('deploy-gate').textContent;
    const beyondNothing = { estimate: -51.41, low: -92.4, high: -10.4 };
    const { unmount } = await renderLab(
      <DeployGate gate={gateOf()} of="IQL, ES" beyondNothing={beyondNothing} />,
    );
    expect(said()).toContain('Passed.');
    expect(said()).toContain('not whether it earns anything.');
    expect(said()).toContain(
      'It earns less than doing nothing, penalties counted: −$51.41 (−$92 to −$10) an episode.',
    );
    unmount();
    await renderLab(
      <DeployGate gate={gateOf()} of="IQL" beyondNothing={{ ...beyondNothing, high: 13 }} />,
    );
    expect(said()).not.toContain('less than doing nothing');
  });

  it('says what is certain of a rate that has an interval', async () => {
    const gate = deployGate({
      episodes: exampleRow('network', [1000, 1010, 1020]).metrics,
      cloneEpisodes: [],
      examination: {
        outOfDistributionRate: 0.002,
        outOfDistributionEnds: [0.0005, 0.013],
        parity: 3e-7,
        criticDisagreement: Number.NaN,
      },
      env: DEFAULT_ENV_CONFIG,
      preset: 'es',
    });
    await renderLab(<DeployGate gate={gate} of="Run 2" />);
    expect(checks()).toContain(
      '✓ passed: At most 1.3 % of decisions out of distribution (95 %); required: 5.0 % or less',
    );
  });

  it('says that something was not measured, or not proven', async () => {
    const { unmount } = await renderLab(
      <DeployGate gate={gateOf({ value: null, passed: false })} of="Run 2" />,
    );
    expect(checks()[0]).toBe(
      '✗ not passed: Not compared with a clone; required: a higher return than its clone’s, at 95 % confidence',
    );
    unmount();
    await renderLab(<DeployGate gate={gateOf({ value: -120, passed: false })} of="Run 2" />);
    expect(checks()[0]).toContain('Not proven to beat its clone: lower bound −$120 (95 %)');
  });

  it('says of what was not measured what is required, and of a clone that it is one', async () => {
    const evidence = {
      episodes: [],
      cloneEpisodes: [],
      examination: { outOfDistributionRate: NaN, parity: NaN, criticDisagreement: 1 },
      env: DEFAULT_ENV_CONFIG,
      preset: 'es',
    } as const;
    await renderLab(<DeployGate gate={deployGate({ ...evidence, isClone: true })} of="Run 2" />);
    expect(checks()).toEqual([
      '✗ not passed: This agent is the clone: nothing was learned beyond imitation',
      '✗ not passed: Drawdown: not measured; required: $5k or less in 95 % of episodes',
      '✗ not passed: Inventory: not measured; required: 95th percentile of |inventory| at 50 % of the limit or less',
      '✗ not passed: Out of distribution: not measured; required: 5.0 % of decisions or less',
      '✗ not passed: Parity of the exported model: not measured; required: the exported model differs by 1.0e−5 at most',
    ]);
  });

  it('passes no comparison with a clone on one episode of a recording', async () => {
    const onTape = (profits: readonly number[]) =>
      exampleRow('network', profits).metrics.map((one) => ({
        ...one,
        startSeconds: 5,
        seconds: 60,
      }));
    const gate = deployGate({
      episodes: onTape([1000, 1010, 1020]),
      cloneEpisodes: onTape([300, 310, 320]),
      examination: { outOfDistributionRate: 0, parity: 0, criticDisagreement: 1 },
      env: DEFAULT_ENV_CONFIG,
      preset: 'es',
    });
    await renderLab(<DeployGate gate={gate} of="Run 2" />);
    expect(checks()[0]).toBe(
      '✗ not passed: Compared with its clone on one episode, which has no interval; required: a higher return than its clone’s, at 95 % confidence',
    );
  });

  it('shows checks that it does not know as the file has them', async () => {
    await renderLab(
      <DeployGate gate={gateOf({ name: 'latency', limit: 'at most 5 ms' })} of="Run 2" />,
    );
    expect(checks()[0]).toContain('Latency: 700; required: at most 5 ms');
  });

  it('says that an agent was not examined', async () => {
    const { container } = await renderLab(<DeployGate gate={null} of="Run 2" />);
    expect(container.textContent).toContain('not measured for Run 2.');
  });
});
