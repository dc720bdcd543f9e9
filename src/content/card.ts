/** What the card of an agent says of its evaluation. */
import type { CardEvaluation } from '../agents/files/agentFile';
import { episodesText } from './episodes';

/** Says what the table of a card is of. */
export function evaluatedText({ episodes, distinctEpisodes = episodes }: CardEvaluation): string {
  const interval = distinctEpisodes < 2 ? 'mean, and no interval of one' : 'mean and 95 % interval';
  return `Return per episode over ${episodesText(episodes, distinctEpisodes).replace(/(episodes?)/, 'unseen $1')}: ${interval}`;
}
