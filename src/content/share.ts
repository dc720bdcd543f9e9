/** What the page says of links: what they can carry, and what was wrong with one. */
export const SHARE_TEXTS = {
  demo: 'This agent in this market, full screen, with captions and its maps.',
  /** @param run name of the run whose policy trades */
  cannotCarry: (run: string) =>
    `A link holds settings and no weights, so it cannot carry ${run}, which exists only in this browser. Share its file instead: it opens under Runs, Import.`,
  /** @param rivals names of those that are stored runs, or come from one */
  cannotCarryRivals: (rivals: string) =>
    `A link cannot carry ${rivals}, which exists only in this browser: elsewhere the page says that a rival is missing, and the others trade.`,
  exportAgent: 'Export this agent',
  /** @param path of the file @param instead name of the agent that trades */
  noAgentFile: (path: string, reason: string, instead: string) =>
    `The link shows the agent of ${path}, which could not be read. ${reason} ${instead} trades instead.`,
  notShown: (file: string, reason: string) => `${file} was not shown. ${reason}`,
  noPolicy: 'It holds no agent.',
  agentMissing: 'The agent of the link is not here, and another one would not have played it.',
  tapeMissing: 'The recording of the link is not in this browser.',
  noMoment: (reason: string) => `The moment of the link could not be played again. ${reason}`,
  otherEpisode:
    'This episode is not the one that the link was made of: the market, the environment or the agent has changed since.',
  copyMoment: 'Copy link to this moment',
  momentHelp: 'Whoever opens it sees this episode, which their browser plays again.',
  copied: (link: string) => `Copied: ${link}`,
  select: (link: string) => `Select and copy: ${link}`,
  momentUnknown:
    'No link leads here: the episode does not say under which environment and by whom it was played. Save it as a file.',
  momentOfSeveral:
    'No link leads here: not one agent played this episode from its start. Save it as a file.',
  momentSoFar: 'No link leads here until the episode has ended.',
  momentElsewhere:
    'No link leads here: the episode was played in a market or under settings that a link cannot hold. Save it as a file.',
  momentOfTrained:
    'No link leads here: the agent exists only in this browser. Save the episode as a file.',
  /** @param instead name of the agent that trades */
  noTrainedAgent: (instead: string) =>
    `The link asks for a trained agent, which a link cannot carry, and this browser has none. Open its file under Runs, Import, or train your own. ${instead} trades until then.`,
  /** @param instead name of the run that trades */
  otherTrainedAgent: (instead: string) =>
    `The link asks for an agent that was trained in another browser, which a link cannot carry. Your own ${instead} trades instead.`,
  /**
   * @param run name of the run while it can be brought back; null after that
   * @param instead name of the agent that trades
   */
  deletedAgent: (run: string | null, instead: string) =>
    run === null
      ? `The link asks for a run that was deleted in this browser. ${instead} trades instead.`
      : `The link asks for ${run}, which was just deleted: Undo brings it back. ${instead} trades instead.`,
  /** @param run that has no policy yet @param instead name of the run that trades */
  agentWithoutPolicy: (run: string, instead: string) =>
    `The link asks for ${run}, which has no policy yet. Your own ${instead} trades instead.`,
  /** @param instead name of the agent that trades */
  demoOfTrained: (instead: string) =>
    `This demo is of an agent that was trained in another browser, which a link cannot carry. ${instead} trades instead.`,
} as const;

export interface LinkProblem {
  readonly field: string;
  /** What would have been accepted. */
  readonly expected: string;
  readonly received: unknown;
  /** Label of the setting; null where the field is none. */
  readonly label: string | null;
  /** Value in its place, as the page shows it. */
  readonly instead: string;
  /** Whether the link has the field more than once. */
  readonly isRepeated: boolean;
}

/**
 * Says in one message, with all of them as details, what was wrong with a link that had several
 * faults.
 */
export const linkProblemsText = (count: number) =>
  `${count} parts of the link are not as they should be. The rest of it was taken.`;

const MOMENT_NAMES: ReadonlySet<string> = new Set(['t', 'fill', 'episode', 'check']);

/** Says what a link asked for that is not to be had, and what stands in its place. */
export function linkProblemText({
  field,
  expected,
  received,
  label,
  instead,
  isRepeated,
}: LinkProblem): string {
  if (field === 'link') {
    return `The link holds too much: ${expected} are read. The rest was passed over.`;
  }
  const asked = `The link says ${field}=${String(received).slice(0, 60)}`;
  if (field === 'demo' && received === 'trained') return SHARE_TEXTS.demoOfTrained(instead);
  if (field === 'demo') {
    return `${asked}, and there is no such agent: it has to be ${expected}. ${instead} trades instead.`;
  }
  if (field === 'embed' && !isRepeated) {
    return `${asked}, which has to be ${expected}. The page around the lab is not spoken to.`;
  }
  if (field === 'agentFile')
    return `${asked}; it has to be ${expected}. ${instead} trades instead.`;
  if (MOMENT_NAMES.has(field)) return `${asked}; it has to be ${expected}. It was passed over.`;
  if (label === null) return `${asked}, which is no setting of this lab. It was passed over.`;
  if (isRepeated) {
    return `The link has ${field} more than once, and the last counts: ${label} is ${instead}.`;
  }
  return `${asked}; ${label} has to be ${expected}. It is ${instead} instead.`;
}
