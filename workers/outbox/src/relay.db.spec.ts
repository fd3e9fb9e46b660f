import { jobs } from '#lis/contracts';
import { writeOutbox } from '#lis/persistence';
import { useDatabase } from '#lis/testing';
import { describe, expect, it } from 'vitest';
import { type Offer, offerDueRows } from './offer-due-rows.js';

const kind = jobs.makeReports;
const row = (n: number) => ({ sweepId: -1, payload: { n } });

describe('the relay', () => {
  const database = useDatabase();
  const offered: { ids: string[]; jobId: string }[] = [];
  const offer: Offer = async (_, { outboxIds }, jobId) => offered.push({ ids: outboxIds, jobId });

  it('offers rows in batches, under an id that the queue accepts, and again after 5 s', async () => {
    const { db, owner } = database();
    await writeOutbox(
      db,
      kind.topic,
      Array.from({ length: 70 }, (_, n) => row(n)),
    );
    expect(await offerDueRows(db, kind, offer)).toBe(64);
    expect(await offerDueRows(db, kind, offer)).toBe(6);
    expect(await offerDueRows(db, kind, offer)).toBe(0);
    expect(new Set(offered.flatMap(({ ids }) => ids)).size).toBe(70);
    for (const { jobId } of offered) expect(jobId).not.toContain(':');
    const [due] =
      await owner`select max(next_offer_at) <= clock_timestamp() + interval '5 s' as soon from outbox`;
    expect(due).toEqual({ soon: true });
    await owner`update outbox set next_offer_at = '-infinity'`;
    await offerDueRows(db, kind, offer);
    expect(offered[2]).toEqual(offered[0]);
  });

  it('offers a row that was committed late under a smaller id', async () => {
    const { db, owner } = database();
    const late = await owner.reserve();
    await late`begin`;
    await late`insert into outbox (topic, sweep_id, payload) values (${jobs.decodePools.topic}, -1, '{"late": true}')`;
    await writeOutbox(db, jobs.decodePools.topic, [row(2)]);
    offered.length = 0;
    expect(await offerDueRows(db, jobs.decodePools, offer)).toBe(1);
    await late`commit`;
    late.release();
    expect(await offerDueRows(db, jobs.decodePools, offer)).toBe(1);
    expect(Number(offered[1]?.ids[0])).toBeLessThan(Number(offered[0]?.ids[0]));
  });

  it('gives up on a queue that does not answer, and goes on', async () => {
    const { db } = database();
    await writeOutbox(db, jobs.interpretMessages.topic, [row(1)]);
    const silent: Offer = () => new Promise(() => undefined);
    await expect(offerDueRows(db, jobs.interpretMessages, silent)).rejects.toThrow(
      'the queue did not answer',
    );
  });
});
