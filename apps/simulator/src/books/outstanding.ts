export type Outstanding = ReturnType<typeof keepOutstanding>;

/**
 * What was asked of the product and not yet seen to be done: a plate whose results were sent, a release that is not
 * yet reported, an abnormal report whose re-collections are not yet listed. In the order of the drill's time.
 */
export function keepOutstanding() {
  const open = new Map<string, number>();
  let changedAt = performance.now();
  const touch = () => (changedAt = performance.now());
  return {
    begin(key: string, at: number): void {
      if (open.has(key)) return;
      open.set(key, at);
      touch();
    },
    end(key: string): void {
      if (open.delete(key)) touch();
    },
    has: (key: string) => open.has(key),
    touch,
    size: () => open.size,
    plates(): number {
      let count = 0;
      for (const key of open.keys()) if (key.startsWith('plate:')) count += 1;
      return count;
    },
    /** drill time of the oldest; Infinity when there is none */
    oldest(): number {
      for (const at of open.values()) return at;
      return Infinity;
    },
    /** real milliseconds since anything began or ended */
    quietMs: () => performance.now() - changedAt,
    some: (count: number): string[] => [...open.keys()].slice(0, count),
    /** lets everything go: the product was given up on */
    abandon(): void {
      open.clear();
      touch();
    },
  };
}
