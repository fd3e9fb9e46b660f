import { arrayLiteral, type Transaction } from '#lis/persistence';
import { Rejection } from '#lis/platform';

/**
 * Puts received single tubes of this laboratory into a batch, in their order. A tube with several people is a pool already,
 * and pools of pools are refused; a tube stands in one batch (Beijing 2022).
 * @throws Rejection 409 `specimens-not-free`, naming codes with what they are instead
 */
export async function takeSpecimens(
  tx: Transaction,
  batch: { batchId: number; sweepId: number; laboratoryId: number },
  codes: readonly string[],
): Promise<void> {
  const { batchId, sweepId, laboratoryId } = batch;
  const taken = await tx<{ code: string }[]>`
    insert into batch_specimen (sweep_id, batch_id, place, tube_id, code)
    select ${sweepId}, ${batchId}, k.place - 1, t.id, k.code
    from unnest(${arrayLiteral([...codes])}::text::text[]) with ordinality as k (code, place)
    join tube_code c on c.code = k.code
    join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
    where c.sweep_id = ${sweepId} and t.laboratory_id = ${laboratoryId} and t.state = 'received' and not t.held
      and t.member_count = 1
    -- two batches that are entered at once wait for one another in one order
    order by t.id
    on conflict do nothing returning code`;
  if (taken.length === codes.length) return;
  const isTaken = new Set(taken.map(({ code }) => code));
  const left = codes.filter((code) => !isTaken.has(code));
  const found = await tx<{ code: string; state: string }[]>`
    select k.code, case when t.id is null then 'unknown' when t.sweep_id <> ${sweepId} then 'another-sweep'
      when t.held then 'held' when t.laboratory_id is distinct from ${laboratoryId} then 'another-laboratory'
      when t.member_count <> 1 then 'pool' when t.state <> 'received' then t.state else 'in-another-batch' end as state
    from unnest(${arrayLiteral(left)}::text::text[]) as k (code)
    left join tube_code c on c.code = k.code left join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id`;
  throw new Rejection(409, 'specimens-not-free', {
    specimens: found.map(({ code, state }) => ({ code, state })),
  });
}
