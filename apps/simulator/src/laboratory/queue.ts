/** Tubes that stand in the rack in the order in which they came. */
export type Rack = ReturnType<typeof emptyRack>;

export function emptyRack() {
  let serials: number[] = [];
  let since: number[] = [];
  return {
    add(serial: number, at: number): void {
      serials.push(serial);
      since.push(at);
    },
    size: () => serials.length,
    /** since when the first has been waiting; Infinity when nothing is there */
    oldest: () => since[0] ?? Infinity,
    take(count: number): number[] {
      const taken = serials.slice(0, count);
      serials = serials.slice(count);
      since = since.slice(count);
      return taken;
    },
  };
}
