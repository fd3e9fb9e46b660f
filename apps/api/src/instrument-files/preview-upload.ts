import type { FilePreview, PreviewFileRequest } from '#lis/contracts';
import { type FileRow, previewFile, readFileRow, type Said, takeFile } from '#lis/file-intake';
import { type Actor, type Context, Rejection } from '#lis/platform';

/** A technician sees and accepts the files of the instruments of the own laboratory and realm, and no others. */
export const isOfLaboratory =
  (actor: Actor) =>
  ({ laboratoryId, instrumentId }: Pick<FileRow, 'laboratoryId' | 'instrumentId'>): boolean =>
    laboratoryId === actor.laboratoryId && instrumentId < 0 === actor.id < 0;

/**
 * Keeps an uploaded file, or takes one that is there, and answers what would be taken over of it. Nothing of it becomes a
 * reading. What the technician says (plate, run, dyes) stays with the file until it is accepted.
 * @throws Rejection 404 `instrument-unknown`, `file-unknown`; 413 `file-too-large`
 */
export async function previewUpload(
  context: Context,
  actor: Actor,
  request: PreviewFileRequest,
): Promise<FilePreview> {
  const { db, clock } = context;
  const fileId = request.fileId ?? (await keep(context, actor, request));
  const said = saidIn(request);
  const preview = await db.begin(async (tx) => {
    const row = await readFileRow(tx, fileId, true);
    if (row === undefined || !isOfLaboratory(actor)(row)) throw new Rejection(404, 'file-unknown');
    if (row.state === 'waiting')
      await tx`update instrument_file set said = ${JSON.stringify(said)}::text::jsonb where id = ${row.id}`;
    const seen = await previewFile(
      tx,
      row,
      row.state === 'waiting' ? said : row.said,
      clock.now(actor.realm),
    );
    return seen.preview;
  });
  return preview;
}

async function keep(
  context: Context,
  actor: Actor,
  { instrumentId = 0, name = '', content = '' }: PreviewFileRequest,
): Promise<string> {
  const [instrument] = await context.db<{ laboratoryId: number; instrumentId: number }[]>`
    select id as "instrumentId", laboratory_id as "laboratoryId" from instrument where id = ${instrumentId}`;
  if (!instrument || !isOfLaboratory(actor)(instrument)) throw new Rejection(404, 'instrument-unknown');
  const { fileId } = await takeFile(context, actor, {
    instrumentId,
    name,
    body: Buffer.from(content, 'base64'),
    source: 'upload',
  });
  return fileId;
}

function saidIn({ plateBarcode, runNumber, targetsByDye }: PreviewFileRequest): Said {
  return {
    ...(plateBarcode !== undefined && { plateBarcode }),
    ...(runNumber !== undefined && { runNumber }),
    ...(targetsByDye !== undefined && { targetsByDye }),
  };
}
