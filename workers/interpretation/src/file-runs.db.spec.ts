import type { AnalyserWell } from '#lis/hl7';
import { acceptFile, previewFile, readFileRow, takeFile } from '#lis/file-intake';
import { consumeOutbox } from '#lis/platform';
import { enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { interpretMessages } from './interpret-messages.js';
import { oulOf, plateOf, store, type TestPlate } from './plate.fixture.js';

describe('one run by two ways', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  const who = { name: 'staff:-1001', origin: 'test' };
  const newPlate = (count = 3) => plateOf(database().owner, database().context, laboratory, count);
  const work = async () => {
    const { db, context } = database();
    const rows = await db<{ id: number }[]>`select id from outbox where topic = 'message' order by id`;
    const outboxIds = rows.map(({ id }) => String(id));
    if (outboxIds.length > 0)
      await consumeOutbox(context, 'message', { outboxIds }, (tx, taken) =>
        interpretMessages(context, tx, taken),
      );
    expect([...(await db`select last_error from outbox where topic = 'message'`)]).toEqual([]);
  };
  const send = (text: string) => store(database().db, laboratory.instrumentId, [text]);
  /** An ABI export of the plate with the time of its end; `more`: decimals beyond those of messages. */
  const fileOf = (
    plate: TestPlate,
    wells: readonly AnalyserWell[] = plate.wells,
    ended = '2030-01-01 12:40:00',
    name = 'File run',
  ) =>
    Buffer.from(
      [
        `Experiment Name = ${name}`,
        `Experiment Barcode = ${plate.barcode}`,
        `Experiment Run End Time = ${ended}`,
        'Well\tSample Name\tTarget Name\tTask\tCt',
        ...wells.flatMap(({ well, tubeCode, readings }) =>
          readings.map(({ target, ct }) =>
            [
              well,
              tubeCode,
              target,
              'UNKNOWN',
              ct === null ? 'Undetermined' : `${ct}04`.replace(/^(\d+)04$/, '$1.004'),
            ].join('\t'),
          ),
        ),
      ].join('\n'),
    );
  const upload = async (body: Buffer, said = {}) => {
    const { context, db } = database();
    const { fileId } = await takeFile(context, who, {
      instrumentId: laboratory.instrumentId,
      name: 'a.txt',
      body,
      source: 'upload',
    });
    await db`update instrument_file set said = ${JSON.stringify(said)}::text::jsonb where id = ${fileId}`;
    const row = await readFileRow(db, fileId);
    const { preview } = await previewFile(db, row!, said, context.clock.now('drill'));
    return { fileId, preview, accept: () => acceptFile(context, who, fileId, preview.preview, () => true) };
  };
  const stateOf = async ({ id }: TestPlate) => {
    const { db } = database();
    const runs = await db<{ id: number; state: string; number: string }[]>`
      select id, state, run_number as number from run where plate_id = ${id} order by id`;
    const [count] = await db<{ readings: number }[]>`
      select count(*)::int as readings from reading where run_id = any(${runs.map((run) => run.id)}::bigint[])`;
    const calls = await db<{ well: string; call: string; reasons: string[] }[]>`
      select well, call, reasons from well_call where run_id = any(${runs.map((run) => run.id)}::bigint[]) order by well`;
    const attention = await db<{ code: string }[]>`
      select code from attention where detail ->> 'runId' = any(${runs.map((run) => String(run.id))}::text[])`;
    return {
      runs: runs.map(({ state, number }) => `${number} ${state}`),
      readings: count?.readings,
      calls: calls.map(({ well, call, reasons }) => [well, call, ...reasons].join(' ')),
      attention: attention.map(({ code }) => code).sort(),
    };
  };
  const change = (plate: TestPlate, index: number, well: Partial<AnalyserWell>) =>
    plate.wells.map((one, at) => (at === index ? { ...one, ...well } : one));
  const cts = (orf: number | null, n: number | null, ic: number | null) => [
    { target: 'ORF1AB', ct: orf },
    { target: 'N', ct: n },
    { target: 'IC', ct: ic },
  ];
  const once = { readings: 15, calls: ['A1 negative', 'B1 negative', 'C1 negative'], attention: [] };

  it('is called from a file alone', async () => {
    const plate = await newPlate();
    const { preview, accept } = await upload(fileOf(plate));
    expect(preview).toMatchObject({
      isClean: true,
      joins: false,
      runNumber: 'File run',
      problems: [],
      doubts: [],
    });
    await accept();
    await work();
    expect(await stateOf(plate)).toEqual({ runs: ['File run accepted'], ...once });
  });

  it('is one run when the file comes after the messages', async () => {
    const plate = await newPlate();
    await send(oulOf(plate.barcode, plate.wells, 'R7'));
    await work();
    const { preview, accept } = await upload(fileOf(plate));
    expect(preview).toMatchObject({
      isClean: true,
      joins: true,
      runNumber: 'R7',
      known: { same: 15, different: [] },
    });
    await accept();
    await work();
    expect(await stateOf(plate)).toEqual({ runs: ['R7 accepted'], ...once });
  });

  it('is one run when the messages come after the file, in a later batch or the same', async () => {
    for (const isSame of [false, true]) {
      const plate = await newPlate();
      await (await upload(fileOf(plate))).accept();
      if (!isSame) await work();
      await send(oulOf(plate.barcode, plate.wells, 'R7'));
      await work();
      expect(await stateOf(plate)).toEqual({ runs: ['File run accepted'], ...once });
    }
  });

  it('is one run of two files with the same readings and other bytes', async () => {
    const plate = await newPlate();
    await (await upload(fileOf(plate))).accept();
    await work();
    const again = await upload(fileOf(plate, plate.wells, '2030-01-01 13:00:00', 'Exported again'));
    expect(again.preview).toMatchObject({ joins: true, runNumber: 'File run' });
    await again.accept();
    await work();
    expect(await stateOf(plate)).toEqual({ runs: ['File run accepted'], ...once });
  });

  it('keeps the first value and puts another one before a person', async () => {
    const plate = await newPlate();
    await send(oulOf(plate.barcode, plate.wells, 'R7'));
    await work();
    const { preview, accept } = await upload(fileOf(plate, change(plate, 1, { readings: cts(25, 26, 25) })));
    expect(preview).toMatchObject({
      isClean: false,
      doubts: ['values-differ'],
      known: { different: ['B1'] },
    });
    await accept();
    await work();
    expect(await stateOf(plate)).toEqual({ runs: ['R7 accepted'], ...once, attention: ['reading-differs'] });
  });

  it('is another run a day later, and one that the technician names', async () => {
    const plate = await newPlate();
    await send(oulOf(plate.barcode, plate.wells, 'R7'));
    await work();
    const late = await upload(fileOf(plate, plate.wells, '2030-01-02 18:00:00'));
    expect(late.preview).toMatchObject({ joins: false, runNumber: 'File run' });
    const named = await upload(fileOf(plate, plate.wells, '2030-01-01 12:50:00'), { runNumber: 'R8' });
    expect(named.preview).toMatchObject({ joins: false, runNumber: 'R8' });
  });

  it("holds a well whose sample is not the layout's, and one without a name", async () => {
    const plate = await newPlate();
    const wells = change(plate, 0, { tubeCode: 'SOMETHING' }).map((one, at) =>
      at === 1 ? { ...one, tubeCode: '' } : one,
    );
    const { preview, accept } = await upload(fileOf(plate, wells));
    expect(preview.disagreements).toEqual([
      { well: 'A1', laidOut: plate.wells[0]?.tubeCode, inFile: 'SOMETHING' },
      { well: 'B1', laidOut: plate.wells[1]?.tubeCode, inFile: null },
    ]);
    await accept();
    await work();
    expect((await stateOf(plate)).calls).toEqual([
      'A1 negative well-disagrees',
      'B1 negative well-disagrees',
      'C1 negative',
    ]);
  });

  it('rejects a run whose negative control is marked positive in the file', async () => {
    const plate = await newPlate();
    const text = fileOf(plate)
      .toString()
      .replaceAll(`NC-${plate.barcode}\tORF1AB\tUNKNOWN`, `\tORF1AB\tPositive Control`)
      .replaceAll(`NC-${plate.barcode}\tN\tUNKNOWN`, `\tN\tPositive Control`)
      .replaceAll(`NC-${plate.barcode}\tIC\tUNKNOWN`, `\tIC\tPositive Control`);
    const { preview, accept } = await upload(Buffer.from(text));
    expect(preview.doubts).toContain('layout-differs');
    await accept();
    await work();
    expect((await stateOf(plate)).runs).toEqual(['File run rejected']);
  });
}, 60_000);
