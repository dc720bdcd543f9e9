import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { tunedBaselines } from '../../../src/agents/baselines/tunedBaselines';
import type { MarketPreset } from '../../../src/market/config';
import type { SurfaceAnswer, SurfaceRequest } from '../../../src/protocol/decisions';
import { askedMarket } from '../../components/askedMarket';
import { openTestSession } from '../testSession';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A session whose lab answers a question only when it is told to. */
function open() {
  const requests: SurfaceRequest[] = [];
  const waiting: (() => void)[] = [];
  const { session } = openTestSession('', {
    answers: {
      surface: (request) => {
        requests.push(request);
        return new Promise<SurfaceAnswer>((resolve) => {
          waiting.push(() => resolve({ weights: request.weights } as SurfaceAnswer));
        });
      },
    },
  });
  const answer = async () => {
    waiting.shift()?.();
    await settled();
  };
  return { session, requests, answer };
}

describe('questions about decisions', () => {
  it('are asked only while somebody looks', async () => {
    const { session, requests, answer } = open();
    session.settings.set('fees', 2);
    expect(requests).toHaveLength(0);
    const leave = session.maps.look('surface');
    expect(requests).toHaveLength(1);
    await answer();
    leave();
    session.settings.set('fees', 1);
    expect(requests).toHaveLength(1);
  });

  it('follow a fast slider one at a time, and end with its last place', async () => {
    const { session, requests, answer } = open();
    session.maps.look('surface');
    for (const weight of [1, 2, 3]) session.settings.set('inventoryPenalty', weight);
    expect(requests).toHaveLength(1);
    await answer();
    expect(requests).toHaveLength(2);
    await answer();
    expect(requests).toHaveLength(2);
    const { surface } = session.maps.store.getState();
    expect(surface?.weights).toEqual({ ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 3 });
  });

  it('are asked anew for other features, and not for another quantity of the same answer', async () => {
    const { session, requests, answer } = open();
    session.maps.look('surface');
    await answer();
    session.maps.set({ quantity: 'askSize' });
    expect(requests).toHaveLength(1);
    session.maps.set({ x: 'timeLeft' });
    expect(requests.at(-1)?.x).toBe('timeLeft');
    await answer();
    session.maps.set({ closedForms: false });
    expect(requests.at(-1)?.closedForms).toEqual([]);
  });

  it('are beside the closed forms of the market on screen: in replay, of that of the episode', async () => {
    const { answers, session: market } = askedMarket({ kind: 'doNothing' }, 3);
    const requests: SurfaceRequest[] = [];
    const { session, events } = openTestSession('', {
      answers: {
        surface: (request) => {
          requests.push(request);
          return answers.surface(request);
        },
      },
    });
    const record = market.recordSoFar();
    events.onEpisode({ ...record, id: 'nq', market: { preset: 'nq', regime: 'base' } });
    session.feed.advance(1000);
    session.maps.look('surface');
    await settled();
    const forms = (preset: MarketPreset) => {
      const { avellanedaStoikov, glft } = tunedBaselines(preset);
      return [avellanedaStoikov, glft];
    };
    expect(requests.at(-1)?.closedForms).toEqual(forms('es'));
    session.playback.showReplay('nq');
    await settled();
    expect(requests.at(-1)?.closedForms).toEqual(forms('nq'));
    expect(forms('nq')).not.toEqual(forms('es'));
  });
});
