import { LabRuleViolation } from '#lis/domain';
import type { Desk } from './desk.js';
import { InputRefusal } from './input/input-refusal.js';

/** Runs a command; what its input breaks becomes one line and status 2. Defects are thrown on. */
export async function runCommand(desk: Desk, command: () => Promise<void> | void): Promise<0 | 2> {
  try {
    await command();
    return 0;
  } catch (error) {
    if (error instanceof InputRefusal) desk.warn(error.message);
    else if (error instanceof LabRuleViolation) desk.warn(`${error.code} ${JSON.stringify(error.details)}`);
    else throw error;
    return 2;
  }
}
