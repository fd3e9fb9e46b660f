import type { CreateRecipientsRequest } from '#lis/contracts';
import type { Transaction } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';

type Recipient = z.infer<typeof CreateRecipientsRequest>['recipients'][number];
const change = { action: 'recipients-created', subject: () => 'recipients' };

/**
 * Recipients by name; a known name gets another address and other kinds. Its format and receiver stay, and
 * whether it is reached over MLLP, whose messages ask for an acknowledgement: a delivery under way is repeated byte for byte (law 7).
 * @throws Rejection 409 `recipient-format-fixed`
 */
export function createRecipients(context: Context, actor: Actor, recipients: readonly Recipient[]) {
  return administer(context, actor, change, async (tx) => {
    const ids: number[] = [];
    for (const recipient of recipients) {
      ids.push((await changeKnown(tx, actor, recipient)) ?? (await enter(tx, actor, recipient)));
    }
    return { ids };
  });
}

async function changeKnown(tx: Transaction, actor: Actor, recipient: Recipient) {
  const { name, url, kinds, format, receivingApplication, receivingFacility } = recipient;
  const [known] = await tx<{ id: number; same: boolean }[]>`
    select id, format = ${format} and receiving_application = ${receivingApplication}
      and receiving_facility = ${receivingFacility} and (url ~ '^mllps?:') = ${/^mllps?:/.test(url)} as same
    from recipient where name = ${name} and (id < 0) = ${actor.id < 0} for no key update`;
  if (!known) return undefined;
  if (!known.same) throw new Rejection(409, 'recipient-format-fixed', { name });
  await tx`
    update recipient set url = ${url}, kinds = ${kinds}, certificate_authority = ${recipient.certificateAuthority ?? ''}
    where id = ${known.id}`;
  return known.id;
}

async function enter(tx: Transaction, actor: Actor, recipient: Recipient): Promise<number> {
  const { name, url, kinds, format, receivingApplication, receivingFacility } = recipient;
  const [made] = await tx<{ id: number }[]>`
    insert into recipient (id, name, url, kinds, format, receiving_application, receiving_facility, certificate_authority)
    values (nextval(${`${actor.realm}_id`}::regclass), ${name}, ${url}, ${kinds}, ${format}, ${receivingApplication},
      ${receivingFacility}, ${recipient.certificateAuthority ?? ''})
    returning id`;
  return made?.id ?? 0;
}
