/** A sealed tube that waits for its receipt, or whose refusal a person must look at. */
export type Entry = {
  /** the tube's id; UUIDv7, so that the order of ids is the order of sealing */
  id: string;
  sweepId: number;
  code: string;
  members: number;
  /** the line of the request as it was made once: every sending carries the same bytes */
  body: string;
  /** 0: waiting; otherwise kept on the screen, and not sent by itself again */
  refused: 0 | 1;
  /** why it was refused */
  reason?: string;
};

/** What the tablet sealed in a sweep and what was acknowledged to it: the sender's side of conservation (law 6). */
export type Totals = {
  sweepId: number;
  sealedTubes: number;
  sealedMembers: number;
  acknowledgedTubes: number;
};

/** Where entries are kept through a crash. Every function is one transaction. */
export type OutboxStore = {
  /** Adds an entry and counts it; an id that is there already changes nothing. */
  add(entry: Entry): Promise<void>;
  /** The first waiting entries in the order of sealing. */
  waiting(limit: number): Promise<Entry[]>;
  /** Every entry in the order of sealing. */
  all(): Promise<Entry[]>;
  /** Takes out what was acknowledged, counting each entry that was still there, and marks what was refused. */
  settle(acknowledged: readonly string[], refused: readonly { id: string; reason: string }[]): Promise<void>;
  /** Lets a refused entry be sent again. */
  retry(id: string): Promise<void>;
  totals(): Promise<Totals[]>;
};
