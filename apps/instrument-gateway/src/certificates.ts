import { X509Certificate } from 'node:crypto';
import { isExpiringSoon, momentText, parseCertificateTime } from '#lis/domain';
import { askAttention, type Db, type Executor, writeAudit } from '#lis/persistence';
import type { Clock } from '#lis/platform';

type Of = { db: Db; clock: Clock };
const by = { actor: 'system:gateway', origin: 'gateway' };

/**
 * Keeps the expiry that an instrument's certificate showed, and asks a person for a new one, once per certificate,
 * when it ends within 30 days. Certificates end in the machine's time, also those of a drill's instruments.
 */
export async function noteCertificate(
  { db, clock }: Of,
  instrumentId: number,
  expiresAt: number,
): Promise<void> {
  const now = clock.now('real');
  const at = momentText(expiresAt);
  const subject = `instrument:${instrumentId}`;
  const sweepId = Math.sign(instrumentId);
  await db.begin(async (tx) => {
    const seen = await tx`
      update instrument set certificate_expires_at = ${at}::text::timestamptz
      where id = ${instrumentId} and certificate_expires_at is distinct from ${at}::text::timestamptz`;
    if (seen.count > 0)
      await writeAudit(tx, [
        { at: now, sweepId: null, ...by, action: 'certificate-seen', subject, detail: { expiresAt: at } },
      ]);
    if (!isExpiringSoon(expiresAt, now)) return;
    const reported = await tx`
      update instrument set certificate_reported_for = ${at}::text::timestamptz
      where id = ${instrumentId} and certificate_reported_for is distinct from ${at}::text::timestamptz`;
    if (reported.count > 0)
      await askAttention(tx, [
        { sweepId, code: 'certificate-expiring', subject, detail: { expiresAt: at }, at: now },
      ]);
  });
}

/** The gateway's own certificate, at its start: the same task, once while it is open. `pem`: of the certificate. */
export async function noteOwnCertificate({ db, clock }: Of, pem: Buffer): Promise<void> {
  const now = clock.now('real');
  const expiresAt = parseCertificateTime(new X509Certificate(pem).validTo);
  if (!isExpiringSoon(expiresAt, now)) return;
  const detail = { expiresAt: momentText(expiresAt) };
  await db.begin((tx) =>
    askOnce(tx, { code: 'certificate-expiring', subject: 'gateway:mllp', detail, at: now }),
  );
}

/** A connection was refused for its certificate: an audit row and, once while it is open, a task. */
export async function noteRefusal({ db, clock }: Of, address: string, reason: string): Promise<void> {
  const at = clock.now('real');
  const subject = `address:${address}`;
  await db.begin(async (tx) => {
    await writeAudit(tx, [
      { at, sweepId: null, ...by, action: 'connection-refused', subject, detail: { reason } },
    ]);
    await askOnce(tx, { code: 'certificate-refused', subject, detail: { reason }, at });
  });
}

type Task = { code: string; subject: string; detail: Record<string, unknown>; at: number };
async function askOnce(tx: Executor, task: Task): Promise<void> {
  const [open] = await tx`
    select 1 from attention
    where sweep_id = 1 and code = ${task.code} and subject = ${task.subject} and closed_at is null limit 1`;
  if (!open) await askAttention(tx, [{ sweepId: 1, ...task }]);
}
