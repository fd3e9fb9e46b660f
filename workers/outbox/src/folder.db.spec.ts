import { addTallies, foldTallies, type TallyRow } from '#lis/persistence';
import { useDatabase } from '#lis/testing';
import { describe, expect, it } from 'vitest';

const at = 1_893_456_000_000;
const delta = (more: Partial<TallyRow>): TallyRow => ({
  sweepId: -1,
  metric: 'registered',
  residenceId: null,
  siteId: -1,
  at,
  n: 1,
  ...more,
});

describe('folding of tallies', () => {
  const database = useDatabase();

  it('is exact with two folders at once', async () => {
    const { db } = database();
    const deltas = Array.from({ length: 12_000 }, (_, index) =>
      delta({
        residenceId: index % 50,
        siteId: -1 - (index % 7),
        at: at + (index % 3) * 300_000,
        n: (index % 11) - 3,
      }),
    );
    const total = deltas.reduce((sum, { n }) => sum + n, 0);
    await addTallies(db, deltas);
    const left = async () => (await db<{ n: number }[]>`select count(*) as n from tally_delta`)[0]?.n;
    const folder = async () => {
      while ((await left()) !== 0) await foldTallies(db, 1000);
    };
    await Promise.all([folder(), folder()]);
    const [sums] = await db`
      select (select sum(n)::int from residence_tally) as residence, (select sum(n)::int from site_tally) as site,
        (select sum(n)::int from progress_tally) as progress, (select count(*)::int from progress_tally) as buckets`;
    expect(sums).toEqual({ residence: total, site: total, progress: total, buckets: 3 });
  });

  it('sees a delta that was committed late under a smaller id', async () => {
    const { db, owner } = database();
    const late = await owner.reserve();
    await late`begin`;
    await addTallies(late, [delta({ sweepId: -2, n: 5 })]);
    await addTallies(db, [delta({ sweepId: -2, n: 3 })]);
    expect(await foldTallies(db, 5000)).toBe(1);
    await late`commit`;
    late.release();
    expect(await foldTallies(db, 5000)).toBe(1);
    expect(await db`select n from site_tally where sweep_id = -2`).toMatchObject([{ n: 8 }]);
  });
});
