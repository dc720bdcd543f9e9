/**
 * Every lesson is set up and then left alone, in a real market: none may complete, whatever luck
 * the seeds bring. Then what the second lesson teaches is done, on the same seeds. Takes about five
 * seconds.
 */
import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import { LESSON_IDS, type LessonId } from '../../../src/content/lessons';
import type { MarketSessionConfig } from '../../../src/protocol/api';
import { createFrame, type EpisodeRecord } from '../../../src/protocol/frames';
import { MarketSession } from '../../../src/session/marketSession';
import { LESSON_PLANS } from '../../../src/store/lessons/lessonPlans';
import { openingSession } from '../../../src/store/live/openingSession';
import { openTestSession } from '../testSession';

const EPISODES = 8;

/** Plays episodes as the market worker would, one seed after another. */
function playedBy(config: MarketSessionConfig, firstEpisode: number): readonly EpisodeRecord[] {
  let nowMs = 0;
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    { ...config, speed: Number.POSITIVE_INFINITY },
    firstEpisode,
    () => nowMs,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  const frame = createFrame();
  while (episodes.length < EPISODES) {
    nowMs += 100;
    session.run(Number.POSITIVE_INFINITY);
    session.writeFrame(frame, nowMs);
  }
  return episodes.slice(0, EPISODES);
}

function begun(id: LessonId) {
  const opened = openTestSession();
  const { session, events } = opened;
  let [now, episode] = [0, 1];
  const look = () => session.feed.advance((now += 1000));
  session.lessons.begin(id, LESSON_PLANS[id]);
  return {
    ...opened,
    steps: () => session.state.lessons.steps.map(({ done }) => done),
    /** Lets the live market play under the settings shown. @param agent where it is no baseline */
    watch: (agent?: AgentSpec) => {
      const config = openingSession(session.state.settings, session.state);
      const records = playedBy(agent === undefined ? config : { ...config, agent }, episode);
      episode += EPISODES;
      for (const record of records) {
        events.onEpisode(record);
        look();
      }
      return records;
    },
  };
}

describe('a lesson', () => {
  it.each(LESSON_IDS)('“%s” does not complete by itself', (id) => {
    const { session, watch, steps } = begun(id);
    watch();
    expect(session.state.lessons.completed).toEqual([]);
    expect(steps().at(-1)).toBe(false);
  });

  it('on inventory completes when the skew is raised and the same seeds are played again', () => {
    const { session, watch, steps, asked } = begun('payForInventory');
    watch();
    expect(steps()).toEqual([true, false]);
    session.settings.set('agentSkew', 2);
    session.lessons.restart();
    expect(asked('configure').at(-1)).toMatchObject({ seed: session.state.settings.seed });
    watch();
    expect(steps()).toEqual([true, true]);
    expect(session.state.lessons.completed).toEqual(['payForInventory']);
  });
});
