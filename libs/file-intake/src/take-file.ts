import { hash } from 'node:crypto';
import { FileRefusal, readInstrumentFile } from '#lis/instrument-files';
import { writeAudit } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { insertFile } from './files.queries.js';

export type GivenFile = { instrumentId: number; name: string; body: Buffer; source: 'upload' | 'folder' };
export type Who = { name: string; origin: string };

/**
 * Keeps a file's bytes, readable or not (law 3), and says whether they can be read. The same bytes for the same instrument are
 * one file, whichever way they come. Nothing of it is a reading yet.
 */
export async function takeFile(
  { db, clock }: Context,
  who: Who,
  { instrumentId, name, body, source }: GivenFile,
): Promise<{ fileId: string; isNew: boolean; refusal: Record<string, string | number> | null }> {
  const refusal = await readInstrumentFile(body).then(() => null, refusalOf);
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  const bodyHash = Buffer.from(hash('sha256', body, 'hex'), 'hex');
  const { id, isNew } = await db.begin(async (tx) => {
    const file = await insertFile(tx, {
      instrumentId,
      name: name.replaceAll('\0', '').slice(0, 200),
      body,
      bodyHash,
      source,
      refusal,
      at,
      by: who.name,
    });
    if (file.isNew)
      await writeAudit(tx, [
        {
          at,
          sweepId: null,
          actor: who.name,
          origin: who.origin,
          action: refusal === null ? 'instrument-file-received' : 'instrument-file-refused',
          subject: `instrument-file:${file.id}`,
          detail: {
            instrumentId,
            source,
            sha256: bodyHash.toString('hex'),
            ...(refusal && { code: refusal['code'] }),
          },
        },
      ]);
    return file;
  });
  return { fileId: String(id), isNew, refusal };
}

function refusalOf(error: unknown): Record<string, string | number> {
  if (!(error instanceof FileRefusal)) throw error;
  const found = error.found.toWellFormed().replaceAll('\0', '');
  return { code: error.code, ...error.place, ...(found !== '' && { found }) };
}
