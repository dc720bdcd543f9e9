/**
 * A promise that nobody catches would fail in silence here: make it an error, which the page hears.
 */
export function reportRejections(): void {
  globalThis.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    reportError(event.reason);
  });
}
