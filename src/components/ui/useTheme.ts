/**
 * The theme follows the system until the switch says otherwise; the choice is remembered on this
 * machine.
 */
import { useCallback, useEffect, useSyncExternalStore, useState } from 'react';
import { readPreference, writePreference } from './storage';

export type Theme = 'dark' | 'light';
const NAME = 'theme';

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
    writePreference(NAME, next === system ? null : next);
  }, [theme, system]);

  return [theme, toggle];
}

function storedTheme(): Theme | null {
  const stored = readPreference(NAME);
  return stored === 'dark' || stored === 'light' ? stored : null;
}
