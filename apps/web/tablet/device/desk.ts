import type { SealedTube, TabletSelf } from '#lis/contracts';
import type { Entry, OutboxStore } from '../outbox/entry.js';
import { openOutbox } from '../outbox/outbox.js';
import { server, ServerError } from './server.js';
import { keepSelf, keepSession, readSession, type Tablet } from './tablet.js';

/** Ten thousand tablets ask this often what they are; tubes go out at once. */
const selfEveryMs = 30_000;

export type Shown = {
  entries: Entry[];
  /** `connected`, or why the server does not serve; empty: not tried yet */
  link: string;
  self: TabletSelf | undefined;
};

/** Sealing and sending of one enrolled tablet; `show` is told whatever changes. */
export function openDesk(tablet: Tablet, store: OutboxStore, show: (changed: Partial<Shown>) => void) {
  let unsent = 0;
  let selfAt = 0;
  const counted = new Map<number, string>();
  const api = server(tablet, () => unsent);
  const outbox = openOutbox(store, api.sendTubes);
  const look = async () => {
    const entries = await store.all();
    unsent = entries.length;
    show({ entries });
  };
  /** Tubes first: a tablet out of service is let in for nothing else. */
  const exchange = async () => {
    if ((await store.waiting(1)).length > 0) {
      if ((await outbox.sync()) === 'no-answer') throw new ServerError('no-connection');
      await look();
    }
    const session = await readSession();
    if (session && !session.told) {
      await api.openSession(session);
      await keepSession({ ...session, told: true });
    }
    for (const totals of await store.totals()) {
      const line = JSON.stringify(totals);
      if (counted.get(totals.sweepId) !== line) await api.count(totals);
      counted.set(totals.sweepId, line);
    }
    if (Date.now() - selfAt < selfEveryMs) return;
    const self = await api.self();
    selfAt = Date.now();
    await keepSelf(self);
    show({ self });
  };
  const sync = async () => {
    await look();
    try {
      await exchange();
      show({ link: 'connected' });
    } catch (error) {
      show({ link: error instanceof ServerError ? error.message : 'failed' });
    }
    await look();
  };
  return {
    sync,
    /** Kept on this tablet when it resolves; sent as soon as the server is there. */
    async seal(tube: Omit<SealedTube, 'bodyHash'>) {
      await outbox.seal(tube);
      await look();
      void sync();
    },
    async retry(id: string) {
      await store.retry(id);
      await sync();
    },
  };
}
export type Desk = ReturnType<typeof openDesk>;
