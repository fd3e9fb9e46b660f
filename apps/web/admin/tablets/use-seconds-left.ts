import { useEffect, useState } from 'react';

/**
 * Whole seconds until `lifeMs` after a code was issued, counted from when its answer came: the clock of whoever looks
 * may be wrong by more than a code lives.
 */
export function useSecondsLeft(issued: object, lifeMs: number): number {
  const [now, setNow] = useState(() => performance.now());
  const [start, setStart] = useState({ issued, at: now });
  if (start.issued !== issued) setStart({ issued, at: performance.now() });
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((start.at + lifeMs - now) / 1000));
}
