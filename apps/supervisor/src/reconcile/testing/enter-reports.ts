import { randomUUID } from 'node:crypto';
import type { Db } from '#lis/persistence';
import type { Laboratory } from '#lis/testing';
import type { Fate, Tubes } from './fates.js';

const noted = '2030-01-01T07:00Z';

/** Two feeds and two single reports with receipts from two recipients, one report that waits for one of them. */
export async function enterReports(owner: Db, { sweepId }: Laboratory, tubes: Tubes): Promise<void> {
  const recipients = [sweepId * 10, sweepId * 10 - 1];
  for (const id of recipients) {
    await owner`insert into recipient values (${id}, 'authority', 'http://127.0.0.1:9/', '{}')`;
  }
  const enter = async (report: {
    kind: string;
    version: number;
    carries: readonly Fate[];
    feed: number | null;
    pending?: number;
  }) => {
    const id = randomUUID();
    const [first] = report.carries;
    const { kind, version, carries, feed, pending } = report;
    const single = feed === null && first ? tubes[first].tubeId : null;
    await owner`
      insert into report values (${id}, ${version}, ${sweepId}, ${kind}, ${single}, ${feed}, ${carries.length}, '', 1, ${noted})`;
    const ids = carries.map((fate) => tubes[fate].tubeId);
    if (feed !== null) {
      await owner`
        insert into feed_tube select ${sweepId}, id, 1, ${id} from unnest(${ids}::uuid[]) as t (id)`;
    }
    for (const recipientId of recipients) {
      const waits = recipientId === pending;
      const receipt = JSON.stringify({ receiptId: 'r', reportId: id, version, count: carries.length });
      await owner`
        insert into delivery (report_id, version, recipient_id, sweep_id, state, next_try_at, due_at, receipt, receipt_at)
        values (${id}, ${version}, ${recipientId}, ${sweepId}, ${waits ? 'pending' : 'acknowledged'}, ${noted}, ${noted},
          ${waits ? null : receipt}::text::jsonb, ${waits ? null : noted})`;
      if (waits) continue;
      await owner`
        insert into audit (at, sweep_id, actor, origin, action, subject, detail)
        values (${noted}, ${sweepId}, 'system:reporting', 'worker', 'report-acknowledged', ${`report:${id}/${version}`},
          jsonb_build_object('recipient', ${recipientId}::int))`;
    }
    if (pending === undefined)
      await owner`update tube set reported_at = ${noted} where id = any(${ids}::uuid[])`;
  };
  await enter({ kind: 'negative-feed', version: 1, carries: ['negative-1', 'negative-2'], feed: 1 });
  await enter({ kind: 'negative-feed', version: 1, carries: ['negative-3', 'corrected'], feed: 2 });
  await enter({ kind: 'abnormal-tube', version: 1, carries: ['positive'], feed: null });
  await enter({ kind: 'correction', version: 2, carries: ['corrected'], feed: null });
  await enter({
    kind: 'negative-feed',
    version: 1,
    carries: ['on-the-way'],
    feed: 3,
    pending: recipients[0] ?? 0,
  });
  const results = [{ tubeId: tubes.unsent.tubeId, version: 1 }];
  await owner`
    insert into outbox (topic, sweep_id, payload)
    values ('report', ${sweepId}, ${JSON.stringify({ results })}::text::jsonb)`;
  await owner`
    insert into attention (sweep_id, code, subject, opened_at)
    values (${sweepId}, 'negative-over-hold', ${`tube:${tubes['kept-back'].tubeId}`}, ${noted})`;
}
