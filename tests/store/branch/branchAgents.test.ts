import { expect, it } from 'vitest';
import { branchAgents, SAME_AGENT } from '../../../src/store/branch/branchAgents';
import { recordOf } from '../live/frames';
import { openTestSession } from '../testSession';

it('whoever played goes by the name on the page, and by that of all where there were several', () => {
  const { session } = openTestSession();
  const decider = {
    agent: { kind: 'doNothing' },
    observationKey: 'test',
    episodeSeconds: 60,
    maxOrderSize: 10,
    firstStep: 0,
  } as const;
  const record = recordOf([{ step: 1 }], [], { agentName: 'Run 1', decider });
  const [several] = branchAgents(session.state, record, 'Random, then Patient');
  expect(several).toEqual({
    key: SAME_AGENT,
    title: 'The agent at the end of “Random, then Patient”',
    reason: '',
  });
});
