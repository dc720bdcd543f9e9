/** What the page says of a run that was evaluated without what it is compared with. */
import { learnerOf, type RunRecord } from '../protocol/run';

/** Says which of the models that a run is compared with it lacks; empty where it lacks none. */
export function missingModelsText({ name, config, models, history }: RunRecord): string {
  const learner = learnerOf(config);
  if (learner === 'bc') return '';
  const { clone = null, critics = null } = models ?? {};
  const lacking = [
    ...(clone === null ? ['a clone'] : []),
    ...(critics === null && learner === 'iql' ? ['critics'] : []),
  ];
  if (lacking.length === 0) return '';
  // What was trained here has curves, and what a file brought has none.
  const where = history === null ? 'there is none in its file' : 'none was kept with it';
  return `${name} was evaluated without ${lacking.join(' and ')}: ${where}.`;
}
