import type { Entry, OutboxStore, Totals } from './entry.js';

/** What survives a crash of the page. */
export type Disk = { entries: Entry[]; totals: Totals[] };

/** A store on a `disk`: opened twice on the same one, it is a page that was closed and opened again. */
export function memoryStore(disk: Disk): OutboxStore {
  const ordered = () => disk.entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const totalsOf = (sweepId: number) => {
    const known = disk.totals.find((totals) => totals.sweepId === sweepId);
    if (known) return known;
    const made = { sweepId, sealedTubes: 0, sealedMembers: 0, acknowledgedTubes: 0 };
    disk.totals.push(made);
    return made;
  };
  return {
    async add(entry) {
      if (disk.entries.some(({ id }) => id === entry.id)) return;
      disk.entries.push({ ...entry });
      const totals = totalsOf(entry.sweepId);
      totals.sealedTubes++;
      totals.sealedMembers += entry.members;
    },
    waiting: async (limit) =>
      ordered()
        .filter(({ refused }) => refused === 0)
        .slice(0, limit),
    all: async () => ordered(),
    async settle(acknowledged, refused) {
      for (const { id, sweepId } of disk.entries) {
        if (acknowledged.includes(id)) totalsOf(sweepId).acknowledgedTubes++;
      }
      disk.entries = disk.entries
        .filter(({ id }) => !acknowledged.includes(id))
        .map((entry) => {
          const reason = refused.find(({ id }) => id === entry.id)?.reason;
          return reason === undefined ? entry : { ...entry, refused: 1, reason };
        });
    },
    async retry(id) {
      for (const entry of disk.entries) if (entry.id === id) entry.refused = 0;
    },
    totals: async () => disk.totals,
  };
}
