import { randomUUID } from 'node:crypto';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { handOverBox, receiveBox } from './boxes.fixture.js';

describe('custody of boxes', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let boxes = 0;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    other = await enterLaboratory(owner, 'drill', 2);
  });
  const sealed = async (count: number) => {
    const { owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, count, { state: 'sealed', members: 3 });
    await owner`
      update tube set laboratory_id = null, handed_over_at = null, received_at = null
      where id = any(${tubes.map(({ tubeId }) => tubeId)}::uuid[])`;
    return tubes.map(({ code }) => code);
  };
  const newBox = (tubeCodes: string[]) => ({ id: randomUUID(), code: `BOX-${++boxes}`, tubeCodes });
  const states = async (codes: string[]) => {
    const rows = await database().db<{ state: string }[]>`
      select state from tube where code = any(${codes}) order by array_position(${codes}::text[], code)`;
    return rows.map(({ state }) => state);
  };
  const asked = async (code: string, id: string) => database().db`
    select detail from attention where code = ${code} and subject = ${`box:${id}`}`;
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'served',
      (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
    );

  it('hands a box over, and a repeat changes nothing and gets the first answer', async () => {
    const { db, context } = database();
    const codes = await sealed(3);
    const box = newBox([...codes, codes[0]!, 'UNREGISTERED1']);
    const counted = { ...box, countedTubes: 4 };
    const first = await handOverBox(context, laboratory, counted);
    expect(first).toEqual({ outcome: 'handed-over', unregistered: ['UNREGISTERED1'], elsewhere: [] });
    expect(await states(codes)).toEqual(['handed-over', 'handed-over', 'handed-over']);
    expect(await asked('box-count-mismatch', box.id)).toHaveLength(0);
    expect(await handOverBox(context, laboratory, counted)).toEqual({ ...first, outcome: 'replayed' });
    const otherBody = await handOverBox(context, laboratory, { ...counted, tubeCodes: ['SOMETHING-ELSE'] });
    expect(otherBody).toEqual({ ...first, outcome: 'replayed' });
    expect(await db`select 1 from audit where subject = ${`box:${box.id}`}`).toHaveLength(1);
    expect(await db`select 1 from box_tube where box_id = ${box.id}`).toHaveLength(4);
  });

  it('asks a person when the courier counted otherwise', async () => {
    const { context } = database();
    const box = newBox(await sealed(2));
    await handOverBox(context, laboratory, { ...box, countedTubes: 5 });
    expect(await asked('box-count-mismatch', box.id)).toEqual([{ detail: { scanned: 2, counted: 5 } }]);
  });

  it('names a tube that is in another box, and leaves it there', async () => {
    const { context } = database();
    const [code] = (await sealed(1)) as [string];
    const [first, second] = [newBox([code]), newBox([code])];
    await handOverBox(context, laboratory, first);
    expect((await handOverBox(context, laboratory, second)).elsewhere).toEqual([code]);
    const [tube] = await database().db`select box_id as id from tube where code = ${code}`;
    expect(tube).toEqual({ id: first.id });
  });

  it('refuses a box code in use, a sweep or laboratory that is not there or of the other realm', async () => {
    const { context } = database();
    const box = newBox(await sealed(1));
    await handOverBox(context, laboratory, box);
    const hand = (given: object) =>
      refusal(handOverBox(context, laboratory, { ...newBox(['C1']), ...given }));
    expect(await hand({ code: box.code })).toBe('409 box-code-in-use');
    expect(await hand({ id: box.id })).toBe('409 box-code-in-use');
    expect(await hand({ laboratoryCode: 'nowhere' })).toBe('404 laboratory-unknown');
    expect(await hand({ sweepId: -99 })).toBe('404 sweep-unknown');
    expect(await hand({ sweepId: 1 })).toBe('404 sweep-unknown');
    const courier = actorOf(laboratory, 'courier');
    expect(await refusal(handOverBox(context, laboratory, newBox(['C1']), courier))).toBe(
      '403 credential-without-site',
    );
  });

  it('receives what is there, rejects what is unfit, names what is missing and what is extra', async () => {
    const { db, context } = database();
    const [good, unfit, missing, extra, strange] = [...(await sealed(4)), 'NEVER-SEEN'] as [
      string,
      string,
      string,
      string,
      string,
    ];
    const box = newBox([good, unfit, missing]);
    await handOverBox(context, laboratory, box);
    const rejected = [{ code: ` ${unfit.toLowerCase()} `, reason: 'leak' as const }];
    const arrived = { code: box.code, tubeCodes: [good, extra, strange], rejected, countedTubes: 4 };
    const first = await receiveBox(context, laboratory, arrived);
    expect({ ...first, extra: first.extra.toSorted() }).toEqual({
      outcome: 'received',
      received: 3,
      rejected: 1,
      missing: [missing],
      extra: [extra, strange].sort(),
      unregistered: [strange],
    });
    expect(await states([good, unfit, missing, extra])).toEqual([
      'received',
      'rejected',
      'handed-over',
      'received',
    ]);
    expect(await asked('box-differs', box.id)).toHaveLength(1);
    const [tally] = await db`
      select sum(n)::int as tubes from tally_delta where metric = 'received'`;
    expect(tally).toEqual({ tubes: 2 });

    const again = await receiveBox(context, laboratory, { ...arrived, tubeCodes: [], rejected: [] });
    expect(again).toEqual({ ...first, outcome: 'replayed' });
    expect(await states([good, unfit, missing, extra])).toEqual([
      'received',
      'rejected',
      'handed-over',
      'received',
    ]);
  });

  it('receives once, though two technicians open it at the same moment', async () => {
    const { db, context } = database();
    const codes = await sealed(2);
    const box = newBox(codes);
    await handOverBox(context, laboratory, box);
    const answers = await Promise.all([1, 2].map(() => receiveBox(context, laboratory, box)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['received', 'replayed']);
    expect(
      await db`select 1 from audit where action = 'box-received' and subject = ${`box:${box.id}`}`,
    ).toHaveLength(1);
  });

  it('is received only at the laboratory it was sent to', async () => {
    const { context } = database();
    const box = newBox(await sealed(1));
    await handOverBox(context, laboratory, box);
    const technician = actorOf(other, 'technician');
    expect(await refusal(receiveBox(context, laboratory, box, technician))).toBe(
      '403 box-of-another-laboratory',
    );
    expect(await refusal(receiveBox(context, laboratory, { ...box, code: 'NONE' }))).toBe('404 box-unknown');
    const realTechnician = { ...technician, id: 5, realm: 'real' as const };
    expect(await refusal(receiveBox(context, laboratory, box, realTechnician))).toBe('404 box-unknown');
  });
});
