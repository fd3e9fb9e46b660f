import type { Executor } from './connection.js';

export type ReportFormat = 'json' | 'elr' | 'fhir';
export type Recipient = {
  id: number;
  url: string;
  /** sent as a bearer token where one is set */
  secret: string;
  format: ReportFormat;
  receivingApplication: string;
  receivingFacility: string;
  /** PEM; '': those that the system trusts */
  certificateAuthority: string;
  /** newest first; sealed, bound to `recipient_secret:<recipient>:<number>`; as base64 */
  signingSecrets: { number: number; secret: string; dataKeyId: number }[];
};

/** Everybody who receives reports, of both realms. */
export async function listRecipients(db: Executor): Promise<Recipient[]> {
  return db<Recipient[]>`
    select r.id, r.url, r.secret, r.format, r.receiving_application as "receivingApplication",
      r.receiving_facility as "receivingFacility", r.certificate_authority as "certificateAuthority",
      coalesce((
        select jsonb_agg(jsonb_build_object('number', s.number, 'secret', translate(encode(s.secret, 'base64'), e'\\n', ''),
          'dataKeyId', s.data_key_id) order by s.number desc)
        from recipient_secret s where s.recipient_id = r.id), '[]') as "signingSecrets"
    from recipient r order by r.id`;
}

/**
 * Adds a sealed secret of a recipient and drops all but the one before it. `seal` is given the number that the
 * value must be bound to. Gives the number, or undefined when there is no such recipient in the realm.
 */
export async function addRecipientSecret(
  db: Executor,
  recipientId: number,
  at: number,
  seal: (number: number) => { secret: Uint8Array; dataKeyId: number },
): Promise<number | undefined> {
  const [known] = await db`select 1 from recipient where id = ${recipientId} for no key update`;
  if (!known) return undefined;
  const [row] = await db<{ next: number }[]>`
    select coalesce(max(number), 0) + 1 as next from recipient_secret where recipient_id = ${recipientId}`;
  const next = row?.next ?? 1;
  const { secret, dataKeyId } = seal(next);
  await db`
    insert into recipient_secret (recipient_id, number, secret, data_key_id, made_at)
    values (${recipientId}, ${next}, ${Buffer.from(secret)}, ${dataKeyId}, ${at})`;
  await db`delete from recipient_secret where recipient_id = ${recipientId} and number < ${next - 1}`;
  return next;
}
