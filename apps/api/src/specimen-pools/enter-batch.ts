import type { EnterSpecimenBatchAnswer, EnterSpecimenBatchRequest } from '#lis/contracts';
import {
  canonicalText,
  designHash,
  designText,
  LabRuleViolation,
  normaliseTubeCode,
  type PoolDesign,
  sha256Hex,
} from '#lis/domain';
import { type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { checkReadings, designOf } from './check-against-design.js';
import { contentHash, keepReadings } from './keep-readings.js';
import { refuseOther } from './refuse-other.js';
import { takeSpecimens } from './take-specimens.js';

/**
 * Keeps a batch of specimen pools with what its pools read, and has it decoded. Sent again: the first answer. The same name with
 * anything else changes nothing, is refused, and asks for a person.
 * @throws Rejection 403 `credential-without-laboratory`; 404 `sweep-unknown`, `design-unknown`, `instrument-unknown`; 400
 * `readings-do-not-fit`; 409 `design-too-small`, `design-differs`, `specimens-not-free`, `batch-differs`
 */
export async function enterBatch(
  { db, clock }: Context,
  actor: Actor,
  request: EnterSpecimenBatchRequest,
): Promise<EnterSpecimenBatchAnswer> {
  const { laboratoryId } = actor;
  if (laboratoryId === null) throw new Rejection(403, 'credential-without-laboratory');
  if (request.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'sweep-unknown');
  const design = designOf(request);
  checkReadings(design, request.settings, request.readings);
  const codes = request.specimens.map(normaliseTubeCode);
  const twice = codes.filter((code, at) => codes.indexOf(code) !== at);
  if (twice.length > 0) throw new LabRuleViolation('pooling-specimen-twice', { specimens: twice });
  const { name: _, ...content } = { ...request, specimens: codes, design: designHash(design) };
  const hash = contentHash(content);
  const at = clock.now(actor.realm);
  const work = async (tx: Transaction) => {
    const batchId = await insertBatch(tx, { ...actor, laboratoryId }, request, design, hash, at);
    if (batchId === null) return null;
    const { sweepId, readings } = request;
    await takeSpecimens(tx, { batchId, sweepId, laboratoryId }, codes);
    await keepReadings(tx, actor, { batchId, sweepId }, 1, readings, null, at);
    await writeAudit(tx, [
      {
        ...{ at, sweepId, actor: actor.name, origin: actor.origin },
        ...{ action: 'specimen-batch-entered', subject: `specimen-batch:${batchId}` },
        detail: { design: design.id, designHash: designHash(design), specimens: codes.length },
      },
    ]);
    return { outcome: 'entered' as const, batchId, designHash: designHash(design) };
  };
  return (await db.begin(work)) ?? replay(db, actor, request, hash, at);
}

async function replay(
  db: Context['db'],
  actor: Actor,
  { name, sweepId }: EnterSpecimenBatchRequest,
  hash: Buffer,
  at: number,
): Promise<EnterSpecimenBatchAnswer> {
  const [known] = await db<{ batchId: number; designHash: string; isSame: boolean }[]>`
    select id as "batchId", design_hash as "designHash", content_hash = ${hash} as "isSame"
    from specimen_batch where laboratory_id = ${actor.laboratoryId} and name = ${name}`;
  if (!known) throw new Rejection(404, 'sweep-unknown');
  const { batchId, designHash: kept } = known;
  if (!known.isSame) await refuseOther(db, actor, { batchId, sweepId, version: 1 }, hash, at);
  return { outcome: 'replayed', batchId, designHash: kept };
}

/** Null when the laboratory has a batch of that name, or there is no such sweep. */
async function insertBatch(
  tx: Transaction,
  actor: Actor & { laboratoryId: number },
  { sweepId, name, settings, specimens }: EnterSpecimenBatchRequest,
  design: PoolDesign,
  hash: Buffer,
  at: number,
): Promise<number | null> {
  await tx`
    insert into pool_design (hash, id, family, specimens, pools, body)
    values (${designHash(design)}, ${design.id}, ${design.family}, ${design.specimens}, ${design.pools}, ${designText(design)})
    on conflict do nothing`;
  const [batch] = await tx<{ id: number }[]>`
    insert into specimen_batch (id, sweep_id, laboratory_id, name, content_hash, design_hash, design_id, settings, settings_hash,
      specimens, entered_by, entered_at)
    select nextval(case when id < 0 then 'drill_id' else 'real_id' end::regclass), id, ${actor.laboratoryId}, ${name}, ${hash},
      ${designHash(design)}, ${design.id}, ${JSON.stringify(settings)}::text::jsonb,
      decode(${sha256Hex(canonicalText(settings))}, 'hex'), ${specimens.length}, ${actor.id}, ${at}
    from sweep where id = ${sweepId}
    on conflict do nothing returning id`;
  return batch?.id ?? null;
}
