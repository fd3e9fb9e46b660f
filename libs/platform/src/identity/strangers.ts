/** How long an unknown token is answered from memory, ms: a credential that is made just then waits no longer. */
const rememberedMs = 2000;
/** unknown tokens of one address in a second that are looked up; a site that mistypes stays far below */
const lookedUpPerSecond = 50;
/** entries of either memory: 10,000 are a few MB */
const atMost = 10_000;

/**
 * Tokens that nobody has, and the addresses that try them: kept apart from the known ones, so that a flood of
 * forged tokens pushes nobody out, and bounded, so that it fills no memory and asks the database rarely.
 */
export function watchStrangers() {
  const unknown = new Map<string, number>();
  const tries = new Map<string, { second: number; count: number }>();
  return {
    /** `machine`: ms of the machine's clock, here and below */
    isKnownAsUnknown: (key: string, machine: number) => (unknown.get(key) ?? -Infinity) > machine,
    /** Counts a token that is not known yet; true when the address has tried too many in this second. */
    isLoud(address: string, machine: number): boolean {
      const second = Math.floor(machine / 1000);
      const tried = tries.get(address);
      if (tried?.second === second) return ++tried.count > lookedUpPerSecond;
      if (tries.size >= atMost) tries.clear();
      tries.set(address, { second, count: 1 });
      return false;
    },
    /** The token was somebody's after all. */
    forgive(address: string): void {
      const tried = tries.get(address);
      if (tried) tried.count--;
    },
    note(key: string, machine: number): void {
      if (unknown.size >= atMost) unknown.clear();
      unknown.set(key, machine + rememberedMs);
    },
    size: () => unknown.size + tries.size,
  };
}

export const strangers = watchStrangers();
