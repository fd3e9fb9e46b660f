import { arrayLiteral, type Executor } from '#lis/persistence';

export type StoredMessage = {
  id: number;
  instrumentId: number;
  laboratoryId: number;
  profileId: string;
  profileVersion: number;
  body: Buffer;
  receivedAt: number;
};
/** What became of a message; `reason` of an orphan is what it waits for: a plate's barcode, `tube:…` or `plated:…`. */
export type MessageState = {
  id: number;
  state: 'interpreted' | 'orphan' | 'parked';
  reason: string | null;
  /** id@version by which it was read */
  profile: string;
};

/** Locks the messages that are still to be interpreted; each comes with its instrument's profile as it is now. */
export async function takeMessages(tx: Executor, ids: readonly string[]): Promise<StoredMessage[]> {
  return tx<StoredMessage[]>`
    select m.id, m.instrument_id as "instrumentId", i.laboratory_id as "laboratoryId", i.profile_id as "profileId",
      i.profile_version as "profileVersion", m.body, m.received_at as "receivedAt"
    from instrument_message m join instrument i on i.id = m.instrument_id
    where m.id = any(${arrayLiteral([...ids])}::text::bigint[]) and m.state in ('stored', 'orphan')
    order by m.id for update of m`;
}

export async function settleMessages(tx: Executor, states: readonly MessageState[]): Promise<void> {
  await tx`
    update instrument_message m set state = s.state, reason = s.reason, profile = s.profile
    from unnest(
      ${arrayLiteral(states.map(({ id }) => id))}::text::bigint[],
      ${arrayLiteral(states.map(({ state }) => state))}::text::text[],
      ${arrayLiteral(states.map(({ reason }) => reason))}::text::text[],
      ${arrayLiteral(states.map(({ profile }) => profile))}::text::text[]) as s(id, state, reason, profile)
    where m.id = s.id`;
}
