/** Where on the axis of time another agent took over, or a weight moved that the agent is told. */
import { expect, it, vi } from 'vitest';
import { ACTION_DIMENSIONS, actionHistogram } from '../../../src/charts/actionHistogram';
import { ACTION } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';
import { FrameRing } from '../../../src/store/live/frameRing';
import { bundledAgent, openTestSession } from '../testSession';
import { frameOf } from './frames';

const stepAt = (timeSeconds: number) => frameOf([{ step: 10 * timeSeconds, timeSeconds }]);

/** Opens a session whose bundled agents are ready. */
async function openWith(weightRanges: typeof WEIGHT_RANGES | undefined) {
  const policy = { ...bundledAgent.policy, weightRanges };
  const opened = openTestSession('#agent=pretrainedEs', {
    loadAgent: () => Promise.resolve({ ...bundledAgent, policy }),
  });
  await vi.waitFor(() => expect(opened.session.state.bundled.pretrainedEs.kind).toBe('ready'));
  return opened;
}

it('a slider that moves is marked at the newest step, for an agent that acts on it', async () => {
  const { session, events } = await openWith(WEIGHT_RANGES);
  events.onFrame(stepAt(1));
  session.settings.set('inventoryPenalty', 100);
  events.onFrame(stepAt(3));
  events.onFrame(stepAt(4));
  expect(session.feed.ring.changes).toEqual([{ seconds: 3, text: 'Inv. penalty 100' }]);
});

it('another agent is marked where it takes over, since what was earned before is not its own', async () => {
  const { session, events } = await openWith(WEIGHT_RANGES);
  events.onFrame(stepAt(1));
  session.settings.set('agent', 'doNothing');
  events.onFrame(stepAt(3));
  events.onFrame(stepAt(4));
  expect(session.feed.ring.changes).toEqual([{ seconds: 3, text: 'Do nothing' }]);
});

it('an episode that another agent began says when it was taken over, and the next has no such moment', async () => {
  const { session, events } = await openWith(WEIGHT_RANGES);
  const { ring, percentiles } = session.feed;
  events.onFrame(frameOf([{ step: 10, timeSeconds: 1 }], [], { episode: 1, oodPercentile: 40 }));
  expect([ring.takeover, percentiles.length]).toEqual([null, 1]);
  session.settings.set('agent', 'doNothing');
  events.onFrame(frameOf([{ step: 30, timeSeconds: 3 }], [], { episode: 1, oodPercentile: 90 }));
  // What was unusual to another agent is not shown beside this one.
  expect([ring.takeover?.seconds, percentiles.length, percentiles.at(0)]).toEqual([3, 1, 90]);
  expect(ring.takeover?.before).toBe('Pre-trained on ES');
  // Nothing is counted twice where no decision was taken.
  events.onFrame(frameOf([], [], { episode: 1, oodPercentile: 90 }));
  expect(percentiles.length).toBe(1);
  events.onFrame(frameOf([{ step: 1, timeSeconds: 0.1 }], [], { episode: 2 }));
  expect(ring.takeover).toBeNull();
  session.settings.set('agent', 'glft');
  // Its episode began with it.
  events.onFrame(frameOf([{ step: 1, timeSeconds: 0.1 }], [], { episode: 3 }));
  expect(ring.takeover).toBeNull();
});

it('what stands still is of who decided, whoever is chosen in the meantime', async () => {
  const { session, events } = await openWith(undefined);
  const { ring } = session.feed;
  const paused = () => frameOf([], [], { episode: 1, step: 10 });
  events.onFrame(frameOf([{ step: 10, timeSeconds: 1 }], [], { episode: 1, step: 10 }));
  const choose = (agent: 'glft' | 'random' | 'pretrainedEs') => {
    session.settings.set('agent', agent);
    events.onFrame(paused());
    return [ring.isDecisionAwaited, ring.takeover?.before];
  };
  expect(choose('glft')).toEqual([true, 'Pre-trained on ES']);
  expect(choose('random')).toEqual([true, 'Pre-trained on ES']);
  expect(choose('pretrainedEs')).toEqual([false, undefined]);
  expect(choose('glft')).toEqual([true, 'Pre-trained on ES']);
  events.onFrame(frameOf([{ step: 11, timeSeconds: 1.1 }], [], { episode: 1, step: 11 }));
  expect([ring.isDecisionAwaited, ring.takeover?.seconds]).toEqual([false, 1]);
});

it('nothing is marked for an agent of fixed weights', async () => {
  const { session, events } = await openWith(undefined);
  events.onFrame(stepAt(1));
  session.settings.set('inventoryPenalty', 100);
  events.onFrame(stepAt(3));
  expect(session.feed.ring.changes).toEqual([]);
});

it('a slider that is dragged makes one mark, and another market none of the one before', () => {
  const ring = new FrameRing();
  ring.push(stepAt(1));
  ring.markChange('Fees 1.5');
  ring.push(stepAt(1.5));
  ring.markChange('Fees 2');
  expect(ring.changes).toEqual([{ seconds: 1.5, text: 'Fees 2' }]);
  ring.push(stepAt(3));
  ring.markChange('Fees 3');
  expect(ring.changes.map(({ text }) => text)).toEqual(['Fees 2', 'Fees 3']);
  ring.push(frameOf([{ step: 1, timeSeconds: 0.1 }], [], { marketHash: 5 }));
  expect(ring.changes).toEqual([]);
});

it('decisions are counted since the takeover, over episodes, and none of another agent', async () => {
  const { session, events } = await openWith(undefined);
  const { ring } = session.feed;
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      step: from + index,
      timeSeconds: (from + index) / 10,
      bidSkew: 0.5,
    }));
  const steps = (episode: number, from: number, count: number) =>
    events.onFrame(frameOf(rows(from, count), [], { episode, step: from + count - 1 }));
  const decided = () => ring.end - ring.decidedFrom;
  const { bidSkew } = ACTION;
  const shown = () =>
    actionHistogram(ring, session.view.decidedWindow(), ACTION_DIMENSIONS[bidSkew], 4).count;
  steps(1, 1, 30);
  expect(decided()).toBe(30);
  session.settings.set('agent', 'random');
  // The frame of the change may hold decisions of both.
  steps(1, 31, 2);
  expect(decided()).toBe(0);
  steps(1, 33, 5);
  expect([decided(), shown()]).toEqual([5, 5]);
  steps(2, 1, 4);
  expect([decided(), shown()]).toEqual([9, 9]);
  session.settings.set('agent', 'glft');
  steps(3, 1, 3);
  expect(decided()).toBe(3);
  // While the market stands still, all is of the one before, whoever is chosen and left.
  for (const [agent, count] of [
    ['random', 3],
    ['doNothing', 3],
    ['glft', 3],
    ['random', 3],
  ] as const) {
    session.settings.set('agent', agent);
    events.onFrame(frameOf([], [], { episode: 3, step: 3 }));
    expect(decided(), agent).toBe(count);
  }
  steps(3, 4, 1);
  expect(decided()).toBe(1);
});
