/** Whether keys without Ctrl are followed: yes until somebody says no, on this machine. */
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
