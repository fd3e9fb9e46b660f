import { type DecodeEnd, type DecodeHead, eachPackedCall, packedCallBytes } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
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
  head: DecodeHead;
  /** its calls, as `packCalls` packs them */
  calls: Uint8Array;
  /** the UTF-8 of the canonical text */
  answer: Uint8Array;
  answerHash: string;
};

/**
 * Keeps decodes with their calls. A version of readings that has its decode keeps it. COPY knows no `on conflict`, so they are looked
 * for first: where somebody else keeps the same one meanwhile, the key refuses this transaction, and the next one finds it.
 * @returns those that were kept now
 * @throws RangeError when what should be packed calls is none
 */
export async function insertDecodes(
  tx: Transaction,
  made: readonly MadeDecode[],
  at: number,
): Promise<MadeDecode[]> {
  if (made.length === 0) return [];
  const column = (value: (one: MadeDecode) => number) => arrayLiteral(made.map(value));
  const known = await tx<{ batchId: number; version: number }[]>`
    select d.batch_id as "batchId", d.version from unnest(
      ${column(({ sweepId }) => sweepId)}::text::int[],
      ${column(({ batchId }) => batchId)}::text::int[],
      ${column(({ version }) => version)}::text::smallint[]) as k (sweep_id, batch_id, version)
    join batch_decode d on d.sweep_id = k.sweep_id and d.batch_id = k.batch_id and d.version = k.version`;
  const seen = new Set(known.map(keyOf));
  const now = made.filter((one) => {
    const isNew = !seen.has(keyOf(one));
    seen.add(keyOf(one));
    return isNew;
  });
  await copyDecodes(tx, now, at);
  await copyCalls(tx, now);
  return now;
}

const keyOf = ({ batchId, version }: { batchId: number; version: number }) => `${batchId} ${version}`;

/** More than a row needs beside the answer, and more than one of a call. */
const rowBytes = { decode: 1024, call: 160 };

async function copyDecodes(tx: Transaction, made: readonly MadeDecode[], at: number): Promise<void> {
  const rows = new CopyRows(made.reduce((sum, { answer }) => sum + answer.length + rowBytes.decode, 1024));
  for (const { sweepId, batchId, version, designHash, settingsHash, endedBy, head, ...kept } of made)
    rows
      .row(15)
      .int4(sweepId)
      .int4(batchId)
      .int2(version)
      .text(head.version)
      .text(head.method)
      .text(head.kind)
      .text(endedBy)
      .text(designHash)
      .hex(settingsHash)
      .float8(head.logEvidence)
      .texts(head.alerts)
      .bool(head.negativesMayLeave)
      .bytes(kept.answer)
      .hex(kept.answerHash)
      .moment(at);
  const columns = `sweep_id, batch_id, version, decoder_version, method, kind, ended_by, design_hash, settings_hash, log_evidence,
    alerts, negatives_may_leave, answer, answer_hash, decoded_at`;
  await copyRows(tx, `batch_decode (${columns})`, rows);
}

async function copyCalls(tx: Transaction, made: readonly MadeDecode[]): Promise<void> {
  const count = made.reduce((sum, { calls }) => sum + calls.length / packedCallBytes, 0);
  const rows = new CopyRows(count * rowBytes.call + 1024);
  for (const { sweepId, batchId, version, calls } of made)
    eachPackedCall(
      calls,
      ({ specimen, call, rule, reason, posterior, negativePools, validPools, sole }) =>
        void rows
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
          .bool(sole),
    );
  const columns =
    'sweep_id, batch_id, version, place, call, rule, reason, posterior, negative_pools, valid_pools, sole';
  await copyRows(tx, `specimen_call (${columns})`, rows);
}
