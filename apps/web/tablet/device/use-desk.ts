import { useEffect, useState } from 'react';
import { browserStore } from '../outbox/browser-store.js';
import { type Desk, openDesk, type Shown } from './desk.js';
import { readSelf, type Tablet } from './tablet.js';

const everyMs = 5000;

/** The desk of an enrolled tablet and what it shows, as it was known last until the server is heard. */
export function useDesk(tablet: Tablet): Shown & { desk: Desk | undefined } {
  const [desk, setDesk] = useState<Desk>();
  const [shown, setShown] = useState<Shown>({ entries: [], link: '', self: undefined });
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      const show = (changed: Partial<Shown>) => {
        if (!stopped) setShown((now) => ({ ...now, ...changed }));
      };
      show({ self: await readSelf() });
      const opened = openDesk(tablet, await browserStore(), show);
      setDesk(opened);
      const again = async () => {
        await opened.sync();
        if (!stopped) timer = setTimeout(() => void again(), everyMs);
      };
      await again();
    };
    void run();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [tablet]);
  return { desk, ...shown };
}
