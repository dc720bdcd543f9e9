/**
 * Components on a real session, whose lab only remembers what it was asked. Nothing streams by
 * itself: a test raises the lab's events, and draws when it wants to look at what is written with
 * the canvases.
 */
import { act, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { readPalette } from '../../src/charts/palette';
import { Stage } from '../../src/charts/stage';
import { PageContext, type Page } from '../../src/components/context';
import type { LabEvents } from '../../src/lab/types';
import type { SessionState } from '../../src/store/state';
import { openTestSession, type TestSessionOptions } from '../store/testSession';

interface LabOptions extends TestSessionOptions {
  /** The hash of the page's address. */
  readonly hash?: string;
  /** State that the store holds before the component is rendered. */
  readonly state?: Partial<SessionState>;
}

export async function renderLab(
  ui: ReactNode,
  { hash = '', state = {}, ...options }: LabOptions = {},
) {
  const opened = openTestSession(hash, options);
  const { session } = opened;
  // The session reads its storage first, and a test's own state replaces what it read.
  await settled();
  session.store.setState(state);
  let milliseconds = 0;
  const stage = new Stage(
    () => session.feed.advance(milliseconds),
    () => window.devicePixelRatio,
  );
  const page: Page = {
    session,
    stage,
    canvases: new Map(),
    palette: () => readPalette(getComputedStyle(document.documentElement)),
  };
  const user = userEvent.setup();
  const rendered = render(<PageContext value={page}>{ui}</PageContext>);
  const settle = (change: () => void) =>
    act(async () => {
      change();
      await settled();
    });
  await settle(() => undefined);
  return {
    ...opened,
    ...rendered,
    user,
    /** Changes the session from outside the page, and waits for what follows. */
    change: settle,
    /** Raises an event of the lab. */
    raise: (event: (events: LabEvents) => void) => settle(() => event(opened.events)),
    /** Changes the store as a controller would. */
    setState: (change: Partial<SessionState>) => settle(() => session.store.setState(change)),
    /** Takes in what has arrived, and draws once, a second after the last time. */
    draw: () =>
      act(async () => {
        milliseconds += 1000;
        stage.invalidate();
        stage.start();
        await new Promise(requestAnimationFrame);
        stage.stop();
      }),
  };
}

/** Resolves when every promise that can settle by itself has. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
