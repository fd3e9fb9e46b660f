import { acceptFile, previewFile, readFileRow, takeFile } from '#lis/file-intake';
import { askAttention } from '#lis/persistence';
import { type Context, Rejection } from '#lis/platform';
import type { WatchedFolder } from './watched-folders.queries.js';

const who = { name: 'system:gateway', origin: 'watch-folder' };

/**
 * What becomes of a file's bytes out of a watched folder; when it returns, they are stored (law 1). A technician accepts it,
 * unless the instrument is set to accept clean files: all controls good, layout agrees, nothing missing, no doubt. The
 * second time (it was not moved before a crash) changes nothing.
 */
export async function takeFolderFile(
  context: Context,
  { instrumentId, acceptsClean }: WatchedFolder,
  name: string,
  body: Buffer,
): Promise<{ to: 'taken' } | { to: 'refused'; reason: string }> {
  const { db, clock } = context;
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  const { fileId, refusal } = await takeFile(context, who, {
    instrumentId,
    name,
    body,
    source: 'folder',
  });
  // asked once, also when a crash came between storing and asking
  const ask = async (code: string, detail: Record<string, unknown>) => {
    const subject = `instrument-file:${fileId}`;
    const sweepId = Math.sign(instrumentId);
    const asked = await db`
      select from attention where sweep_id = ${sweepId} and code = ${code} and subject = ${subject} limit 1`;
    if (asked.count === 0) await askAttention(db, [{ sweepId, code, subject, detail, at }]);
  };
  if (refusal !== null) {
    await ask('instrument-file-refused', { instrumentId, reason: refusal['code'] });
    const { code, ...place } = refusal;
    const words = Object.entries(place).map(([key, value]) => `${key} ${value}`);
    return { to: 'refused', reason: [code, ...words].join(', ') };
  }
  if (!(await isSettled(context, fileId, acceptsClean, at)))
    await ask('instrument-file-waiting', { instrumentId });
  return { to: 'taken' };
}

/** Whether nobody needs to look at it any more. */
async function isSettled(
  context: Context,
  fileId: string,
  acceptsClean: boolean,
  now: number,
): Promise<boolean> {
  const row = await readFileRow(context.db, fileId);
  if (row === undefined) return false;
  if (row.state === 'accepted') return true;
  if (!acceptsClean) return false;
  const { preview } = await previewFile(context.db, row, row.said, now);
  if (!preview.isClean) return false;
  try {
    await acceptFile(context, who, fileId, preview.preview, () => true);
    return true;
  } catch (error) {
    // somebody was quicker, or something changed since: then a person looks
    if (error instanceof Rejection) return false;
    throw error;
  }
}
