/**
 * Asks the host whether its page still starts with this page's script, after a file could not be
 * loaded. The script's name changes with its content, and with that of every file it names.
 * @param entry address of the page's script
 * @returns false where the host does not answer
 */
export async function isReplaced(
  entry: string,
  page: string,
  load: (address: string, options: RequestInit) => Promise<Response>,
): Promise<boolean> {
  try {
    const response = await load(page, { cache: 'no-store' });
    if (!response.ok) return false;
    const name = entry.slice(entry.lastIndexOf('/') + 1);
    return !(await response.text()).includes(name);
  } catch {
    return false;
  }
}
