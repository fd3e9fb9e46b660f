import { jobs } from '#lis/contracts';
import { type Db, writeOutbox } from '#lis/persistence';
import { consumeOutbox, type Context } from '#lis/platform';
import { makeReports } from '../making/make-reports.js';

type Named = readonly { tubeId: string }[];
const { topic } = jobs.makeReports;

/** Writes the cause of reports, one outbox row for the given results, and gives the row's job. */
export async function askReports(db: Db, sweepId: number, tubes: Named, version = 1) {
  await writeOutbox(db, topic, [
    { sweepId, payload: { results: tubes.map(({ tubeId }) => ({ tubeId, version })) } },
  ]);
  const [row] = await db<{ id: number }[]>`select max(id) as id from outbox`;
  return { outboxIds: [String(row?.id)] };
}

/** Does a job of the queue `reporting`. */
export const doJob = (context: Context, data: unknown) =>
  consumeOutbox(context, topic, data, (tx, rows) => makeReports(context, tx, rows));

export async function addRecipient(
  owner: Db,
  id: number,
  url: string,
  kinds = ['abnormal-tube', 'retest', 'correction', 'negative-feed'],
): Promise<void> {
  await owner`insert into recipient (id, name, url, kinds) values (${id}, 'recipient', ${url}, ${kinds})`;
}
