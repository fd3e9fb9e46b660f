import { useEffect, useState } from 'react';

/**
 * Whole seconds until `lifeMs` after this was shown first: the clock of whoever looks may be wrong by more than a code
 * lives. Another code is another component.
 */
export function useSecondsLeft(lifeMs: number): number {
  const [end] = useState(() => performance.now() + lifeMs);
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((end - now) / 1000));
}
