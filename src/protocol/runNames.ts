/**
 * Names of runs, which are unique in a browser: "Run 3" of two tabs would be two runs of one name.
 */

/** Longest name of a run. */
const MAX_NAME_LENGTH = 60;

const NUMBERED = /^Run (\d{1,6})$/;

/** Names a new run: by the number after the highest, whatever else others are called. */
export function nextRunName(taken: Iterable<string>): string {
  const highest = [...taken].reduce((most, name) => {
    const number = NUMBERED.exec(name)?.[1];
    return number === undefined ? most : Math.max(most, Number(number));
  }, 0);
  return `Run ${1 + highest}`;
}

/** Gives a name that is not taken: "Run 3 (2)" where there is a Run 3. */
export function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name); copy += 1) {
    const mark = ` (${copy})`;
    name = `${wanted.slice(0, MAX_NAME_LENGTH - mark.length)}${mark}`;
  }
  return name;
}

/**
 * Gives a run that is stored first a name that no other tab has given meanwhile. One that was only
 * numbered takes the next number.
 */
export function freeRunName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  return NUMBERED.test(wanted) ? nextRunName(taken) : uniqueName(wanted, taken);
}
