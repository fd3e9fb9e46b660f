/** How far a tube has come, in the simulator's own eyes; a bit each. */
export const mark = { sealed: 1, received: 2, queued: 4, plated: 8, resulted: 16, reported: 32 } as const;
export type MarkName = keyof typeof mark;
export type TubeMarks = ReturnType<typeof markTubes>;

/** Five bytes a tube, whoever is in it. `screening`: tubes of the plan; serials from there on are re-collections. */
export function markTubes(screening: number) {
  let marks = new Uint8Array(screening + 256);
  let plates = new Int32Array(screening + 256).fill(-1);
  const counts = Object.fromEntries(
    Object.keys(mark).map((name) => [name, { screening: 0, recollection: 0 }]),
  ) as Record<MarkName, { screening: number; recollection: number }>;
  const room = (serial: number) => {
    if (serial < marks.length) return;
    const [more, morePlates] = [new Uint8Array(serial * 2), new Int32Array(serial * 2).fill(-1)];
    more.set(marks);
    morePlates.set(plates);
    [marks, plates] = [more, morePlates];
  };
  const kind = (serial: number) => (serial < screening ? 'screening' : 'recollection');
  return {
    counts,
    has: (serial: number, name: MarkName): boolean => ((marks[serial] ?? 0) & mark[name]) !== 0,
    /** true when it was not set before */
    set(serial: number, name: MarkName): boolean {
      room(serial);
      const before = marks[serial] ?? 0;
      if (before & mark[name]) return false;
      marks[serial] = before | mark[name];
      counts[name][kind(serial)] += 1;
      return true;
    },
    clear(serial: number, name: MarkName): void {
      const before = marks[serial] ?? 0;
      if (!(before & mark[name])) return;
      marks[serial] = before & ~mark[name];
      counts[name][kind(serial)] -= 1;
    },
    plateOf: (serial: number): number => plates[serial] ?? -1,
    putOnPlate(serial: number, plate: number): void {
      room(serial);
      plates[serial] = plate;
    },
  };
}
