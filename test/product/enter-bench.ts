import { demoKit } from '#lis/domain';
import { tokenHash } from '#lis/platform';
import type { Product } from './open-product.js';

export const laboratoryCode = 'lab-bench';

/** A technician of the laboratory, the kit, and a recipient of every kind of report. Gives the technician's token. */
export async function enterBench(
  { database, sweep }: Pick<Product, 'database' | 'sweep'>,
  recipientUrl: string,
): Promise<string> {
  const { owner } = database;
  const token = 'technician-of-the-prove-0123456789';
  await owner`
    insert into kit (id, version, definition)
    values (${demoKit.id}, ${demoKit.version}, ${JSON.stringify(demoKit)}::text::jsonb)`;
  await owner`
    insert into actor (id, kind, role, name, laboratory_id)
    values (-102, 'staff', 'technician', 'technician', -101)`;
  await owner`
    insert into credential (token_hash, actor_id, issued_at) values (${tokenHash(token)}, -102, ${sweep.sealedAt})`;
  await owner`
    insert into recipient (id, name, url, kinds) values (-101, 'authority', ${recipientUrl},
      '{abnormal-tube,retest,correction,negative-feed}')`;
  return token;
}
