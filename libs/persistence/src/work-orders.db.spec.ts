import {
  type BuiltTube,
  enterLaboratory,
  enterPlate,
  enterTubes,
  type Laboratory,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { findWorkOrders } from './work-orders.queries.js';

describe('what is ordered', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let real: Laboratory;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    other = await enterLaboratory(owner, 'drill', 2);
    real = await enterLaboratory(owner, 'real', 3);
    await owner`update kit set definition = '{"targets": [{"name": "ORF1AB"}, {"name": "N"}]}'`;
  });
  const find = (codes: string[], instrument = laboratory.instrumentId) =>
    findWorkOrders(database().db, instrument, { codes });
  const tubes = (count: number, given: Parameters<typeof enterTubes>[4] = {}, at = laboratory) =>
    enterTubes(database().owner, database().context, at, count, { members: 3, ...given });
  const plate = async (built: readonly BuiltTube[], laidOutAt?: string) =>
    (await enterPlate(database().owner, laboratory, built, laidOutAt)).barcode;
  const setState = (built: readonly BuiltTube[], state: string) =>
    database()
      .owner`update tube set state = ${state} where id = any(${built.map(({ tubeId }) => tubeId)}::uuid[])`;

  it('finds nothing of an unknown, empty or hostile code', async () => {
    expect(await find(['NOWHERE', '', '\0', '{"a"}', "'; drop", '%', '\\', 'NC-', 'NC-NOWHERE'])).toEqual([]);
    expect(await find([])).toEqual([]);
  });

  it('finds nothing of another laboratory, of the other realm, or for an unknown instrument', async () => {
    const [tube] = await tubes(1);
    const barcode = await plate(await tubes(2));
    for (const instrument of [other.instrumentId, real.instrumentId, -99]) {
      expect(await find([tube!.code, barcode, `NC-${barcode}`], instrument)).toEqual([]);
    }
  });

  it.each(['sealed', 'handed-over', 'resulted', 'released', 'rejected', 'void', 'quarantined'])(
    'orders nothing of a tube that is %s',
    async (state) => {
      const built = await tubes(1, { state });
      expect(await find([built[0]!.code])).toEqual([]);
    },
  );

  it('orders nothing of a held tube', async () => {
    const built = await tubes(2);
    const barcode = await plate([built[1]!]);
    await database()
      .owner`update tube set held = true where id = any(${built.map(({ tubeId }) => tubeId)}::uuid[])`;
    expect(await find([...built.map(({ code }) => code), barcode])).toEqual([]);
  });

  it('orders a received tube without a place, and a single with its priority', async () => {
    const [pool] = await tubes(1);
    const [single] = await tubes(1, { members: 1, purpose: 'recollection' });
    expect(await find([pool!.code])).toEqual([
      {
        code: pool!.code,
        role: 'pool',
        memberCount: 3,
        sweepId: -1,
        place: null,
        kit: null,
        priority: 'routine',
      },
    ]);
    expect(await find([single!.code])).toMatchObject([{ role: 'single', memberCount: 1, priority: 'stat' }]);
  });

  it('orders a plate by its barcode: tubes and controls in the order of wells, with the kit and its targets', async () => {
    const built = await tubes(10);
    const barcode = await plate(built);
    const orders = await find([barcode]);
    expect(orders.map(({ place, code, role }) => [place?.well, code, role])).toEqual([
      ...['A1', 'B1', 'C1', 'D1', 'E1', 'F1', 'G1', 'H1', 'A2', 'B2'].map((well, index) => [
        well,
        built[index]!.code,
        'pool',
      ]),
      ['A12', `NC-${barcode}`, 'control'],
      ['H12', `PC-${barcode}`, 'control'],
    ]);
    expect(orders[0]).toMatchObject({
      place: { plateBarcode: barcode },
      kit: { id: 'test-kit', version: 1, targets: ['ORF1AB', 'N'] },
    });
    expect(await find([`PC-${barcode}`])).toMatchObject([{ code: `PC-${barcode}`, place: { well: 'H12' } }]);
    expect(await find([built[3]!.code])).toMatchObject([{ code: built[3]!.code, place: { well: 'D1' } }]);
  });

  it('orders of a plate only what has no result yet, and of a finished plate nothing, not even its controls', async () => {
    const built = await tubes(3);
    const barcode = await plate(built);
    await setState(built.slice(0, 2), 'released');
    expect((await find([barcode])).map(({ code }) => code)).toEqual([
      built[2]!.code,
      `NC-${barcode}`,
      `PC-${barcode}`,
    ]);
    await setState(built, 'released');
    expect(await find([barcode, built[0]!.code, `NC-${barcode}`])).toEqual([]);
    // a rerun is due: the tube is to be measured again
    await setState([built[1]!], 'plated');
    expect((await find([built[1]!.code])).map(({ code }) => code)).toEqual([built[1]!.code]);
  });

  it('orders a tube where it stands now, not on the plate whose run was rejected', async () => {
    const built = await tubes(2);
    const first = await plate(built);
    const second = await plate(built.toReversed(), '2030-01-01T09:00Z');
    expect(await find([first, `NC-${first}`])).toEqual([]);
    expect(await find([built[0]!.code])).toMatchObject([{ place: { plateBarcode: second, well: 'B1' } }]);
    expect(await find([first, second])).toHaveLength(4);
  });

  it('orders what was received in a time, at its own laboratory only', async () => {
    const { db, owner } = database();
    await owner`update tube set state = 'released'`;
    const [early, late, held] = await tubes(3);
    await tubes(1, {}, other);
    await owner`update tube set received_at = '2030-01-02T03:00Z' where id = ${late!.tubeId}`;
    await owner`update tube set held = true where id = ${held!.tubeId}`;
    const between = (from: string, to: string) =>
      findWorkOrders(db, laboratory.instrumentId, {
        receivedFrom: Date.parse(from),
        receivedTo: Date.parse(to),
      });
    expect((await between('2030-01-01T00:00Z', '2030-01-01T23:00Z')).map(({ code }) => code)).toEqual([
      early!.code,
    ]);
    expect(await between('2030-01-01T00:00Z', '2030-01-03T00:00Z')).toHaveLength(2);
    expect(await between('2031-01-01T00:00Z', '2031-01-03T00:00Z')).toEqual([]);
  });
});
