import { EQUATIONS, type Equation } from '#lis/domain';
import { useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeSweep, reconcile } from './reconcile.js';
import { damages } from './testing/damages.js';
import { enterSweep } from './testing/enter-sweep.js';
import type { Tubes } from './testing/fates.js';

const sweepId = -1;
const kept = new Error('rolled back');

describe('reconcile', () => {
  const database = useDatabase();
  let tubes: Tubes;
  beforeAll(async () => {
    const { owner, context } = database();
    ({ tubes } = await enterSweep(owner, context, 1));
    await enterSweep(owner, context, 2);
  });

  const tell = (text: string) =>
    text
      .replaceAll(':id', tubes['negative-1'].tubeId)
      .replaceAll(':code', tubes['negative-1'].code)
      .replaceAll(':other', tubes['negative-2'].tubeId)
      .replaceAll(':device', String(sweepId * 1000))
      .replaceAll(':sweep', String(sweepId));

  /** Judges the sweep after `sql` and undoes it. */
  async function after(sql: string): Promise<Equation[]> {
    let equations: Equation[] = [];
    await database()
      .owner.begin(async (tx) => {
        const damaged = await tx.unsafe(sql);
        if (damaged.count === 0) throw new Error('nothing was damaged');
        equations = await judgeSweep(tx, sweepId);
        throw kept;
      })
      .catch((error: unknown) => {
        if (error !== kept) throw error;
      });
    return equations;
  }

  it('accounts for every tube of a sweep, term by term', async () => {
    const equations = await reconcile(database().db, sweepId);
    expect(equations.filter(({ holds }) => !holds)).toEqual([]);
    const terms = Object.fromEntries(
      equations.map(({ name, right }) => [
        name,
        Object.fromEntries(Object.entries(right.terms).filter(([, count]) => count !== 0)),
      ]),
    );
    expect(terms).toEqual({
      'registered-are-members': { members: 51, void: 3, conflict: 3 },
      'tablets-sealed-are-registered': { registered: 19, unsent: 1 },
      'acknowledged-are-registered': { registered: 17, void: 1, conflict: 1 },
      'codes-are-tubes': { coded: 18, conflict: 1 },
      'tallied-are-covered': { covered: 51 },
      'sealed-are-boxed-or-loose': { boxed: 16, loose: 1, void: 1, conflict: 1 },
      'handed-over-are-received-or-missing': { received: 13, rejected: 1, missing: 1, 'on the way': 1 },
      'received-are-plated-waiting-or-rejected': { plated: 11, waiting: 1, rejected: 1, rerun: 1, orphan: 1 },
      'plated-are-resulted-or-pending': { resulted: 9, pending: 2, rerun: 1, control: 3, blind: 1 },
      'read-are-called': { called: 9, 'run rejected': 1, control: 2, blind: 1 },
      'pools-tallied-are-resulted': { positive: 3, negative: 6 },
      'laboratories-pools-are-resulted': { positive: 3, negative: 6 },
      'resulted-are-reported-or-held': { reported: 5, held: 1, 'on the way': 2, 'kept back': 1 },
      'reported-are-receipted': { 'in feeds': 4, singly: 1 },
    });
  });

  for (const name of EQUATIONS) {
    for (const how of ['removed', 'doubled', 'moved'] as const) {
      it(`${name}: names what was ${how}`, async () => {
        const [names, sql] = damages[name][how];
        const broken = (await after(tell(sql))).find((equation) => equation.name === name);
        expect(broken?.holds).toBe(false);
        expect(broken?.differences.map(({ subject }) => subject)).toContain(tell(names));
      });
    }
  }

  const typed: readonly [what: string, name: Equation['name'], subject: string, sql: string][] = [
    [
      'the courier counted one more',
      'handed-over-are-received-or-missing',
      'box:BOX-C:sweep',
      "update box set counted_at_hand_over = 2 where code = 'BOX-C:sweep'",
    ],
    [
      'the receiver counted one less',
      'handed-over-are-received-or-missing',
      'box:BOX-A:sweep',
      "update box set counted_at_receipt = counted_at_receipt - 1 where code = 'BOX-A:sweep'",
    ],
    [
      'a tablet counted other people in the same tubes',
      'tablets-sealed-are-registered',
      'device::device',
      'update device_count set sealed_tubes = 19, sealed_members = 56 where device_id = :device',
    ],
    [
      'a receipt counts fewer tubes',
      'reported-are-receipted',
      'feed:1',
      `update delivery set receipt = receipt || '{"count": 1}'
        where report_id = (select report_id from feed_tube where tube_id = ':id')`,
    ],
    [
      'one receipt of two is gone, though it was noted',
      'reported-are-receipted',
      'feed:1',
      `delete from delivery where recipient_id = -10
        and report_id = (select report_id from feed_tube where tube_id = ':id')`,
    ],
    [
      'a tube waits though it stands in a well',
      'received-are-plated-waiting-or-rejected',
      'tube::code',
      "update tube set state = 'received' where id = ':id'",
    ],
    [
      'a reading names a message that is not stored',
      'read-are-called',
      'tube::code',
      `update reading g set message_id = -1 from well_call c
        where c.tube_id = ':id' and g.run_id = c.run_id and g.well = c.well and g.target = 'N'`,
    ],
    [
      'a tube stands in two wells that wait',
      'plated-are-resulted-or-pending',
      'tube:PENDING',
      `update tube set code = 'PENDING' where id in (select w.tube_id from well w join plate p on p.id = w.plate_id
          where p.barcode = 'P-2:sweep' and w.well = 'A1');
        insert into well select w.sweep_id, w.plate_id, 'D7', w.kind, w.code, w.tube_id from well w
          join plate p on p.id = w.plate_id where p.barcode = 'P-2:sweep' and w.well = 'A1'`,
    ],
  ];
  it.each(typed)('finds that %s', async (_, name, subject, sql) => {
    const statements = tell(sql).split(';');
    const last = statements.pop() ?? '';
    const equations = await after(
      statements.length === 0 ? last : `with first as (${statements.join(';')}) ${last}`,
    );
    const broken = equations.filter(({ holds }) => !holds);
    expect(broken.map((equation) => equation.name)).toContain(name);
    expect(
      broken.find((equation) => equation.name === name)?.differences.map((difference) => difference.subject),
    ).toContain(tell(subject));
  });

  it('leaves the sweep beside it alone', async () => {
    await after(`delete from member where tube_id = '${tubes['negative-1'].tubeId}'`);
    const beside = await reconcile(database().db, -2);
    expect(beside.every(({ holds }) => holds)).toBe(true);
    const nothing = await reconcile(database().db, -99);
    expect(nothing.map(({ left, right }) => left.count + right.count)).toEqual(EQUATIONS.map(() => 0));
  });
});
