import { expect, it } from 'vitest';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { LESSON_PLANS } from '../../../src/store/lessons/lessonPlans';
import { exampleSummary, trainingState } from '../../components/examples';
import { openTestSession } from '../testSession';

it('what was asked and achieved is of the run that was trained, not of one that came meanwhile', () => {
  const { session } = openTestSession();
  session.lessons.begin('luckyReturn', LESSON_PLANS.luckyReturn);
  const labelled = (returnLabel: 'plain' | 'withoutLuck') => ({
    ...DEFAULT_RUN_CONFIG,
    decisionTransformer: { ...COMPACT_DECISION_TRANSFORMER_CONFIG, returnLabel },
  });
  const trained = exampleSummary('1', [5], { config: labelled('plain') });
  const imported = exampleSummary('2', [9], { config: labelled('withoutLuck') });
  const achieved = { estimate: 250, low: 200, high: 300 };
  session.store.setState({
    runs: [trained, imported],
    training: trainingState({
      phase: 'finished',
      runIds: ['1'],
      targets: [{ share: 1, asked: 900, achieved }],
    }),
  });
  session.lessons.refresh();
  const { steps } = session.state.lessons;
  expect(steps.map(({ done }) => done)).toEqual([true, false]);
  expect(steps[0].measured.map(({ value }) => value)).toEqual([900, 250]);
});
