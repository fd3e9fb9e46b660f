import { done, openDatabase, result } from '../browser/database.js';
import type { Entry, OutboxStore, Totals } from './entry.js';

/** The outbox in this browser's IndexedDB. */
export async function browserStore(): Promise<OutboxStore> {
  const database = await openDatabase();
  // written through to the disk before it is said to be kept
  const write = () => database.transaction(['tubes', 'totals'], 'readwrite', { durability: 'strict' });
  const count = async (transaction: IDBTransaction, sweepId: number, change: (totals: Totals) => void) => {
    const store = transaction.objectStore('totals');
    const known = (await result(store.get(sweepId))) as Totals | undefined;
    const totals = known ?? { sweepId, sealedTubes: 0, sealedMembers: 0, acknowledgedTubes: 0 };
    change(totals);
    store.put(totals);
  };
  const get = async (store: IDBObjectStore, id: string) => (await result(store.get(id))) as Entry | undefined;
  const entries = () => database.transaction('tubes').objectStore('tubes');
  return {
    async add(entry) {
      const transaction = write();
      const finished = done(transaction);
      const tubes = transaction.objectStore('tubes');
      if (!(await get(tubes, entry.id))) {
        tubes.put(entry);
        await count(transaction, entry.sweepId, (totals) => {
          totals.sealedTubes++;
          totals.sealedMembers += entry.members;
        });
      }
      await finished;
    },
    waiting: async (limit) =>
      (await result(
        entries()
          .index('waiting')
          .getAll(IDBKeyRange.bound([0], [1]), limit),
      )) as Entry[],
    all: async () => (await result(entries().getAll())) as Entry[],
    async settle(acknowledged, refused) {
      const transaction = write();
      const finished = done(transaction);
      const tubes = transaction.objectStore('tubes');
      for (const id of acknowledged) {
        const entry = await get(tubes, id);
        if (!entry) continue;
        tubes.delete(id);
        await count(transaction, entry.sweepId, (totals) => totals.acknowledgedTubes++);
      }
      for (const { id, reason } of refused) {
        const entry = await get(tubes, id);
        if (entry) tubes.put({ ...entry, refused: 1, reason });
      }
      await finished;
    },
    async retry(id) {
      const transaction = write();
      const finished = done(transaction);
      const tubes = transaction.objectStore('tubes');
      const entry = await get(tubes, id);
      if (entry) tubes.put({ ...entry, refused: 0 });
      await finished;
    },
    totals: async () =>
      (await result(database.transaction('totals').objectStore('totals').getAll())) as Totals[],
  };
}
