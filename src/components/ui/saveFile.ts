/**
 * A browser may begin to read a file long after it was pressed, and asks where to keep it before.
 */
const KEPT_MILLISECONDS = 60_000;

/** Hands a file to the user as a download. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MILLISECONDS);
}

/** Makes a name fit for any file system. */
export const fileNameOf = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'run';
