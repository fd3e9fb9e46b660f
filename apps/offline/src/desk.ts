/** What a command may touch: files by their names (`-` is what is piped in), and where its lines go. */
export type Desk = {
  /** @throws InputRefusal when there is no such file */
  readonly read: (file: string) => Buffer;
  readonly write: (file: string, text: string) => void;
  /** the answer, as it stands */
  readonly print: (text: string) => unknown;
  /** remarks about the answer, and refusals: never mixed with it */
  readonly warn: (line: string) => unknown;
  /** milliseconds that only go forward: the guard of a search's budget */
  readonly now: () => number;
};
