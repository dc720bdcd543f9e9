/**
 * Single keys work wherever the focus is not in a field that needs them. What was focused by a
 * pointer takes no keys of its own but the arrows of a slider, as in a media player; what was
 * focused from the keyboard is pressed by Space, as everywhere.
 */
import { useEffect } from 'react';
import { PAN_SHARE, ZOOM_FACTOR } from '../../charts/timeZoom';
import type { Session } from '../../store/session';
import type { Speed } from '../../store/settings/view';
import { actManually } from '../manual/manualKeys';

const SPEED_KEYS: Readonly<Record<string, Speed | undefined>> = {
  '1': '1',
  '2': '2',
  '3': '5',
  '4': '10',
};

/** The panels that keys open. Each function has to be stable between renders. */
export interface KeyboardPanels {
  readonly onHelp: () => void;
  readonly onRuns: () => void;
  readonly onMaps: () => void;
  readonly onFacts: () => void;
  readonly onBranch: () => void;
}

/**
 * @param singleKeys whether keys without Ctrl mean anything: speech input and tremor press them
 *   unasked
 */
export function useKeyboard(
  session: Session,
  { onHelp, onRuns, onMaps, onFacts, onBranch }: KeyboardPanels,
  singleKeys: boolean,
): void {
  useEffect(() => {
    const origin = watchFocusOrigin();
    // Firefox presses a button when Space is released, whatever was done when it was pressed.
    let isSpaceTaken = false;
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key !== ' ' || !isSpaceTaken) return;
      isSpaceTaken = false;
      event.preventDefault();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== 'z' || isTyping(event.target)) return;
        event.preventDefault();
        if (event.shiftKey) session.settings.redo();
        else session.settings.undo();
        return;
      }
      if (!singleKeys) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      if (event.key === ' ' && isPressable(event.target) && !origin.isPointer()) return;
      if (hasOwnArrows(event.target) && MOVING_KEYS.has(event.key)) return;
      if (event.key.toLowerCase() === 'r') onRuns();
      else if (event.key.toLowerCase() === 'v') onMaps();
      else if (event.key.toLowerCase() === 'm') onFacts();
      else if (event.key.toLowerCase() === 'e') onBranch();
      else if (act(session, event, onHelp)) {
        event.preventDefault();
        isSpaceTaken = event.key === ' ';
      }
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      origin.dispose();
    };
  }, [session, onHelp, onRuns, onMaps, onFacts, onBranch, singleKeys]);
}

/** @returns true when the key meant something */
function act(session: Session, event: KeyboardEvent, onHelp: () => void): boolean {
  const speed = SPEED_KEYS[event.key];
  if (speed !== undefined) {
    session.settings.set('speed', speed);
    return true;
  }
  const { mode, replay } = session.state;
  const stride = event.shiftKey ? 10 : 1;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'h' && event.repeat) return true;
  if (actManually(session.manual, key)) return true;
  switch (key) {
    case ' ':
      session.playback.toggle();
      return true;
    case '.':
      session.playback.step();
      return true;
    case 'ArrowLeft':
      if (mode === 'replay') session.replay.seek(replay.step - stride);
      return mode === 'replay';
    case 'ArrowRight':
      if (mode === 'replay') session.replay.seek(replay.step + stride);
      return mode === 'replay';
    case 'n':
      session.playback.seekFill(1);
      return true;
    case 'p':
      session.playback.seekFill(-1);
      return true;
    case 'b':
      session.replay.toggleBookmark();
      return mode === 'replay';
    case 'l':
      if (mode === 'live') session.playback.showReplay();
      else session.playback.showLive();
      return true;
    case '+':
    case '=':
      session.view.zoomHere(ZOOM_FACTOR);
      return true;
    case '-':
    case '_':
      session.view.zoomHere(1 / ZOOM_FACTOR);
      return true;
    case 'a':
      session.view.panBy(-PAN_SHARE);
      return true;
    case 'd':
      session.view.panBy(PAN_SHARE);
      return true;
    case '0':
      session.view.resetZoom();
      return true;
    case 't':
      session.training.toggle();
      return true;
    case '?':
      onHelp();
      return true;
    default:
      return false;
  }
}

/** Follows whether what has the focus got it from a pointer or from the keyboard. */
function watchFocusOrigin(): { readonly isPointer: () => boolean; readonly dispose: () => void } {
  const watch = new AbortController();
  const options = { capture: true, signal: watch.signal };
  let isPointing = false;
  let isPointer = false;
  const onPointer = () => {
    isPointing = true;
    isPointer = true;
  };
  window.addEventListener('pointerdown', onPointer, options);
  window.addEventListener('keydown', () => (isPointing = false), options);
  window.addEventListener('focusin', () => (isPointer = isPointing), options);
  return { isPointer: () => isPointer, dispose: () => watch.abort() };
}

/** Keys that move a slider or choose among radio buttons. */
const MOVING_KEYS: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/** Kinds of input in which nothing is typed. */
const UNTYPED: ReadonlySet<string> = new Set(['checkbox', 'radio', 'range', 'button', 'file']);

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !UNTYPED.has(target.type);
}

const hasOwnArrows = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && (target.type === 'range' || target.type === 'radio');

/** Whether Space presses what has the focus; on a slider it means nothing. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLButtonElement ||
  (target instanceof HTMLInputElement && target.type !== 'range') ||
  (target instanceof HTMLElement && target.tagName === 'SUMMARY');
