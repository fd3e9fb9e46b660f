import { arrayLiteral, type Executor } from '#lis/persistence';

export type StoredMessage = { id: number; instrumentId: number; body: Buffer; receivedAt: number };
/** What became of a message; `reason` of an orphan is the plate's barcode that nobody has laid out yet. */
export type MessageState = {
  id: number;
  state: 'interpreted' | 'orphan' | 'parked';
  reason: string | null;
};

/** Locks the messages that are still to be interpreted. */
export async function takeMessages(tx: Executor, ids: readonly string[]): Promise<StoredMessage[]> {
  return tx<StoredMessage[]>`
    select id, instrument_id as "instrumentId", body, received_at as "receivedAt" from instrument_message
    where id = any(${arrayLiteral([...ids])}::text::bigint[]) and state in ('stored', 'orphan')
      and instrument_id is not null
    order by id for update`;
}

export async function settleMessages(tx: Executor, states: readonly MessageState[]): Promise<void> {
  await tx`
    update instrument_message m set state = s.state, reason = s.reason
    from unnest(
      ${arrayLiteral(states.map(({ id }) => id))}::text::bigint[],
      ${arrayLiteral(states.map(({ state }) => state))}::text::text[],
      ${arrayLiteral(states.map(({ reason }) => reason))}::text::text[]) as s(id, state, reason)
    where m.id = s.id`;
}
