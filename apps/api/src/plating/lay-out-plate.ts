import type { LayOutPlateAnswer, LayOutPlateRequest, WorklistWell } from '#lis/contracts';
import {
  layOutPlate as layOut,
  momentText,
  normaliseTubeCode,
  type PlateWell,
  STANDARD_TEMPLATE,
} from '#lis/domain';
import { arrayLiteral, type Executor, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { orderLaidOutPlate } from './send-plate.js';

type Answer = z.infer<typeof LayOutPlateAnswer>;
const otherRealm = ({ realm }: Actor) => (realm === 'real' ? 'drill' : 'real');
type NotFree = { code: string; state: string };

/**
 * Lays received tubes onto a plate with its controls, in the order they were scanned. Every tube must be
 * received at this laboratory and free (a result needs a received tube: Shuozhou 2022; a tube stands in one well
 * of one plate: Beijing 2022). Its worklist goes to its instrument, if that takes orders unasked. Sent again: the first
 * layout.
 */
export async function layOutPlate(
  { db, clock }: Context,
  actor: Actor,
  request: LayOutPlateRequest,
): Promise<Answer> {
  const at = clock.now(actor.realm);
  const codes = request.tubeCodes.map(normaliseTubeCode);
  return db.begin(async (tx) => {
    const laboratory = actor.laboratoryId;
    if (laboratory === null) throw new Rejection(403, 'credential-without-laboratory');
    if (request.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'kit-or-sweep-unknown');
    const inserted = await tx`
      insert into plate (sweep_id, id, barcode, laboratory_id, kit_id, kit_version, laid_out_by, laid_out_at)
      select ${request.sweepId}, ${request.id}, ${request.barcode}, ${laboratory}, id, version, ${actor.id}, ${at}
      from kit where id = ${request.kit.id} and version = ${request.kit.version}
        and exists (select from sweep where id = ${request.sweepId})
        -- what people of the other realm alone have confirmed is not this realm's kit
        and (not exists (select from kit_proposal p where p.realm = ${otherRealm(actor)} and p.id = kit.id
            and p.version = kit.version and p.confirmed_at is not null)
          or exists (select from kit_proposal p where p.realm = ${actor.realm} and p.id = kit.id
            and p.version = kit.version and p.confirmed_at is not null))
      on conflict do nothing`;
    if (inserted.count === 0) return replay(tx, laboratory, request);
    const layout = layOut({ tubes: codes, template: STANDARD_TEMPLATE });
    const tubes = await takeTubes(tx, request.sweepId, laboratory, codes, at);
    await insertWells(tx, request, layout.wells, tubes);
    await writeAudit(tx, [
      {
        at,
        sweepId: request.sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'plate-laid-out',
        subject: `plate:${request.id}`,
        detail: { tubes: codes.length, template: layout.template },
      },
    ]);
    const plate = { id: request.id, sweepId: request.sweepId, laboratoryId: laboratory };
    await orderLaidOutPlate(tx, actor, plate, request.instrumentSerial, at);
    return {
      outcome: 'laid-out' as const,
      barcode: request.barcode,
      wells: await readWells(tx, request.id, request.sweepId),
    };
  });
}

async function replay(tx: Transaction, laboratory: number, request: LayOutPlateRequest): Promise<Answer> {
  const [plate] = await tx<{ sweepId: number }[]>`
    select sweep_id as "sweepId" from plate
    where id = ${request.id} and barcode = ${request.barcode} and laboratory_id = ${laboratory}`;
  if (plate) {
    const wells = await readWells(tx, request.id, plate.sweepId);
    return { outcome: 'replayed', barcode: request.barcode, wells };
  }
  const [used] = await tx`select 1 from plate where barcode = ${request.barcode} or id = ${request.id}`;
  if (used) throw new Rejection(409, 'plate-barcode-in-use');
  throw new Rejection(404, 'kit-or-sweep-unknown');
}

/** Moves the tubes to `plated`; refuses the whole plate, naming the codes, when one of them may not be plated. */
async function takeTubes(
  tx: Transaction,
  sweepId: number,
  laboratoryId: number,
  codes: readonly string[],
  at: number,
): Promise<Map<string, string>> {
  const moved = await tx<{ code: string; id: string }[]>`
    with mine as (
      select t.sweep_id, t.id from tube_code c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      where c.code = any(${arrayLiteral([...codes])}::text::text[]) and t.sweep_id = ${sweepId}
        and t.laboratory_id = ${laboratoryId} and t.state = 'received' and not t.held
      order by t.id for update of t)
    update tube t set state = 'plated', plated_at = ${momentText(at)}::text::timestamptz
    from mine where t.sweep_id = mine.sweep_id and t.id = mine.id
    returning t.code, t.id`;
  const tubes = new Map(moved.map(({ code, id }) => [code, id]));
  if (tubes.size === codes.length) return tubes;
  const left = codes.filter((code) => !tubes.has(code));
  const found = await tx<NotFree[]>`
    select k.code, case when t.id is null then 'unknown' when t.sweep_id <> ${sweepId} then 'another-sweep'
      when t.held then 'held' when t.laboratory_id <> ${laboratoryId} then 'another-laboratory' else t.state end as state
    from unnest(${arrayLiteral(left)}::text::text[]) as k (code)
    left join tube_code c on c.code = k.code left join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id`;
  throw new Rejection(409, 'tubes-not-free', {
    tubes: found.map(({ code, state }) => ({ code, state })),
  });
}

async function insertWells(
  tx: Transaction,
  { id, sweepId, barcode }: LayOutPlateRequest,
  wells: readonly PlateWell[],
  tubes: ReadonlyMap<string, string>,
): Promise<void> {
  const prefix = { negative: 'NC', positive: 'PC', extraction: 'EC' } as const;
  await tx`
    insert into well (sweep_id, plate_id, well, kind, code, tube_id)
    select ${sweepId}, ${id}::uuid, * from unnest(
      ${arrayLiteral(wells.map(({ well }) => well))}::text::text[],
      ${arrayLiteral(wells.map((well) => (well.role === 'tube' ? 'sample' : `${well.kind}-control`)))}::text::text[],
      ${arrayLiteral(wells.map((well) => (well.role === 'tube' ? well.code : `${prefix[well.kind]}-${barcode}`)))}::text::text[],
      ${arrayLiteral(wells.map((well) => (well.role === 'tube' ? (tubes.get(well.code) ?? null) : null)))}::text::uuid[])`;
}

async function readWells(db: Executor, plateId: string, sweepId: number) {
  const wells = await db<z.infer<typeof WorklistWell>[]>`
    select well, kind, code from well where sweep_id = ${sweepId} and plate_id = ${plateId}
    order by substring(well, 2)::int, well`;
  return [...wells];
}

/** The worklist of a plate of this laboratory: codes, never names (law 11). */
export async function readWorklist({ db }: Context, actor: Actor, barcode: string) {
  const [plate] = await db<{ id: string; sweepId: number; laboratoryId: number }[]>`
    select id, sweep_id as "sweepId", laboratory_id as "laboratoryId" from plate where barcode = ${barcode}`;
  if (!plate || plate.laboratoryId !== actor.laboratoryId) throw new Rejection(404, 'plate-unknown');
  return { barcode, wells: await readWells(db, plate.id, plate.sweepId) };
}
