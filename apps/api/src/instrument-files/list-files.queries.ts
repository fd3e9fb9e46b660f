import type { InstrumentFiles, InstrumentFilesQuery } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import type { Actor } from '#lis/platform';

type Row = Omit<InstrumentFiles['files'][number], 'receivedAt' | 'acceptedAt'> & {
  receivedAt: number;
  acceptedAt: number | null;
};

/** The files of a technician's laboratory in a state: those that wait oldest first, the others newest first. */
export async function listFiles(
  db: Executor,
  actor: Actor,
  query: InstrumentFilesQuery,
): Promise<InstrumentFiles> {
  const { state, before = null, limit } = query;
  const isWaiting = state === 'waiting';
  const rows = await db<Row[]>`
    select f.id::text as "fileId", f.instrument_id as "instrumentId", i.serial as "instrumentSerial", f.name, f.source,
      f.state, f.received_at as "receivedAt", f.refusal, p.barcode as "plateBarcode", f.accepted_at as "acceptedAt",
      f.accepted_by as "acceptedBy"
    from instrument i join instrument_file f on f.instrument_id = i.id and f.state = ${state}
    left join plate p on p.id = f.plate_id
    where i.laboratory_id = ${actor.laboratoryId ?? 0} and sign(i.id) = ${Math.sign(actor.id)}
      and (${before}::text is null or ${isWaiting ? db`f.id >` : db`f.id <`} ${before}::text::bigint)
    order by ${isWaiting ? db`f.id` : db`f.id desc`} limit ${limit}`;
  return {
    files: rows.map(({ receivedAt, acceptedAt, ...row }) => ({
      ...row,
      receivedAt: momentText(receivedAt),
      acceptedAt: acceptedAt === null ? null : momentText(acceptedAt),
    })),
    next: rows.length === limit ? (rows.at(-1)?.fileId ?? null) : null,
  };
}
