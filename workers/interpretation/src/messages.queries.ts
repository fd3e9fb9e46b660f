import { arrayLiteral, type Executor } from '#lis/persistence';

export type StoredMessage = {
  id: number;
  instrumentId: number;
  laboratoryId: number;
  profileId: string;
  profileVersion: number;
  body: Buffer;
  receivedAt: number;
  /** it was interpreted before: it waited, or is replayed */
  isAgain: boolean;
};
/** What became of a message; `reason` of an orphan is what it waits for: a plate's barcode, `tube:…` or `plated:…`. */
export type MessageState = {
  id: number;
  state: 'interpreted' | 'orphan' | 'parked';
  reason: string | null;
  /** id@version by which it was read */
  profile: string;
  /** what was odd about it, as codes */
  notes: readonly string[];
};

/** Locks the messages that are still to be interpreted; each comes with its instrument's profile as it is now. */
export async function takeMessages(tx: Executor, ids: readonly string[]): Promise<StoredMessage[]> {
  return tx<StoredMessage[]>`
    select m.id, m.instrument_id as "instrumentId", i.laboratory_id as "laboratoryId", i.profile_id as "profileId",
      i.profile_version as "profileVersion", m.body, m.received_at as "receivedAt",
      m.profile is not null as "isAgain"
    from instrument_message m join instrument i on i.id = m.instrument_id
    where m.id = any(${arrayLiteral([...ids])}::text::bigint[]) and m.state in ('stored', 'orphan')
    order by m.id for update of m`;
}

export async function settleMessages(tx: Executor, states: readonly MessageState[]): Promise<void> {
  await tx`
    update instrument_message m set state = s.state, reason = s.reason, profile = s.profile, notes = s.notes::text[]
    from unnest(
      ${arrayLiteral(states.map(({ id }) => id))}::text::bigint[],
      ${arrayLiteral(states.map(({ state }) => state))}::text::text[],
      ${arrayLiteral(states.map(({ reason }) => reason))}::text::text[],
      ${arrayLiteral(states.map(({ profile }) => profile))}::text::text[],
      ${arrayLiteral(states.map(({ notes }) => arrayLiteral([...notes])))}::text::text[]) as s(id, state, reason, profile, notes)
    where m.id = s.id`;
}
