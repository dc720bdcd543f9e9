/**
 * What happens to a page beside being used: it is hidden, frozen, kept to go back to, brought back,
 * or gone. None of it can be waited for.
 */

export interface LifecycleHandlers {
  /** The page may never be heard of again. */
  onLeave(): void;
  /** The page is about to be frozen, or kept in case somebody goes back to it. */
  onFreeze(): void;
  /** Somebody looks at the page again; other tabs may have done anything meanwhile. */
  onReturn(): void;
}

/** @returns a function that stops following */
export function followPage(page: Window, handlers: LifecycleHandlers): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const { document } = page;
  const freeze = () => {
    handlers.onLeave();
    handlers.onFreeze();
  };
  page.addEventListener(
    'pagehide',
    ({ persisted }) => {
      if (persisted) freeze();
      else handlers.onLeave();
    },
    { signal },
  );
  page.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (persisted) handlers.onReturn();
    },
    { signal },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'hidden') handlers.onLeave();
      else handlers.onReturn();
    },
    { signal },
  );
  document.addEventListener('freeze', freeze, { signal });
  document.addEventListener('resume', () => handlers.onReturn(), { signal });
  return () => abort.abort();
}
