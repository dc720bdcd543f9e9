/** The keys of quoting by hand, which mean something only while somebody does. */
import type { HandDesk } from '../../store/manual/manualController';

const COMMANDS: Readonly<Record<string, ((desk: HandDesk) => void) | undefined>> = {
  w: (desk) => desk.move('bid', 1),
  s: (desk) => desk.move('bid', -1),
  i: (desk) => desk.move('ask', 1),
  k: (desk) => desk.move('ask', -1),
  '[': (desk) => desk.resize(-1),
  ']': (desk) => desk.resize(1),
  j: (desk) => desk.join(),
  x: (desk) => desk.cancelAll(),
  f: (desk) => desk.flatten(),
};

/** @param key in lower case @returns true when the key meant something */
export function actByHand(desk: HandDesk, key: string): boolean {
  if (key === 'h') {
    desk.toggle();
    return true;
  }
  const command = desk.isActive ? COMMANDS[key] : undefined;
  command?.(desk);
  return command !== undefined;
}
