/** What the card of an agent says of its evaluation. */
import type { CardEvaluation } from '../agents/files/agentFile';
import { episodesText } from './episodes';

const unseenText = ({ episodes, distinctEpisodes = episodes }: CardEvaluation): string =>
  episodesText(episodes, distinctEpisodes).replace(/(episodes?)/, 'unseen $1');

/** Names the mean that stands beside it. */
export const meanOfText = (evaluation: CardEvaluation): string =>
  `Mean return of ${unseenText(evaluation)}`;

/** Says what the table of a card is of. */
export function evaluatedText(evaluation: CardEvaluation): string {
  const { episodes, distinctEpisodes = episodes } = evaluation;
  const interval = distinctEpisodes < 2 ? 'mean, and no interval of one' : 'mean and 95 % interval';
  return `Return per episode over ${unseenText(evaluation)}: ${interval}`;
}
