import { type Actor, type Context } from '#lis/platform';

const writtenEveryMs = 30_000;
const header = 'x-unsent-tubes';

type Request = { headers: Record<string, unknown>; actor?: Actor };

/**
 * Notes when a tablet was here and how many sealed tubes it still holds, by the header `x-unsent-tubes` of any of its
 * requests: at most once in 30 s of the machine for a tablet, after its answer has left. Answers when it is written.
 */
export function followContacts({ db, clock }: Context) {
  const written = new Map<number, number>();
  return async ({ headers, actor }: Request): Promise<void> => {
    if (actor?.kind !== 'device') return;
    const said = headers[header];
    if (typeof said !== 'string' || !/^\d{1,9}$/.test(said)) return;
    const machine = clock.machine();
    if (machine - (written.get(actor.id) ?? -Infinity) < writtenEveryMs) return;
    if (written.size > 50_000) written.clear();
    written.set(actor.id, machine);
    await db`
      update tablet set last_contact_at = ${clock.now(actor.realm)}, unsent_count = ${Number(said)}
      where actor_id = ${actor.id}`;
  };
}
