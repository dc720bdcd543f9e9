/** Dark or light: the system's, until the switch says otherwise; remembered on this machine. */
import { useCallback, useEffect, useSyncExternalStore, useState } from 'react';

export type Theme = 'dark' | 'light';
const KEY = 'nanoarb-lab.theme';

const lightQuery = () => window.matchMedia('(prefers-color-scheme: light)');

function subscribe(onChange: () => void): () => void {
  const query = lightQuery();
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** @param onChange called after the colours have changed */
export function useTheme(onChange: () => void): readonly [Theme, () => void] {
  const system: Theme = useSyncExternalStore(subscribe, () => lightQuery().matches)
    ? 'light'
    : 'dark';
  const [chosen, setChosen] = useState<Theme | null>(storedTheme);
  const theme = chosen ?? system;

  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    onChange();
  }, [theme, onChange]);

  const toggle = useCallback(() => {
    const next = theme === 'dark' ? 'light' : 'dark';
    setChosen(next === system ? null : next);
    storeTheme(next === system ? null : next);
  }, [theme, system]);

  return [theme, toggle];
}

/** Storage may be forbidden; the switch then lasts as long as the page. */
function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'dark' || stored === 'light' ? stored : null;
  } catch {
    return null;
  }
}

function storeTheme(theme: Theme | null): void {
  try {
    if (theme === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // The choice holds for this visit.
  }
}
