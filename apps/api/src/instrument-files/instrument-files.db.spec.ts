import { demoKit } from '#lis/domain';
import { acceptFile } from '#lis/file-intake';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { layOutPlate } from '../plating/lay-out-plate.js';
import { listFileSettings } from './file-settings.queries.js';
import { listFiles } from './list-files.queries.js';
import { isOfLaboratory, previewUpload } from './preview-upload.js';
import { setFileSetting } from './set-file-setting.js';

describe("instruments' files", () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let real: Laboratory;
  let plates = 0;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    other = await enterLaboratory(owner, 'drill', 2);
    real = await enterLaboratory(owner, 'real');
    await owner`update kit set definition = ${JSON.stringify({ ...demoKit, id: 'test-kit' })}::text::jsonb`;
  });
  const technician = (of = laboratory) => actorOf(of, 'technician');
  const newPlate = async (count = 2) => {
    const { owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, count, { members: 1, state: 'received' });
    const barcode = `FP-${++plates}`;
    return layOutPlate(context, technician(), {
      id: randomUUID(),
      barcode,
      sweepId: laboratory.sweepId,
      kit: { id: 'test-kit', version: 1 },
      tubeCodes: tubes.map(({ code }) => code),
    });
  };
  type Plate = Awaited<ReturnType<typeof newPlate>>;
  /** A LightCycler's export: dyes, no targets. */
  const exportOf = ({ barcode, wells }: Plate, ic = '25,1') =>
    [
      ['FAM', null],
      ['VIC', null],
      ['CY5', ic],
    ]
      .map(([dye, ct]) =>
        [
          `Experiment: ${barcode}  Selected Filter: ${dye} (465-510)`,
          'Include\tColor\tPos\tName\tCp\tStatus',
          ...wells.map(({ well, code, kind }) => {
            const cp = kind === 'positive-control' ? '27,0' : kind === 'negative-control' ? '' : (ct ?? '');
            return `True\t255\t${well}\t${code}\t${cp}\t`;
          }),
        ].join('\r\n'),
      )
      .join('\r\n\r\n');
  const targetsByDye = { FAM: 'ORF1ab', VIC: 'N', CY5: 'IC' };
  const preview = (text: string, said: object = { targetsByDye }, actor = technician()) =>
    previewUpload(database().context, actor, {
      instrumentId: laboratory.instrumentId,
      name: 'export.txt',
      content: Buffer.from(text).toString('base64'),
      ...said,
    });
  const list = (state: 'waiting' | 'accepted' | 'refused', actor = technician(), given: object = {}) =>
    listFiles(database().db, actor, { state, limit: 100, ...given });
  const accept = (fileId: string, seen: string, actor = technician()) =>
    acceptFile(database().context, actor, fileId, seen, isOfLaboratory(actor));
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'served',
      (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
    );
  const counts = async (fileId: string) => {
    const { owner } = database();
    const [row] = await owner<{ messages: number; jobs: number; files: number; audit: string[] }[]>`
      select (select count(*)::int from instrument_message where connection = ${`file:${fileId}`}) as messages,
        (select count(*)::int from outbox o join instrument_message m
          on m.connection = ${`file:${fileId}`} and o.payload -> 'messageIds' ? m.id::text) as jobs,
        (select array_agg(action order by id) from audit where subject = ${`instrument-file:${fileId}`}) as audit`;
    return row;
  };

  it('refuses what is unknown: instruments and files of other laboratories and the other realm', async () => {
    const plate = await newPlate();
    const text = exportOf(plate);
    for (const actor of [technician(other), technician(real)])
      expect(await refusal(preview(text, {}, actor))).toBe('404 instrument-unknown');
    const seen = await preview(text);
    for (const actor of [technician(other), technician(real)]) {
      expect(await refusal(accept(seen.fileId, seen.preview, actor))).toBe('404 file-unknown');
      const look = previewUpload(database().context, actor, { fileId: seen.fileId });
      expect(await refusal(look)).toBe('404 file-unknown');
      expect((await list('waiting', actor)).files).toEqual([]);
    }
    expect(await refusal(accept('999999', seen.preview))).toBe('404 file-unknown');
    expect(await counts(seen.fileId)).toMatchObject({ messages: 0, jobs: 0 });
  });

  it('keeps what it cannot read and says where', async () => {
    const plate = await newPlate();
    const seen = await preview(exportOf(plate, '2S,1'));
    expect(seen).toMatchObject({
      state: 'refused',
      refusal: { code: 'cell-unreadable', column: 5, found: '2S,1' },
      problems: ['file-refused'],
    });
    expect(await refusal(accept(seen.fileId, seen.preview))).toBe('409 file-refused');
    const [kept] = await database().db`select state, body from instrument_file where id = ${seen.fileId}`;
    expect(kept).toEqual({ state: 'refused', body: Buffer.from(exportOf(plate, '2S,1')) });
  });

  it('takes over nothing before it is accepted, then once', async () => {
    const plate = await newPlate();
    const seen = await preview(exportOf(plate));
    expect(seen).toMatchObject({
      state: 'waiting',
      format: 'lightcycler-480',
      plate: { barcode: plate.barcode, by: 'file' },
      problems: [],
      doubts: ['time-unknown'],
      wells: { samples: 2, controls: 2, outside: 0 },
      controls: { verdict: 'accepted', reasons: [] },
      disagreements: [],
      missing: [],
    });
    expect(await counts(seen.fileId)).toEqual({ messages: 0, jobs: 0, audit: ['instrument-file-received'] });
    expect((await list('waiting')).files.map(({ fileId }) => fileId)).toContain(seen.fileId);
    expect(await preview(exportOf(plate))).toEqual(seen);
    const answers = await Promise.all([1, 2, 3].map(() => accept(seen.fileId, seen.preview)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'replayed', 'replayed']);
    expect(new Set(answers.map(({ acceptedAt, readings }) => `${acceptedAt} ${readings}`)).size).toBe(1);
    expect(await counts(seen.fileId)).toEqual({
      messages: 1,
      jobs: 1,
      audit: ['instrument-file-received', 'instrument-file-accepted'],
    });
    expect(await preview(exportOf(plate), {})).toMatchObject({ fileId: seen.fileId, state: 'accepted' });
    expect(await counts(seen.fileId)).toMatchObject({ messages: 1, jobs: 1 });
  });

  it('asks what dyes stand for, once for all by setting', async () => {
    const plate = await newPlate();
    const seen = await preview(exportOf(plate), {});
    expect(seen.problems).toEqual(['target-unknown:CY5', 'target-unknown:FAM', 'target-unknown:VIC']);
    expect(await refusal(accept(seen.fileId, seen.preview))).toBe('409 file-has-problems');
    const { context } = database();
    const administrator = actorOf(laboratory, 'administrator');
    const { instrumentId } = laboratory;
    const setting = { instrumentId, folder: 'lc480', acceptsClean: false, targetsByDye };
    await setFileSetting(context, administrator, setting);
    expect((await preview(exportOf(plate), {})).problems).toEqual([]);
    const listed = (of: Laboratory) => listFileSettings(database().db, actorOf(of, 'administrator'));
    expect(await listed(laboratory)).toEqual({
      settings: [{ ...setting, instrumentSerial: 'serial-drill-1', laboratoryCode: 'lab-drill-1' }],
    });
    expect(await listed(real)).toEqual({ settings: [] });
    const elsewhere = { ...setting, instrumentId: other.instrumentId };
    expect(await refusal(setFileSetting(context, administrator, elsewhere))).toBe('409 folder-in-use');
    expect(await refusal(setFileSetting(context, actorOf(real, 'administrator'), setting))).toBe(
      '404 instrument-unknown',
    );
    await database().owner`delete from instrument_file_setting`;
  });

  it('accepts only what was seen', async () => {
    const plate = await newPlate();
    const first = await preview(exportOf(plate), {});
    await preview(exportOf(plate));
    expect(await refusal(accept(first.fileId, first.preview))).toBe('409 preview-changed');
  });

  it('finds no plate of another laboratory, and the one that is named', async () => {
    const plate = await newPlate();
    const text = exportOf(plate).replaceAll(plate.barcode, 'SOMETHING');
    expect((await preview(text)).problems).toEqual(['plate-unknown']);
    expect(await preview(text, { plateBarcode: plate.barcode, targetsByDye })).toMatchObject({
      problems: [],
      plate: { barcode: plate.barcode, by: 'given' },
    });
    await database()
      .owner`update plate set laboratory_id = ${other.laboratoryId} where barcode = ${plate.barcode}`;
    expect((await preview(text, { plateBarcode: plate.barcode })).problems).toEqual(['plate-unknown']);
  });

  it('says which wells are missing and what the controls say', async () => {
    const plate = await newPlate(3);
    const wells = plate.wells.filter(({ well }) => well !== 'B1' && well !== 'H12');
    const seen = await preview(exportOf({ ...plate, wells }));
    expect(seen).toMatchObject({
      missing: ['B1'],
      controls: { verdict: 'waiting' },
      doubts: ['time-unknown', 'controls-waiting', 'wells-missing'],
      isClean: false,
    });
  });

  it('draws the plate: every well that was laid out or is in the file, its role and its values', async () => {
    const plate = await newPlate();
    const [first, second] = plate.wells.filter(({ kind }) => kind === 'sample');
    const without = plate.wells.filter(({ well }) => well !== second?.well);
    const odd = { well: 'C7', kind: 'sample' as const, code: 'T-NOWHERE' };
    const { plateWells } = await preview(exportOf({ ...plate, wells: [...without, odd] }));
    const at = (well = '') => plateWells.find((one) => one.well === well);
    expect(plateWells).toHaveLength(plate.wells.length + 1);
    expect(at(first?.well)).toMatchObject({
      role: 'sample',
      laidOut: first?.code,
      inFile: first?.code,
      readings: [
        { target: 'ORF1AB', ct: null },
        { target: 'N', ct: null },
        { target: 'IC', ct: 25.1 },
      ],
    });
    expect(at(second?.well)).toMatchObject({ role: 'sample', inFile: null, readings: [] });
    expect(at('C7')).toMatchObject({ role: null, laidOut: null, inFile: 'T-NOWHERE' });
    const roles = plateWells.map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['negative-control', 'positive-control']));
    expect((await preview(exportOf(plate), { plateBarcode: 'NOWHERE' })).plateWells).toEqual([]);
  });

  it('lists what was taken and refused, newest first, in pages, to the own laboratory', async () => {
    await database().owner`truncate instrument_file, instrument_file_curves`;
    const plate = await newPlate();
    const taken = await preview(exportOf(plate));
    await accept(taken.fileId, taken.preview);
    expect((await list('accepted')).files).toMatchObject([
      { fileId: taken.fileId, plateBarcode: plate.barcode, acceptedBy: technician().name, refusal: null },
    ]);
    const refused: string[] = [];
    for (const cell of ['1S', '2S', '3S']) refused.unshift((await preview(exportOf(plate, cell))).fileId);
    const page = await list('refused', technician(), { limit: 2 });
    expect(page.files).toMatchObject([
      { fileId: refused[0], state: 'refused', refusal: { code: 'cell-unreadable', found: '3S' } },
      { fileId: refused[1] },
    ]);
    const last = await list('refused', technician(), { limit: 2, before: page.next });
    expect(last).toMatchObject({ files: [{ fileId: refused[2] }], next: null });
    for (const actor of [technician(other), technician(real)])
      for (const state of ['accepted', 'refused'] as const)
        expect((await list(state, actor)).files).toEqual([]);
  });

  it('keeps a file as it came: the application cannot change or remove it', async () => {
    const { db } = database();
    await expect(db`update instrument_file set body = ''`).rejects.toMatchObject({ code: '42501' });
    await expect(db`delete from instrument_file`).rejects.toMatchObject({ code: '42501' });
  });
}, 60_000);
