import { useEffect, useRef } from 'react';

/** What was opened below a long list comes into sight, once it is there. */
export function useIntoView<E extends HTMLElement>(isThere = true) {
  const shown = useRef<E>(null);
  useEffect(() => {
    // braces: newer browsers answer with a promise, which is no clean-up
    if (isThere) shown.current?.scrollIntoView({ block: 'start' });
  }, [isThere]);
  return shown;
}
