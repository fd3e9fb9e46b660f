import type { ReceiveBoxAnswer, ReceiveBoxRequest } from '#lis/contracts';
import { momentText, normaliseTubeCode } from '#lis/domain';
import {
  addTallies,
  arrayLiteral,
  askAttention,
  type TallyRow,
  type Transaction,
  writeAudit,
} from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { catchUpWithBoxes } from './join-boxes.js';

type Answer = z.infer<typeof ReceiveBoxAnswer>;
type Box = { id: string; sweepId: number; laboratoryId: number; receivedAt: number | null };

/**
 * A box is opened at the laboratory: what is in it is scanned, what is unfit is rejected with a reason, what is
 * not in it is missing, what should not be in it is extra. The receiver's own count is kept beside. Received
 * again: the first answer.
 */
export async function receiveBox(
  context: Context,
  actor: Actor,
  request: ReceiveBoxRequest,
): Promise<Answer> {
  const { told, moved } = await write(context, actor, request);
  // again after the commit: who registered meanwhile was not seen
  const codes = request.tubeCodes.map(normaliseTubeCode).filter((code) => !moved.has(code));
  await catchUpWithBoxes(context, actor.realm, codes);
  return told;
}

type Written = { told: Answer; moved: ReadonlySet<string> };

function write({ db, clock }: Context, actor: Actor, request: ReceiveBoxRequest): Promise<Written> {
  const at = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const [box] = await tx<Box[]>`
      select id, sweep_id as "sweepId", laboratory_id as "laboratoryId", received_at as "receivedAt"
      from box where code = ${request.code} for update`;
    if (!box || box.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'box-unknown');
    if (actor.laboratoryId !== box.laboratoryId) throw new Rejection(403, 'box-of-another-laboratory');
    if (box.receivedAt !== null) return { told: await answer(tx, box, 'replayed'), moved: new Set() };
    await noteArrivals(tx, box, request);
    const moved = await moveTubes(tx, box, at);
    await tx`
      update box set received_at = ${at}, received_by = ${actor.name}, counted_at_receipt = ${request.countedTubes}
      where id = ${box.id}`;
    const told = await answer(tx, box, 'received');
    const counts = {
      counted: request.countedTubes,
      received: told.received,
      rejected: told.rejected,
      missing: told.missing.length,
      extra: told.extra.length,
    };
    const subject = `box:${box.id}`;
    await writeAudit(tx, [
      {
        at,
        sweepId: box.sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'box-received',
        subject,
        detail: counts,
      },
    ]);
    if (told.missing.length > 0 || told.extra.length > 0) {
      const detail = { missing: told.missing, extra: told.extra };
      await askAttention(tx, [{ sweepId: box.sweepId, code: 'box-differs', subject, detail, at }]);
    }
    return { told, moved };
  });
}

async function noteArrivals(tx: Transaction, box: Box, request: ReceiveBoxRequest): Promise<void> {
  const reasons = new Map(request.rejected.map(({ code, reason }) => [normaliseTubeCode(code), reason]));
  const codes = [...new Set([...request.tubeCodes.map(normaliseTubeCode), ...reasons.keys()])];
  await tx`
    insert into box_tube (sweep_id, box_id, code, arrival, reject_reason)
    select ${box.sweepId}, ${box.id}::uuid, code, case when reason is null then 'extra' else 'rejected' end, reason
    from unnest(
      ${arrayLiteral(codes)}::text::text[],
      ${arrayLiteral(codes.map((code) => reasons.get(code) ?? null))}::text::text[]) as c (code, reason)
    on conflict (sweep_id, box_id, code) do update
      set arrival = case when excluded.reject_reason is null then 'received' else 'rejected' end,
        reject_reason = excluded.reject_reason`;
  await tx`
    update box_tube set arrival = 'missing'
    where sweep_id = ${box.sweepId} and box_id = ${box.id} and arrival is null`;
}

/** Answers the codes of the tubes that moved. */
async function moveTubes(tx: Transaction, box: Box, at: number): Promise<Set<string>> {
  const moved = await tx<
    { code: string; siteId: number; purpose: string; members: number; arrival: string }[]
  >`
    with arrived as (
      select t.sweep_id, t.id, b.arrival, b.reject_reason from box_tube b
      join tube_code c on c.code = b.code and c.sweep_id = b.sweep_id
      join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      where b.sweep_id = ${box.sweepId} and b.box_id = ${box.id} and b.arrival <> 'missing'
        and t.state in ('sealed', 'handed-over')
      order by t.id for update of t)
    update tube t set state = case when a.arrival = 'rejected' then 'rejected' else 'received' end,
      box_id = ${box.id}::uuid, laboratory_id = ${box.laboratoryId}, received_at = ${momentText(at)}::text::timestamptz,
      reject_reason = a.reject_reason
    from arrived a where t.sweep_id = a.sweep_id and t.id = a.id
    returning t.code, t.site_id as "siteId", t.purpose, t.member_count as members, a.arrival`;
  const rows = new Map<number, { tubes: number; people: number }>();
  for (const { siteId, purpose, members, arrival } of moved) {
    if (purpose !== 'screening' || arrival === 'rejected') continue;
    const sum = rows.get(siteId) ?? { tubes: 0, people: 0 };
    rows.set(siteId, { tubes: sum.tubes + 1, people: sum.people + members });
  }
  await addTallies(
    tx,
    [...rows].flatMap(([siteId, { tubes, people }]): TallyRow[] => {
      const common = { sweepId: box.sweepId, siteId, residenceId: null, at };
      return [
        { ...common, metric: 'received', n: tubes },
        { ...common, metric: 'received-people', n: people },
      ];
    }),
  );
  return new Set(moved.map(({ code }) => code));
}

async function answer(tx: Transaction, box: Box, outcome: Answer['outcome']): Promise<Answer> {
  const [row] = await tx<Omit<Answer, 'outcome'>[]>`
    select count(*) filter (where b.arrival in ('received', 'extra'))::int as received,
      count(*) filter (where b.arrival = 'rejected')::int as rejected,
      coalesce(array_agg(b.code) filter (where b.arrival = 'missing'), '{}') as missing,
      coalesce(array_agg(b.code) filter (where b.arrival = 'extra'), '{}') as extra,
      coalesce(array_agg(b.code) filter (where c.tube_id is null), '{}') as unregistered
    from box_tube b left join tube_code c on c.code = b.code
    where b.sweep_id = ${box.sweepId} and b.box_id = ${box.id}`;
  if (!row) throw new Rejection(404, 'box-unknown');
  return { outcome, ...row };
}
