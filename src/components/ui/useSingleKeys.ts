/**
 * Remembers on this machine whether single keys are shortcuts. They are until somebody switches
 * them off.
 */
import { useCallback, useState } from 'react';
import { readPreference, writePreference } from './storage';

const NAME = 'single-keys';

export function useSingleKeys(): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => readPreference(NAME) !== 'off');
  const choose = useCallback((next: boolean) => {
    setOn(next);
    writePreference(NAME, next ? null : 'off');
  }, []);
  return [on, choose];
}
