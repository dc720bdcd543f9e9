import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleSummary } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { bundledAgent } from '../../../tests/store/testSession';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import type { MarketConfig } from '../../market/config';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../protocol/run';
import { OutsideTraining } from './OutsideTraining';

const TOXIC: MarketConfig = { preset: 'es', regime: 'toxic' };
const said = () => screen.queryByTestId('outside-training')?.textContent;

/** The page with an agent of a bundled card trading. @param hash of the link */
async function withCard(config: RunConfig, hash: string) {
  const lab = await renderLab(<OutsideTraining />, { hash });
  const agent = { ...bundledAgent, card: { ...bundledAgent.card, config } };
  const bundled = {
    ...lab.session.state.bundled,
    pretrainedToxic: { kind: 'ready', agent },
  } as const;
  await lab.setState({ bundled });
  return lab;
}

describe('an agent outside of its training', () => {
  it('offers the market of its card, which an undo takes back', async () => {
    const { user, session, asked } = await withCard(
      { ...DEFAULT_RUN_CONFIG, market: TOXIC },
      '#agent=pretrainedToxic',
    );
    expect(said()).toBe('Trained on ES toxic; here it trades on ES. Trade on ES toxic');
    // It does not go there by itself.
    expect(session.state.settings.regime).toBe('base');
    await user.click(screen.getByRole('button', { name: 'Trade on ES toxic' }));
    expect(asked('configure').at(-1)).toMatchObject({ market: TOXIC });
    expect(said()).toBeUndefined();
    await act(async () => {
      session.settings.undo();
      session.settings.applyPendingMarket();
    });
    expect(session.state.applied.regime).toBe('base');
    expect(said()).toContain('Trained on ES toxic');
  });

  it('goes to the parameters of a market of one’s own, too', async () => {
    const parameters = { referenceQueue: 12 };
    const market: MarketConfig = { preset: 'es', regime: 'base', parameters };
    const { user, asked } = await withCard(
      { ...DEFAULT_RUN_CONFIG, market },
      '#agent=pretrainedToxic',
    );
    await user.click(screen.getByRole('button', { name: 'Trade on custom ES' }));
    expect(asked('configure').at(-1)).toMatchObject({ market });
  });

  it('is a run of another market, and of a recording that is not here without an offer', async () => {
    const { session, setState } = await renderLab(<OutsideTraining />);
    const settings = { ...session.state.settings, agent: 'trained' } as const;
    const of = (market: MarketConfig) =>
      exampleSummary('1', [], { config: { ...DEFAULT_RUN_CONFIG, market } });
    await setState({ settings, runs: [of({ preset: 'nq', regime: 'calm' })], watchedRun: '1' });
    expect(said()).toBe('Trained on NQ calm; here it trades on ES. Trade on NQ calm');
    const tape = { hash: '0123456789abcdef', instrument: 'ESH4', split: 'training' } as const;
    await setState({ runs: [of({ preset: 'es', regime: 'base', tape })] });
    expect(said()).toBe('Trained on recorded ESH4; here it trades on ES. ');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it.each([
    [null, 'It learned from episodes of 600 steps: later ones are outside of its data.'],
    [
      COMPACT_DECISION_TRANSFORMER_CONFIG,
      'It learned from episodes of 600 steps, and takes later ones for the last of those.',
    ],
  ])('is told of in longer episodes than it learned from', async (decisionTransformer, text) => {
    const config = { ...DEFAULT_RUN_CONFIG, decisionTransformer };
    const { setState, session } = await withCard(
      config,
      '#agent=pretrainedToxic&episodeLength=2000',
    );
    expect(said()).toBe(text);
    await setState({ applied: { ...session.state.applied, episodeLength: 600 } });
    expect(said()).toBeUndefined();
  });

  it('is a note without an offer where there is room for that alone', async () => {
    const lab = await renderLab(<OutsideTraining isNote />, {
      hash: '#agent=pretrainedToxic&episodeLength=2000',
    });
    const config = { ...DEFAULT_RUN_CONFIG, market: TOXIC };
    const agent = { ...bundledAgent, card: { ...bundledAgent.card, config } };
    const { bundled } = lab.session.state;
    await lab.setState({ bundled: { ...bundled, pretrainedToxic: { kind: 'ready', agent } } });
    expect(lab.container.textContent).toBe(
      'It learned from episodes of 600 steps: later ones are outside of its data.',
    );
  });

  it('is no baseline', async () => {
    await renderLab(<OutsideTraining />, { hash: '#agent=glft&episodeLength=2000' });
    expect(said()).toBeUndefined();
  });
});
