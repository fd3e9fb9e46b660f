import { type AuditRow, writeAudit } from '#lis/persistence';
import { type Context, Rejection } from '#lis/platform';
import type { SharedThrottle } from '../hardening/index.js';

const windowMs = 60_000;
/** rows in a window of what strangers do, in this process: a flood from many addresses fills no audit either */
const rowsPerWindow = 300;

/**
 * Bounds the rows of the audit that attempts to log in write: each subject once in a window when `once`, and all of them
 * together. What was left out is said by one row, `log-ins-not-listed`; what locks an account is never left out.
 */
export function auditWindow() {
  let until = 0;
  let rows = 0;
  const subjects = new Set<string>();
  return {
    /** Which of the rows are to be written. `machine`: epoch ms of the machine. */
    admit(row: AuditRow, machine: number, once?: string): AuditRow[] {
      if (until <= machine) {
        until = machine + windowMs;
        rows = 0;
        subjects.clear();
      }
      if (once !== undefined && subjects.has(once)) return [];
      rows++;
      if (rows > rowsPerWindow + 1) return [];
      if (once !== undefined) subjects.add(once);
      if (rows <= rowsPerWindow) return [row];
      return [{ ...row, origin: 'many', action: 'log-ins-not-listed', detail: { seconds: windowMs / 1000 } }];
    },
  };
}

/** One for every attempt of this process. */
export const strangersRows = auditWindow();

/**
 * An address is refused unheard: one row for a window of a minute, however often it tries. `wait`: seconds.
 * @throws Rejection 429 log-in-too-often, always
 */
export async function refuseThrottled(
  context: Context,
  throttle: SharedThrottle,
  origin: string,
  wait: number,
): Promise<never> {
  if (throttle.tells(origin)) await auditThrottle(context, origin);
  throw new Rejection(429, 'log-in-too-often', {}, wait);
}

async function auditThrottle({ db, clock }: Context, origin: string): Promise<void> {
  const row: AuditRow = {
    ...{ at: clock.now('real'), sweepId: null, actor: 'system:log-in', origin },
    ...{ action: 'log-in-throttled', subject: 'account:unknown', detail: { seconds: windowMs / 1000 } },
  };
  await writeAudit(db, strangersRows.admit(row, clock.machine()));
}
