import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { arrayLiteral, type Transaction } from '#lis/persistence';
import { type Actor, type Context, seal } from '#lis/platform';

export type Remark = {
  about: 'case-step' | 'conflict' | 'correction' | 'merge' | 'names-read';
  text: string;
  /** whom it may name: it is erased when none of them is needed any more */
  personIds?: readonly number[];
  tubeIds?: readonly string[];
};

/**
 * Stores what a person wrote, sealed, in the transaction of what it is the reason of. Gives what the audit may hold of it
 * (law 8): the id, and SHA-256 of the salt in hex, a line feed and the text; the salt lies in the sealed value.
 */
export async function writeRemark(
  tx: Transaction,
  { keys, clock }: Pick<Context, 'keys' | 'clock'>,
  actor: Pick<Actor, 'id' | 'realm'>,
  { about, text, personIds = [], tubeIds = [] }: Remark,
): Promise<{ remark: string; commitment: string }> {
  const id = randomUUID();
  const salt = randomBytes(16).toString('hex');
  // the key may change between sealing and the writing of its id: one copy for both
  const ring = { ...keys };
  const body = seal(ring, actor.realm, JSON.stringify({ text, salt }), `remark:${id}`);
  await tx`
    insert into remark (id, written_by, about, person_ids, tube_ids, body, data_key_id, written_at)
    values (${id}, ${actor.id}, ${about}, ${arrayLiteral(personIds)}::text::bigint[],
      ${arrayLiteral(tubeIds)}::text::uuid[], ${body}, ${ring[actor.realm].dataKeyId}, ${clock.now(actor.realm)})`;
  return { remark: id, commitment: createHash('sha256').update(`${salt}\n${text}`).digest('hex') };
}
