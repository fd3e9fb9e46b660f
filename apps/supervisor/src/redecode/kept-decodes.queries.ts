import type { DecodeEnd, KeptCall } from '#lis/domain';
import { arrayLiteral, type Db } from '#lis/persistence';

export type Asked = { batchId: number } | { sweepId: number } | 'all';
/** A decode as it was kept; hashes as hex. */
export type KeptDecode = {
  batchId: number;
  version: number;
  sweepId: number;
  decoderVersion: string;
  endedBy: DecodeEnd;
  designHash: string;
  settingsHash: string;
  answer: Buffer;
  answerHash: string;
  columns: { method: string; kind: string; alerts: string[]; leave: boolean; logEvidence: number | null };
};

/** Decodes in the order of their batches, `limit` at a time, from behind the last one. */
export async function pageDecodes(
  db: Db,
  asked: Asked,
  after: { batchId: number; version: number } | null,
  limit: number,
): Promise<KeptDecode[]> {
  const scope =
    asked === 'all'
      ? db`true`
      : 'batchId' in asked
        ? db`d.batch_id = ${asked.batchId}`
        : db`d.sweep_id = ${asked.sweepId}`;
  const beyond = after ? db`(d.batch_id, d.version) > (${after.batchId}, ${after.version})` : db`true`;
  return db<KeptDecode[]>`
    select d.batch_id as "batchId", d.version, d.sweep_id as "sweepId", d.decoder_version as "decoderVersion",
      d.ended_by as "endedBy", d.design_hash as "designHash", encode(d.settings_hash, 'hex') as "settingsHash", d.answer,
      encode(d.answer_hash, 'hex') as "answerHash",
      jsonb_build_object('method', d.method, 'kind', d.kind, 'alerts', d.alerts, 'leave', d.negatives_may_leave,
        'logEvidence', d.log_evidence) as columns
    from batch_decode d where ${scope} and ${beyond}
    order by d.batch_id, d.version limit ${limit}`;
}

/** The calls that are kept as rows, by batch and version, in the order of the specimens. */
export async function readKeptCalls(
  db: Db,
  decodes: readonly KeptDecode[],
): Promise<Map<string, KeptCall[]>> {
  const rows = await db<(KeptCall & { batchId: number; version: number })[]>`
    select c.batch_id as "batchId", c.version, c.place as specimen, c.call, c.rule, c.reason, c.posterior,
      c.negative_pools as "negativePools", c.valid_pools as "validPools", c.sole
    from unnest(
      ${arrayLiteral(decodes.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(decodes.map(({ batchId }) => batchId))}::text::int[],
      ${arrayLiteral(decodes.map(({ version }) => version))}::text::int[]) as k (sweep_id, batch_id, version)
    join specimen_call c on c.sweep_id = k.sweep_id and c.batch_id = k.batch_id and c.version = k.version
    order by c.place`;
  const calls = new Map<string, KeptCall[]>();
  for (const { batchId, version, ...call } of rows) {
    const key = `${batchId} ${version}`;
    const known = calls.get(key);
    if (known) known.push(call);
    else calls.set(key, [call]);
  }
  return calls;
}
