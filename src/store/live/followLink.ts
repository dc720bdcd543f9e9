/**
 * Shows what a link names that is opened on a page that is there already, as a page does that opens
 * with it: the market stands still until the agent of the link is there, and nobody stands in for
 * it.
 */
import type { Session } from '../session';
import type { ParsedLink } from '../settings/link';

type Page = Pick<
  Session,
  'state' | 'settings' | 'manual' | 'playback' | 'agentFiles' | 'watchedRun' | 'openMoment'
>;

export async function followLink(page: Page, link: ParsedLink): Promise<void> {
  const { settings, manual, playback } = page;
  // A demo shows what its link asks for, and neither a replay nor an episode by hand of before.
  if (link.demo) {
    manual.leave();
    playback.showLive();
  }
  const readAgent = agentToRead(page, link);
  const before = page.state.watchedRun;
  // A person's clock is not stopped: the agent waits there until the episode is left.
  const waits = () => readAgent !== null && !manual.isActive;
  let release = waits() ? playback.hold() : null;
  settings.setMany(link.settings);
  // Who follows a link sees its market, and not its agent in the one before.
  const hasBegun = settings.pendingMarketChanges() > 0;
  settings.applyPendingMarket();
  if (waits()) release ??= playback.hold();
  try {
    await readAgent?.();
    // What another agent has played of this episode is not its own.
    const isOther = page.state.watchedRun !== before;
    if (isOther && waits() && !hasBegun) settings.applyMarket();
  } finally {
    release?.();
  }
  if (link.moment !== null) await page.openMoment(link.moment, link.settings);
}

/** Gives what reads the agent of a link and lets it trade; null where it needs no reading. */
function agentToRead(
  { state, agentFiles, watchedRun }: Page,
  { settings: { agent }, agentFile, run }: ParsedLink,
): (() => Promise<void>) | null {
  const shown = state.agentFile;
  if (agentFile !== null && agentFile !== shown?.path) {
    return () => agentFiles.watchLinked(agentFile);
  }
  if (agent !== 'trained') return null;
  return () => watchedRun.watchLinked(agentFile === null ? run : (shown?.run ?? null));
}
