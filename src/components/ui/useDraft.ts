/**
 * Text that is taken when its field is left, when the field goes from the page, and when the page
 * itself goes. While nobody types, the field shows what is stored, whichever tab stored it.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useSession } from '../context';

/** @param take called with what was typed, if anything was */
export function useDraft(stored: string, take: (text: string) => void) {
  const { drafts } = useSession();
  const [draft, setDraft] = useState<string | null>(null);
  const typed = useRef<string | null>(null);
  const taker = useRef(take);
  useLayoutEffect(() => {
    taker.current = take;
  });
  const write = useCallback((text: string | null) => {
    typed.current = text;
    setDraft(text);
  }, []);
  const leave = useCallback(() => {
    const text = typed.current;
    write(null);
    if (text !== null) taker.current(text);
  }, [write]);
  useEffect(() => {
    const stop = drafts.add(leave);
    return () => {
      stop();
      leave();
    };
  }, [drafts, leave]);
  return { text: draft ?? stored, write, leave };
}
