import { withPause } from '#lis/domain';
import { type AuditRow, writeAudit } from '#lis/persistence';
import type { Context } from '#lis/platform';
import type { Contact } from './follow-contacts.js';
import { closeSilence, lockContacts, type StoredContact, updateContacts } from './contacts.queries.js';

/**
 * Writes what was heard since the last time, in one transaction: last contacts and pauses, and of those that were told
 * silent that they speak again, whose tasks close. Several gateways may hear the same instrument.
 */
export async function writeContacts(
  { db, clock }: Context,
  heard: ReadonlyMap<number, Contact>,
): Promise<void> {
  const ids = [...heard.keys()].sort((a, b) => a - b);
  await db.begin(async (tx) => {
    // never long in the way of messages
    await tx`set local statement_timeout = '2s'`;
    const stored = await lockContacts(tx, ids);
    const written = stored.map((known) => after(known, heard.get(known.instrumentId)));
    await updateContacts(tx, written);
    const spoke = stored.filter(({ silentSince }) => silentSince !== null);
    if (spoke.length === 0) return;
    const nowOf = (id: number) => clock.now(id < 0 ? 'drill' : 'real');
    await closeSilence(
      tx,
      spoke.map(({ instrumentId }) => ({ instrumentId, at: nowOf(instrumentId) })),
    );
    await writeAudit(
      tx,
      spoke.map(({ instrumentId }): AuditRow => ({
        at: nowOf(instrumentId),
        sweepId: null,
        actor: 'system:gateway',
        origin: 'gateway',
        action: 'instrument-heard-again',
        subject: `instrument:${instrumentId}`,
      })),
    );
  });
}

/** A first contact ends no pause. */
function after(known: StoredContact, heard: Contact | undefined): StoredContact {
  if (heard === undefined) return known;
  const { instrumentId, lastHeardAt } = known;
  let pausesMs: readonly number[] = known.pausesMs;
  if (lastHeardAt !== null) pausesMs = withPause(pausesMs, heard.firstAt - lastHeardAt);
  for (const pause of heard.pausesMs) pausesMs = withPause(pausesMs, pause);
  return { instrumentId, lastHeardAt: heard.lastAt, pausesMs, silentSince: null };
}
