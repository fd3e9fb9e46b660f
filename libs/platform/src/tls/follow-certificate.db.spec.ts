import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '#lis/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { followCertificate } from './follow-certificate.js';

describe('a followed certificate', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-follow-'));
  const file = join(folder, 'one.pem');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const tasks = async () =>
    (
      await database().db<{ open: boolean }[]>`
        select closed_at is null as open from attention where code = 'certificate-unusable' order by id`
    ).map(({ open }) => open);

  it('is put to use when its file is replaced; a broken one asks once, a later one again', async () => {
    writeFileSync(file, 'one');
    let usable = true;
    let used = 0;
    const told: string[] = [];
    const following = followCertificate(database().context, {
      subject: 'test',
      files: [file, join(folder, 'absent')],
      renew: () => {
        if (!usable) throw new Error('not PEM');
        used++;
      },
      warn: (event) => told.push(event),
      everyMs: 20,
    });
    const replace = (text: string) => {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    };
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(used).toBe(0);
    replace('two');
    await expect.poll(() => used, { timeout: 10_000 }).toBe(1);
    usable = false;
    replace('three');
    await expect.poll(tasks, { timeout: 10_000 }).toEqual([true]);
    replace('four');
    await expect
      .poll(() => told.filter((event) => event === 'certificate-unusable').length, { timeout: 10_000 })
      .toBe(2);
    expect(await tasks()).toEqual([true]);
    usable = true;
    replace('five');
    await expect.poll(tasks, { timeout: 10_000 }).toEqual([false]);
    usable = false;
    replace('six');
    await expect.poll(tasks, { timeout: 10_000 }).toEqual([false, true]);
    following.stop();
    expect(used).toBe(2);
  }, 60_000);
});
