import { type DecodeEnd, type Decoded, momentText, type SpecimenCall } from '#lis/domain';
import { arrayLiteral, byteaArrayLiteral } from './bulk.js';
import { CopyRows, copyRows } from './copy-rows.js';
import type { Transaction } from './connection.js';

/** A decode as it is kept; hashes as hex. */
export type MadeDecode = {
  sweepId: number;
  batchId: number;
  version: number;
  designHash: string;
  settingsHash: string;
  endedBy: DecodeEnd;
  decoded: Decoded;
  /** the canonical text of `decoded` */
  answer: string;
  answerHash: string;
};

/**
 * Keeps decodes with their calls, a statement a table. A version of readings that has its decode keeps it. @returns those that
 * were kept now
 */
export async function insertDecodes(
  tx: Transaction,
  made: readonly MadeDecode[],
  at: number,
): Promise<MadeDecode[]> {
  if (made.length === 0) return [];
  const column = (value: (one: MadeDecode) => string | number | boolean | null) =>
    arrayLiteral(made.map(value));
  const kept = await tx<{ batchId: number; version: number }[]>`
    insert into batch_decode (sweep_id, batch_id, version, decoder_version, method, kind, ended_by, design_hash, settings_hash,
      log_evidence, alerts, negatives_may_leave, answer, answer_hash, decoded_at)
    select sweep_id, batch_id, version, decoder, method, kind, ended_by, design_hash, decode(settings_hash, 'hex'),
      log_evidence, alerts::text[], leave, answer, decode(answer_hash, 'hex'), ${momentText(at)}::text::timestamptz
    from unnest(
      ${column(({ sweepId }) => sweepId)}::text::int[],
      ${column(({ batchId }) => batchId)}::text::int[],
      ${column(({ version }) => version)}::text::smallint[],
      ${column(({ decoded }) => decoded.version)}::text::text[],
      ${column(({ decoded }) => decoded.method)}::text::text[],
      ${column(({ decoded }) => decoded.kind)}::text::text[],
      ${column(({ endedBy }) => endedBy)}::text::text[],
      ${column(({ designHash }) => designHash)}::text::text[],
      ${column(({ settingsHash }) => settingsHash)}::text::text[],
      ${column(({ decoded }) => decoded.logEvidence)}::text::float8[],
      ${column(({ decoded }) => `{${decoded.alerts.join(',')}}`)}::text::text[],
      ${column(({ decoded }) => decoded.negativesMayLeave)}::text::boolean[],
      ${byteaArrayLiteral(made.map(({ answer }) => Buffer.from(answer)))}::text::bytea[],
      ${column(({ answerHash }) => answerHash)}::text::text[])
      as d (sweep_id, batch_id, version, decoder, method, kind, ended_by, design_hash, settings_hash, log_evidence, alerts,
        leave, answer, answer_hash)
    on conflict do nothing returning batch_id as "batchId", version`;
  const isKept = new Set(kept.map(({ batchId, version }) => `${batchId} ${version}`));
  const now = made.filter(({ batchId, version }) => isKept.has(`${batchId} ${version}`));
  await copyCalls(tx, now);
  return now;
}

/** What a row keeps of a call; the decode's answer has all of it. */
export type KeptCall = Omit<SpecimenCall, 'runnerUp' | 'ct'>;
export function keptCall(made: SpecimenCall): KeptCall {
  const { specimen, call, rule, reason, posterior, negativePools, validPools, sole } = made;
  return { specimen, call, rule, reason, posterior, negativePools, validPools, sole };
}

async function copyCalls(tx: Transaction, made: readonly MadeDecode[]): Promise<void> {
  const rows = new CopyRows();
  for (const { sweepId, batchId, version, decoded } of made)
    for (const { specimen, call, rule, reason, posterior, negativePools, validPools, sole } of decoded.calls)
      rows
        .row(11)
        .int4(sweepId)
        .int4(batchId)
        .int2(version)
        .int2(specimen)
        .text(call)
        .text(rule)
        .text(reason)
        .float8(posterior)
        .int2(negativePools)
        .int2(validPools)
        .bool(sole);
  const columns =
    'sweep_id, batch_id, version, place, call, rule, reason, posterior, negative_pools, valid_pools, sole';
  await copyRows(tx, `specimen_call (${columns})`, rows);
}
