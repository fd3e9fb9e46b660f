import { randomUUID } from 'node:crypto';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterPlate, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { layOutPlate } from './lay-out-plate.js';
import { readPlateOrders, sendPlate } from './send-plate.js';

describe('sending a plate to its instrument', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    other = await enterLaboratory(database().owner, 'drill', 2);
  });
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate order_message, instrument_query, audit`;
    await owner`update instrument set orders = 'law-push'`;
  });
  const by = (of = laboratory) => actorOf(of, 'technician');
  const tubes = (count: number) =>
    enterTubes(database().owner, database().context, laboratory, count, { members: 1 });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'served',
      (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
    );
  const send = (barcode: string, instrumentSerial = 'serial-drill-1', actor = by()) =>
    sendPlate(database().context, actor, { barcode, instrumentSerial });

  it('refuses a plate or an instrument of another laboratory, and one that takes no orders', async () => {
    const { barcode } = await enterPlate(database().owner, laboratory, await tubes(1));
    expect(await refusal(send('NOWHERE'))).toBe('404 plate-unknown');
    expect(await refusal(send(barcode, 'serial-drill-1', by(other)))).toBe('404 plate-unknown');
    expect(await refusal(send(barcode, 'serial-drill-2'))).toBe('404 instrument-unknown');
    expect(await refusal(send(barcode, 'NOWHERE'))).toBe('404 instrument-unknown');
    expect(await refusal(readPlateOrders(database().context, by(other), barcode))).toBe('404 plate-unknown');
    await database().owner`update instrument set orders = 'ask-only'`;
    expect(await refusal(send(barcode))).toBe('409 instrument-takes-no-orders');
    expect((await readPlateOrders(database().context, by(), barcode)).orders).toEqual([]);
  });

  it('asks once, however often and by however many, and again after a refusal', async () => {
    const { barcode } = await enterPlate(database().owner, laboratory, await tubes(1));
    await Promise.all([send(barcode), send(barcode), send(barcode)]);
    const { orders } = await send(barcode);
    expect(orders).toMatchObject([
      { instrumentSerial: 'serial-drill-1', cause: 'plate', state: 'waiting', attempts: 0 },
    ]);
    expect(await database().db`select 1 from audit where action = 'plate-orders-asked'`).toHaveLength(1);
    await database().owner`update order_message set state = 'accepted', body = ''`;
    expect((await send(barcode)).orders).toMatchObject([{ state: 'accepted' }]);
    await database().owner`update order_message set state = 'rejected'`;
    expect((await send(barcode)).orders).toMatchObject([{ state: 'waiting' }, { state: 'rejected' }]);
  });

  it('is asked with the layout of the plate: of the chosen instrument, or of the only one', async () => {
    const layOut = async (instrumentSerial?: string) => {
      const [tube] = await tubes(1);
      const barcode = `SEND-${randomUUID().slice(0, 8)}`;
      await layOutPlate(database().context, by(), {
        id: randomUUID(),
        barcode,
        sweepId: -1,
        kit: { id: 'test-kit', version: 1 },
        tubeCodes: [tube!.code],
        ...(instrumentSerial !== undefined && { instrumentSerial }),
      });
      return (await readPlateOrders(database().context, by(), barcode)).orders.map(
        (order) => order.instrumentSerial,
      );
    };
    expect(await layOut()).toEqual(['serial-drill-1']);
    await database().owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, orders)
      values (-70, -1, 'S70', 'A70', 'F70', 'law-push')`;
    expect(await layOut()).toEqual([]);
    expect(await layOut('S70')).toEqual(['S70']);
    expect(await refusal(layOut('serial-drill-2'))).toBe('404 instrument-unknown');
    await database().owner`update instrument set orders = 'ask-only'`;
    expect(await layOut()).toEqual([]);
  });
});
