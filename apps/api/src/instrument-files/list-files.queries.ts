import { momentText } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import type { Actor } from '#lis/platform';

type Row = {
  fileId: string;
  instrumentId: number;
  name: string;
  source: 'upload' | 'folder';
  receivedAt: number;
};

/** The files of a technician's laboratory that wait to be accepted, oldest first. */
export async function listFiles(db: Executor, actor: Actor, limit: number) {
  const rows = await db<Row[]>`
    select f.id::text as "fileId", f.instrument_id as "instrumentId", f.name, f.source, f.received_at as "receivedAt"
    from instrument i join instrument_file f on f.instrument_id = i.id and f.state = 'waiting'
    where i.laboratory_id = ${actor.laboratoryId ?? 0} and sign(i.id) = ${Math.sign(actor.id)}
    order by f.id limit ${limit}`;
  return rows.map((row) => ({ ...row, receivedAt: momentText(row.receivedAt) }));
}
