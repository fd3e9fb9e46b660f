import { Plates } from '#lis/contracts';
import {
  actorOf,
  enterCalls,
  enterLaboratory,
  enterPlate,
  enterTubes,
  type Laboratory,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { listPlates } from './list-plates.js';
import { readPlateOrders, sendPlate } from './send-plate.js';

describe('plates of a laboratory', { timeout: 60_000 }, () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let real: Laboratory;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    other = await enterLaboratory(owner, 'drill', 2);
    real = await enterLaboratory(owner, 'real');
  });
  const tubes = (count: number, of = laboratory) =>
    enterTubes(database().owner, database().context, of, count, { members: 1 });
  const list = async (of = laboratory, given: object = {}) =>
    Plates.parse(await listPlates(database().db, actorOf(of, 'technician'), { limit: 50, ...given }));

  it('are seen by the own laboratory and realm alone, and not those that nobody laid out', async () => {
    const { owner } = database();
    const own = await enterPlate(owner, laboratory, await tubes(2));
    const others = await enterPlate(owner, other, await tubes(1, other));
    await enterPlate(owner, real, await tubes(1, real));
    const cartridge = await enterPlate(owner, laboratory, await tubes(1));
    await owner`update plate set laid_out_by = null where id = ${cartridge.id}`;
    expect((await list()).plates).toMatchObject([
      { barcode: own.barcode, kit: 'test-kit 1', tubes: 2, called: 0, order: null },
    ]);
    expect((await list(other)).plates.map(({ barcode }) => barcode)).toEqual([others.barcode]);
    // the barcode of another laboratory's plate tells nothing of where it stands
    expect((await list(laboratory, { before: others.barcode })).plates).toEqual([]);
  });

  it('come in pages, also those of one moment, with calls and orders', async () => {
    const { owner, context } = database();
    await owner`truncate order_message, run, plate cascade`;
    const built = await Promise.all(
      ['04', '04', '05'].map(async (hour) =>
        enterPlate(owner, laboratory, await tubes(1), `2030-01-01T${hour}:00Z`),
      ),
    );
    const first = await list(laboratory, { limit: 2 });
    const second = await list(laboratory, { limit: 2, before: first.next });
    expect(first.plates[0]?.barcode).toBe(built[2]?.barcode);
    expect(second).toMatchObject({ plates: [{}], next: null });
    const all = [...first.plates, ...second.plates].map(({ barcode }) => barcode);
    expect(all.sort()).toEqual(built.map(({ barcode }) => barcode).sort());

    await owner`truncate plate cascade`;
    const [tube, twin] = await tubes(2);
    await enterCalls(owner, laboratory, [
      { tubeId: tube!.tubeId, code: tube!.code, call: 'negative' },
      { tubeId: twin!.tubeId, code: twin!.code, call: 'invalid' },
    ]);
    const [called] = (await list()).plates;
    expect(called).toMatchObject({ tubes: 2, called: 2, order: null });
    await owner`update instrument set orders = 'law-push'`;
    const by = actorOf(laboratory, 'technician');
    const barcode = called!.barcode;
    await sendPlate(context, by, { barcode, instrumentSerial: 'serial-drill-1' });
    await owner`update order_message set state = 'accepted', body = '', codes = array['T1', 'T2'], refused = '{T2}'`;
    expect((await list()).plates).toMatchObject([
      { order: { instrumentSerial: 'serial-drill-1', state: 'accepted' } },
    ]);
    expect((await readPlateOrders(context, by, barcode)).orders).toMatchObject([
      { specimens: 2, codes: ['T1', 'T2'], refused: ['T2'] },
    ]);
  });
});
