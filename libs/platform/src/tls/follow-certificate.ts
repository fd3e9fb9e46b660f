import { setTimeout as sleep } from 'node:timers/promises';
import { askAttention, failureCode } from '#lis/persistence';
import type { Context } from '../context.js';
import { followFiles, lookEachMs } from './follow-files.js';

type Followed = {
  /** how the task and the log name it */
  subject: string;
  files: readonly string[];
  /** reads the files and puts them to use; throws for files that cannot be used, before anything changed */
  renew: () => void | Promise<void>;
  /** events and codes, never bytes of a file */
  warn: (event: string, detail: Record<string, unknown>) => void;
  everyMs?: number;
};
const code = 'certificate-unusable';

/**
 * Puts a certificate to use again when its files change; open connections go on under the old one. Files that cannot be
 * used leave the old one at work, warn, and ask a person once; the task is closed when files come that can be used.
 */
export function followCertificate(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { subject, files, renew, warn, everyMs = lookEachMs }: Followed,
): { stop(): void } {
  const ask = () =>
    db.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext(${`attention ${code} ${subject}`}))`;
      const [open] = await tx`
        select 1 from attention
        where sweep_id is null and code = ${code} and subject = ${subject} and closed_at is null limit 1`;
      if (!open) await askAttention(tx, [{ sweepId: null, code, subject, at: clock.now('real') }]);
    });
  const close = () => db`
    update attention set closed_at = ${clock.now('real')}, closed_by = 'system:certificates'
    where sweep_id is null and code = ${code} and subject = ${subject} and closed_at is null`;
  const changed = async () => {
    try {
      try {
        await renew();
      } catch {
        // key and certificate are two files: the second may still be under way
        await sleep(everyMs, undefined, { ref: false });
        await renew();
      }
    } catch (error) {
      warn(code, { subject, code: failureCode(error) ?? 'unknown' });
      return ask();
    }
    warn('certificate-renewed', { subject });
    await close();
  };
  const tried = () => changed().catch(() => warn('certificate-task-not-stored', { subject }));
  return followFiles(files, tried, everyMs);
}
