/** The end of a chain at a moment, kept outside the database: what was sealed then must be there for ever. */
export type Checkpoint = {
  chain: number;
  /** of the chain's last block */
  number: number;
  /** of that block, in hex */
  hash: string;
  /** rows of the chain up to there */
  count: number;
  /** epoch ms */
  at: number;
};

/** One line of the checkpoints' file, without its end. */
export const checkpointLine = ({ chain, number, hash, count, at }: Checkpoint): string =>
  JSON.stringify({ chain, number, hash, count, at });

/** Undefined for what is no checkpoint: the last line of a process that was killed while it wrote. */
export function readCheckpoint(line: string): Checkpoint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { chain, number, hash, count, at } = value as Record<string, unknown>;
  const whole = [chain, number, count, at].every(Number.isSafeInteger);
  if (!whole || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  return { chain, number, hash, count, at } as Checkpoint;
}
