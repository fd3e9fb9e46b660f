import { LabRuleViolation } from '../errors/lab-rule-violation.js';

/** The states of a thing and the moves between them, as a table (law 10). */
export interface Lifecycle<State extends string> {
  readonly name: string;
  readonly initial: State;
  /** From every state to the states that may follow. */
  readonly moves: Readonly<Record<State, readonly State[]>>;
  /** States that nothing follows, named so that a forgotten move shows in the test. */
  readonly terminal: readonly State[];
}

/** Whether a thing of this lifecycle may move from one state to another; staying is no move. */
export function mayMove<State extends string>(lifecycle: Lifecycle<State>, from: State, to: State): boolean {
  return lifecycle.moves[from].includes(to);
}

/** Throws `lifecycle-move-refused` unless `mayMove`. */
export function requireMove<State extends string>(lifecycle: Lifecycle<State>, from: State, to: State): void {
  if (!mayMove(lifecycle, from, to)) {
    throw new LabRuleViolation('lifecycle-move-refused', { lifecycle: lifecycle.name, from, to });
  }
}
