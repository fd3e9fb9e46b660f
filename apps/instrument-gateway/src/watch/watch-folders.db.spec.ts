import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoKit } from '#lis/domain';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeFolderFile } from './take-folder-file.js';
import { folderWatch, watchFolders } from './watch-folders.js';

describe('watched folders', () => {
  const database = useDatabase();
  const warnings: string[] = [];
  const warn = (event: string) => void warnings.push(event);
  let laboratory: Laboratory;
  let root: string;
  let folder: string;
  let plates = 0;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await owner`update kit set definition = ${JSON.stringify({ ...demoKit, id: 'test-kit' })}::text::jsonb`;
    root = await mkdtemp(join(tmpdir(), 'watch-'));
  });
  afterAll(() => rm(root, { recursive: true }));
  beforeEach(async () => {
    const { owner } = database();
    folder = join(root, `f${++plates}`);
    warnings.length = 0;
    await mkdir(folder);
    await owner`truncate instrument_file, instrument_file_curves, instrument_message, attention`;
    await setting(false);
  });
  const setting = (acceptsClean: boolean) => database().owner`
    insert into instrument_file_setting values (${laboratory.instrumentId}, ${`f${plates}`}, ${acceptsClean}, '{}')
    on conflict (instrument_id) do update set folder = excluded.folder, accepts_clean = excluded.accepts_clean`;
  const look = (stableMs = 0) => folderWatch(database().context, { root, warn, stableMs });
  const stored = async () => {
    const rows = await database().db<{ name: string; state: string }[]>`
      select name, state from instrument_file order by id`;
    const [messages] = await database().db<{ count: number }[]>`select count(*)::int from instrument_message`;
    const attention = await database().db<{ code: string }[]>`select code from attention order by id`;
    return {
      files: rows.map(({ name, state }) => `${name} ${state}`),
      messages: messages?.count,
      attention: attention.map(({ code }) => code),
    };
  };
  /** An ABI export of a new plate with one negative tube. */
  const exportOf = async (negativeControl = 'Undetermined') => {
    const { owner, context } = database();
    const { sweepId, laboratoryId, technicianId } = laboratory;
    const [tube] = await enterTubes(owner, context, laboratory, 1, { members: 1 });
    const id = randomUUID();
    const barcode = `WP-${plates}`;
    await owner`insert into plate values (${sweepId}, ${id}, ${barcode}, ${laboratoryId}, 'test-kit', 1, ${technicianId}, '2030-01-01T04:00Z')`;
    await owner`
      insert into well values (${sweepId}, ${id}, 'A1', 'sample', ${tube!.code}, ${tube!.tubeId}),
        (${sweepId}, ${id}, 'A12', 'negative-control', ${`NC-${barcode}`}, null),
        (${sweepId}, ${id}, 'H12', 'positive-control', ${`PC-${barcode}`}, null)`;
    const wells = [
      ['A1', tube!.code, 'Undetermined', '25'],
      ['A12', `NC-${barcode}`, negativeControl, 'Undetermined'],
      ['H12', `PC-${barcode}`, '27.5', '25'],
    ];
    return [
      'Experiment Name = Run 1',
      'Experiment Run End Time = 2030-01-01 12:00:00',
      'Well\tSample Name\tTarget Name\tTask\tCt',
      ...wells.flatMap(([well, code, ct, ic]) => [
        `${well}\t${code}\tORF1ab\tUNKNOWN\t${ct}`,
        `${well}\t${code}\tN\tUNKNOWN\t${ct}`,
        `${well}\t${code}\tIC\tUNKNOWN\t${ic}`,
      ]),
    ].join('\n');
  };

  it('refuses what cannot be read, with the reason beside it', async () => {
    await writeFile(join(folder, 'letter.txt'), 'Dear laboratory');
    await writeFile(join(folder, 'empty.csv'), '');
    await look()();
    expect((await readdir(join(folder, 'refused'))).sort()).toEqual([
      'empty.csv',
      'empty.csv.reason.txt',
      'letter.txt',
      'letter.txt.reason.txt',
    ]);
    expect(await readFile(join(folder, 'refused', 'letter.txt.reason.txt'), 'utf8')).toMatch(
      /^format-unknown/,
    );
    expect(await stored()).toEqual({
      files: ['empty.csv refused', 'letter.txt refused'],
      messages: 0,
      attention: ['instrument-file-refused', 'instrument-file-refused'],
    });
  });

  it('follows no link, neither of a file nor of a folder, and leaves hidden and unfinished files', async () => {
    const secret = join(root, 'secret.txt');
    await writeFile(secret, await exportOf());
    await symlink(secret, join(folder, 'link.txt'));
    await writeFile(join(folder, '.hidden'), 'x');
    await writeFile(join(folder, 'run.txt.part'), 'x');
    await mkdir(join(folder, 'sub'));
    await look()();
    expect(await stored()).toMatchObject({ files: [] });
    await rm(folder, { recursive: true });
    await mkdir(join(root, 'elsewhere'), { recursive: true });
    await writeFile(join(root, 'elsewhere', 'a.txt'), 'x');
    await symlink(join(root, 'elsewhere'), folder);
    await look()();
    expect(await stored()).toMatchObject({ files: [] });
    expect(warnings).toEqual(['watch-folder-missing']);
  });

  it('does not write through a linked `taken`', async () => {
    await mkdir(join(root, `out${plates}`));
    await symlink(join(root, `out${plates}`), join(folder, 'taken'));
    await writeFile(join(folder, 'run.txt'), await exportOf());
    await look()();
    expect(await readdir(join(root, `out${plates}`))).toEqual([]);
    expect(warnings).toEqual(['folder-file-not-taken']);
  });

  it('is not more than a preview until a technician accepts', async () => {
    await writeFile(join(folder, 'run.txt'), await exportOf());
    await look()();
    expect(await readdir(join(folder, 'taken'))).toEqual(['run.txt']);
    expect(await stored()).toEqual({
      files: ['run.txt waiting'],
      messages: 0,
      attention: ['instrument-file-waiting'],
    });
  });

  it('accepts a clean file by itself where it is set to, and no other', async () => {
    await setting(true);
    await writeFile(join(folder, 'clean.txt'), await exportOf());
    await look()();
    expect(await stored()).toEqual({ files: ['clean.txt accepted'], messages: 1, attention: [] });
    plates += 1000;
    await writeFile(join(folder, 'dirty.txt'), await exportOf('30'));
    plates -= 1000;
    await look()();
    expect(await stored()).toEqual({
      files: ['clean.txt accepted', 'dirty.txt waiting'],
      messages: 1,
      attention: ['instrument-file-waiting'],
    });
  });

  it('takes a file once that was stored and not moved, and once that comes again', async () => {
    await setting(true);
    const text = await exportOf();
    const watched = { instrumentId: laboratory.instrumentId, folder: `f${plates}`, acceptsClean: true };
    await writeFile(join(folder, 'run.txt'), text);
    // a gateway that is killed between commit and move
    await takeFolderFile(database().context, watched, 'run.txt', Buffer.from(text));
    expect(await readdir(folder)).toEqual(['run.txt']);
    await look()();
    expect((await readdir(folder)).sort()).toEqual(['taken']);
    await writeFile(join(folder, 'run.txt'), text);
    await Promise.all([look()(), look()()]);
    expect(await stored()).toMatchObject({ files: ['run.txt accepted'], messages: 1 });
    expect((await readdir(join(folder, 'taken'))).sort()).toEqual(['1-run.txt', 'run.txt']);
  });

  it('waits until a file no longer changes', async () => {
    const text = await exportOf();
    const watch = look(400);
    await writeFile(join(folder, 'run.txt'), text.slice(0, 50));
    await watch();
    await writeFile(join(folder, 'run.txt'), text);
    await watch();
    expect(await stored()).toMatchObject({ files: [] });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await watch();
    expect(await stored()).toMatchObject({ files: ['run.txt waiting'] });
  });

  it('goes on by itself and ends when it is told', async () => {
    const stop = watchFolders(database().context, { root, warn, stableMs: 0 });
    await writeFile(join(folder, 'run.txt'), await exportOf());
    await expect.poll(() => stored(), { timeout: 20_000 }).toMatchObject({ files: ['run.txt waiting'] });
    await stop();
  });
}, 60_000);
