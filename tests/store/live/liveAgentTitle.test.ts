import { expect, it } from 'vitest';
import { liveAgentTitle, trainedChoices } from '../../../src/store/live/liveAgentTitle';
import { scoreTitle } from '../../../src/store/live/average';
import { withScores } from '../../../src/store/live/scores';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { exampleOrigin } from '../../components/examples';
import { openTestSession } from '../testSession';
import { recordOf } from './frames';

it('calls a deleted run as its episodes do, from the first one on', () => {
  const { session } = openTestSession();
  const agent = {
    kind: 'network',
    title: 'Run 1',
    run: '1',
    version: 1,
    parametersHash: 9,
    targetReturn: null,
  } as const;
  const origin = { ...exampleOrigin(7), agent };
  const record = recordOf([{ step: 1 }], [], { agentName: 'Run 1', policyVersion: 1, origin });
  const scores = withScores([], [storeEpisode(record)]);
  const live = { ...session.state, watchedRun: '1', runs: [] };
  expect(liveAgentTitle(live)).toBe('A deleted run');
  expect(liveAgentTitle({ ...live, scores })).toBe('Run 1');
  expect(scoreTitle(scores[0], [])).toMatch(/^Run 1, policy 1 · /);
  const choices = trainedChoices(live, { hasOwnPolicy: false, runName: '' }, 'Run 1');
  expect(choices).toEqual([{ id: '1', name: 'Run 1' }]);
});
