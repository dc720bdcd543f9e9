/** The keys of quoting by hand mean something only while somebody quotes. */
import type { ManualController } from '../../store/manual/manualController';

const COMMANDS: Readonly<Record<string, ((controller: ManualController) => void) | undefined>> = {
  w: (controller) => controller.move('bid', 1),
  s: (controller) => controller.move('bid', -1),
  i: (controller) => controller.move('ask', 1),
  k: (controller) => controller.move('ask', -1),
  '[': (controller) => controller.resize(-1),
  ']': (controller) => controller.resize(1),
  j: (controller) => controller.join(),
  x: (controller) => controller.cancelAll(),
  f: (controller) => controller.flatten(),
};

/** @param key in lower case @returns true when the key meant something */
export function actManually(controller: ManualController, key: string): boolean {
  if (key === 'h') {
    controller.toggle();
    return true;
  }
  const command = controller.isActive ? COMMANDS[key] : undefined;
  command?.(controller);
  return command !== undefined;
}
