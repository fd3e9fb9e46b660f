import { randomUUID } from 'node:crypto';
import { LabRuleViolation } from '#lis/domain';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { layOutPlate, readWorklist } from './lay-out-plate.js';
import { listWaiting } from './waiting.queries.js';

describe('laying out a plate', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let plates = 0;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    other = await enterLaboratory(owner, 'drill', 2);
  });
  const codes = async (count: number, state = 'received') =>
    (await enterTubes(database().owner, database().context, laboratory, count, { state, members: 1 })).map(
      ({ code }) => code,
    );
  const request = (tubeCodes: string[], given: object = {}) => ({
    id: randomUUID(),
    barcode: `PLATE-${++plates}`,
    sweepId: -1,
    kit: { id: 'test-kit', version: 1 },
    tubeCodes,
    ...given,
  });
  const layOut = (plate: ReturnType<typeof request>, actor = actorOf(laboratory, 'technician')) =>
    layOutPlate(database().context, actor, plate);
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'served',
      (error: unknown) => {
        if (error instanceof LabRuleViolation) return error.code;
        return error instanceof Rejection
          ? { code: `${error.status} ${error.code}`, ...error.details }
          : error;
      },
    );
  const states = async (tubes: string[]) =>
    (await database().db`select distinct state from tube where code = any(${tubes})`).map(({ state }) =>
      String(state),
    );

  it('fills wells column by column in the order of scanning, with its controls', async () => {
    const tubes = await codes(10);
    const plate = request(tubes.map((code) => ` ${code.toLowerCase()}`));
    const { outcome, wells } = await layOut(plate);
    expect(outcome).toBe('laid-out');
    expect(wells.slice(0, 10).map(({ well, code }) => [well, code])).toEqual(
      ['A1', 'B1', 'C1', 'D1', 'E1', 'F1', 'G1', 'H1', 'A2', 'B2'].map((well, index) => [well, tubes[index]]),
    );
    expect(wells.slice(10)).toEqual([
      { well: 'A12', kind: 'negative-control', code: `NC-${plate.barcode}` },
      { well: 'H12', kind: 'positive-control', code: `PC-${plate.barcode}` },
    ]);
    expect(await states(tubes)).toEqual(['plated']);
    const worklist = await readWorklist(database().context, actorOf(laboratory, 'technician'), plate.barcode);
    expect(worklist).toEqual({ barcode: plate.barcode, wells });
    const elsewhere = readWorklist(database().context, actorOf(other, 'technician'), plate.barcode);
    expect(await refusal(elsewhere)).toMatchObject({ code: '404 plate-unknown' });
  });

  it('gives a repeat the first layout, whatever it says, and changes nothing', async () => {
    const [one, two, third] = await codes(3);
    const plate = request([one!, two!]);
    const first = await layOut(plate);
    expect(await layOut(plate)).toEqual({ ...first, outcome: 'replayed' });
    expect(await layOut({ ...plate, tubeCodes: [third!] })).toEqual({ ...first, outcome: 'replayed' });
    expect(await states([third!])).toEqual(['received']);
    expect(await database().db`select 1 from audit where subject = ${`plate:${plate.id}`}`).toHaveLength(1);
    const elsewhere = layOut({ ...plate }, { ...actorOf(other, 'technician') });
    expect(await refusal(elsewhere)).toMatchObject({ code: '409 plate-barcode-in-use' });
  });

  it('refuses a barcode in use, an unknown kit, an unknown sweep and one of the other realm', async () => {
    const [tube, free] = await codes(2);
    const plate = request([tube!]);
    await layOut(plate);
    expect(await refusal(layOut(request([free!], { barcode: plate.barcode })))).toMatchObject({
      code: '409 plate-barcode-in-use',
    });
    const unknown = { code: '404 kit-or-sweep-unknown' };
    expect(await refusal(layOut(request([free!], { kit: { id: 'test-kit', version: 9 } })))).toMatchObject(
      unknown,
    );
    expect(await refusal(layOut(request([free!], { sweepId: -9 })))).toMatchObject(unknown);
    expect(await refusal(layOut(request([free!], { sweepId: 1 })))).toMatchObject(unknown);
    expect(await states([free!])).toEqual(['received']);
  });

  it('names every tube that is not free with its state, and moves none', async () => {
    const { owner } = database();
    const [free, sealed, plated, held, elsewhere] = [
      ...(await codes(1)),
      ...(await codes(1, 'sealed')),
      ...(await codes(1, 'plated')),
      ...(await codes(2)),
    ] as [string, string, string, string, string];
    await owner`update tube set held = true where code = ${held}`;
    await owner`update tube set laboratory_id = -2 where code = ${elsewhere}`;
    const [next] = await enterTubes(owner, database().context, other, 1);
    const refused = await refusal(
      layOut(request([free, sealed, plated, held, elsewhere, next!.code, 'NOWHERE'])),
    );
    expect(refused).toMatchObject({ code: '409 tubes-not-free' });
    const { tubes } = refused as { tubes: { code: string; state: string }[] };
    expect(Object.fromEntries(tubes.map(({ code, state }) => [code, state]))).toEqual({
      [sealed]: 'sealed',
      [plated]: 'plated',
      [held]: 'held',
      [elsewhere]: 'another-laboratory',
      [next!.code]: 'another-sweep',
      NOWHERE: 'unknown',
    });
    expect(await states([free])).toEqual(['received']);
    expect(await refusal(layOut(request([free, free])))).toBe('plate-tube-twice');
  });

  it('puts a tube onto one plate only, though two are laid out at the same moment', async () => {
    const tubes = await codes(20);
    const outcomes = await Promise.all([
      refusal(layOut(request(tubes))),
      refusal(layOut(request(tubes.toReversed()))),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'served')).toHaveLength(1);
    const wells = await database().db`select code from well where code = any(${tubes})`;
    expect(wells).toHaveLength(20);
  });

  it('lists what waits, longest first, without what is held or elsewhere', async () => {
    const { db, owner } = database();
    await owner`update tube set state = 'plated'`;
    const [late, early, held] = await codes(3);
    await owner`update tube set received_at = '2030-01-01T02:00Z' where code = ${early!}`;
    await owner`update tube set held = true where code = ${held!}`;
    expect(await listWaiting(db, -1, -1, 1)).toEqual({ codes: [early], waiting: 2 });
    expect((await listWaiting(db, -1, -1, 9)).codes).toEqual([early, late]);
    expect(await listWaiting(db, -1, -2, 9)).toEqual({ codes: [], waiting: 0 });
  });
});
