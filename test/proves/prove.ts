export type ProveOrder = {
  /** the same seed makes the same choices; what the machine does in between is not repeatable */
  seed: string;
  /** a short form of the same, for `npm test` */
  small: boolean;
  /** how often something is killed, where a proof kills and is told */
  kills?: number;
  /** figures for the line that says ok */
  report: (figures: Record<string, unknown>) => void;
};

/** Null when everything held; else the first thing that did not, in words. */
export type Prove = (order: ProveOrder) => Promise<string | null>;
