import { gzipSync } from 'node:zlib';
import type { AcceptFileAnswer } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { formatHl7Time, writeFilePlate } from '#lis/hl7';
import { messageHash, type Transaction, writeAudit, writeOutbox } from '#lis/persistence';
import { type Context, Rejection } from '#lis/platform';
import { type FileRow, readFileRow } from './files.queries.js';
import { previewFile, type Seen } from './preview-file.js';
import type { Who } from './take-file.js';

/**
 * Takes a file over: its readings go to interpretation as the message that the instrument would have sent, in the same
 * transaction as its state, its curves and the audit. Accepted again: the first answer. `may` is the scope of who asks.
 * @throws Rejection 404 `file-unknown`; 409 `file-refused`, `preview-changed`, `file-has-problems`
 */
export async function acceptFile(
  { db, clock }: Context,
  who: Who,
  fileId: string,
  seenPreview: string,
  may: (row: FileRow) => boolean,
): Promise<AcceptFileAnswer> {
  return db.begin(async (tx) => {
    const row = await readFileRow(tx, fileId, true);
    if (row === undefined || !may(row)) throw new Rejection(404, 'file-unknown');
    if (row.state === 'accepted')
      return { ...(row.answer as AcceptFileAnswer), outcome: 'replayed' as const };
    if (row.state === 'refused') throw new Rejection(409, 'file-refused', row.refusal ?? {});
    // one file of a plate after the other: the second sees which run the first has opened
    await tx`select pg_advisory_xact_lock(15, ${row.instrumentId})`;
    const at = clock.now(row.instrumentId < 0 ? 'drill' : 'real');
    const seen = await previewFile(tx, row, row.said, at);
    if (seen.preview.preview !== seenPreview) throw new Rejection(409, 'preview-changed');
    if (seen.preview.problems.length > 0 || seen.layout === null || seen.file === null)
      throw new Rejection(409, 'file-has-problems', { problems: seen.preview.problems });
    return store(tx, who, row, { ...seen, layout: seen.layout, file: seen.file }, at);
  });
}

type Complete = Seen & { layout: NonNullable<Seen['layout']>; file: NonNullable<Seen['file']> };

async function store(
  tx: Transaction,
  who: Who,
  row: FileRow,
  { preview, taken, layout, file, observedAt }: Complete,
  at: number,
): Promise<AcceptFileAnswer> {
  const { runNumber } = preview;
  const body = writeFilePlate({
    controlId: `F${row.id}`,
    time: formatHl7Time(at, 0),
    model: file.run.instrumentModel ?? file.format,
    serial: file.run.instrumentSerial ?? row.serial,
    runNumber,
    plateCode: layout.barcode,
    observedAt: observedAt === null ? '' : formatHl7Time(observedAt, 0),
    wells: taken,
  });
  const key = `file:${row.id}`;
  const [message] = await tx<{ id: number }[]>`
    insert into instrument_message (instrument_id, connection, key_hash, body_hash, control_id, body, answer, state, received_at)
    values (${row.instrumentId}, ${key}, ${messageHash(key)}, ${messageHash(body)}, ${`F${row.id}`}, ${Buffer.from(body)}, '', 'stored', ${at})
    returning id`;
  const answer: AcceptFileAnswer = {
    outcome: 'accepted',
    fileId: String(row.id),
    plateBarcode: layout.barcode,
    runNumber,
    readings: taken.reduce((sum, { readings }) => sum + readings.length, 0),
    acceptedAt: momentText(at),
  };
  await tx`
    update instrument_file set state = 'accepted', plate_id = ${layout.plateId}, run_number = ${runNumber},
      observed_at = ${observedAt ?? at}, message_id = ${message?.id ?? null}, accepted_at = ${at},
      accepted_by = ${who.name}, answer = ${JSON.stringify(answer)}::text::jsonb
    where id = ${row.id} and state = 'waiting'`;
  if (file.amplification.length > 0)
    await tx`
      insert into instrument_file_curves (file_id, body)
      values (${row.id}, ${gzipSync(JSON.stringify(file.amplification))})`;
  await writeOutbox(tx, 'message', [
    { sweepId: Math.sign(row.instrumentId), payload: { messageIds: [String(message?.id)] } },
  ]);
  await writeAudit(tx, [
    {
      at,
      sweepId: layout.sweepId,
      actor: who.name,
      origin: who.origin,
      action: 'instrument-file-accepted',
      subject: `instrument-file:${row.id}`,
      detail: {
        plateId: layout.plateId,
        readings: answer.readings,
        doubts: preview.doubts,
        messageId: String(message?.id),
      },
    },
  ]);
  return answer;
}
