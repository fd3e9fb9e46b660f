import { randomUUID } from 'node:crypto';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { handOverBox, receiveBox } from './boxes.fixture.js';
import { catchUpWithBoxes } from './join-boxes.js';

describe('a tube whose registration crosses its box', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let boxes = 0;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  /** a registered tube, as if its box had not been seen (`sealed`), or only its hand-over */
  const tubeThatSaw = async (state: 'sealed' | 'handed-over', box: { id: string } | null) => {
    const { owner, context } = database();
    const [tube] = await enterTubes(owner, context, laboratory, 1, { state: 'sealed', members: 3 });
    await owner`
      update tube set state = ${state}, laboratory_id = null, received_at = null, box_id = ${box?.id ?? null},
        handed_over_at = ${box ? '2030-01-01T04:30:00Z' : null}::text::timestamptz
      where id = ${tube!.tubeId}`;
    return tube!.code;
  };
  const newBox = (tubeCodes: string[]) => ({ id: randomUUID(), code: `CROSS-${++boxes}`, tubeCodes });
  const state = async (code: string) => {
    const [row] = await database().db<{ state: string; whole: boolean }[]>`
      select state, box_id is not null and laboratory_id is not null and received_at is not null as whole
      from tube where code = ${code}`;
    return row;
  };
  const tallied = async () => {
    const [row] = await database().db<{ n: number }[]>`
      select coalesce(sum(n), 0)::int as n from tally_delta where metric = 'received'`;
    return row?.n;
  };
  const late = async (box: { tubeCodes: string[] }, code: string) => {
    await database().owner`update tube_code set code = ${box.tubeCodes[0]!} where code = ${code}`;
    await database().owner`update tube set code = ${box.tubeCodes[0]!} where code = ${code}`;
    return box.tubeCodes[0]!;
  };

  it('was between hand-over and receipt: the look after its commit finds it received', async () => {
    const { context } = database();
    const box = newBox([`LATE${boxes}`]);
    await handOverBox(context, laboratory, box);
    const before = await tallied();
    // the receipt commits before the registration that had seen only the hand-over
    await receiveBox(context, laboratory, box);
    const code = await late(box, await tubeThatSaw('handed-over', box));
    await catchUpWithBoxes(context, 'drill', [code]);
    expect(await state(code)).toEqual({ state: 'received', whole: true });
    expect(await tallied()).toBe(before! + 1);
    await catchUpWithBoxes(context, 'drill', [code]);
    expect(await tallied()).toBe(before! + 1);
  });

  it('commits last and dies before it looks: a repeat of the receipt finds it', async () => {
    const { context } = database();
    const box = newBox([`LATE${boxes}`]);
    await handOverBox(context, laboratory, box);
    await receiveBox(context, laboratory, box);
    const code = await late(box, await tubeThatSaw('handed-over', box));
    await receiveBox(context, laboratory, box);
    expect(await state(code)).toEqual({ state: 'received', whole: true });
  });

  it('saw no box at all: a repeat of the hand-over does not send it back onto the road', async () => {
    const { context } = database();
    const box = newBox([`LATE${boxes}`]);
    await handOverBox(context, laboratory, box);
    await receiveBox(context, laboratory, box);
    const code = await late(box, await tubeThatSaw('sealed', null));
    await handOverBox(context, laboratory, box);
    expect(await state(code)).toEqual({ state: 'received', whole: true });
  });

  it('was rejected on arrival: it is rejected with the reason', async () => {
    const { context, db } = database();
    const box = newBox([`LATE${boxes}`]);
    await handOverBox(context, laboratory, box);
    const code = box.tubeCodes[0]!;
    await receiveBox(
      context,
      laboratory,
      { ...box, tubeCodes: [], countedTubes: 0, rejected: [{ code, reason: 'leak' }] },
      actorOf(laboratory, 'technician'),
    );
    await late(box, await tubeThatSaw('handed-over', box));
    await catchUpWithBoxes(context, 'drill', [code]);
    expect(await db`select state, reject_reason as reason from tube where code = ${code}`).toEqual([
      { state: 'rejected', reason: 'leak' },
    ]);
  });
});
