/** What the page shows of a market that goes faster than the page draws. */
import { expect, it } from 'vitest';
import { RIVAL, RIVAL_LENGTH } from '../../../src/protocol/frames';
import { openTestSession } from '../testSession';
import { frameOf, recordOf } from './frames';

const STEPS = 5;
const samples = Array.from({ length: STEPS }, (_, index) => ({
  step: index + 1,
  timeSeconds: (index + 1) / 10,
}));

it('draws at full speed when the numbers follow, so that all are of one episode', () => {
  const { session, events } = openTestSession('#agent=glft&speed=max');
  const { feed } = session;
  const show = (episode: number) => events.onFrame(frameOf(samples, [], { episode, step: STEPS }));
  show(1);
  expect([feed.advance(1000), session.state.readout.episode]).toEqual([true, 1]);
  show(2);
  expect([feed.advance(1100), session.state.readout.episode]).toEqual([false, 1]);
  // What is drawn for the pointer's sake has its numbers, too.
  session.view.hover(0.2);
  expect([feed.advance(1110), session.state.readout.episode]).toEqual([true, 2]);
  show(3);
  expect([feed.advance(1250), session.state.readout.episode]).toEqual([true, 3]);
  show(4);
  session.playback.setPlaying(false);
  expect(feed.advance(1260)).toBe(true);
});

it('draws rivals at every step of an episode that one frame passed', () => {
  const { session, events } = openTestSession('#agent=glft&speed=max');
  const rivals = new Float64Array(STEPS * RIVAL_LENGTH);
  for (let step = 0; step < STEPS; step++) {
    rivals[step * RIVAL_LENGTH + RIVAL.equityDollars] = 10 * step;
  }
  events.onEpisode(recordOf(samples, [], { episode: 1, rivalNames: ['GLFT'], rivals }));
  const frame = frameOf(samples, [], { episode: 1, step: STEPS, episodeLength: STEPS });
  frame.rivals.fill(Number.NaN);
  frame.rivals[RIVAL.equityDollars] = 10 * (STEPS - 1);
  events.onFrame(frame);
  const [trace] = session.feed.ring.rivalTraces;
  const drawn = Array.from({ length: trace.count }, (_, at) => [
    trace.timeAt(at),
    trace.valueAt(at),
  ]);
  expect(drawn).toEqual(samples.map(({ timeSeconds }, step) => [timeSeconds, 10 * step]));
});
