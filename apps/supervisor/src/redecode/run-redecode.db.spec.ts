import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answerWithoutPosterior,
  builtInDesign,
  decodedText,
  type DecodeEnd,
  type KeptPool,
  packCalls,
  prepareDecoder,
  readDesignText,
  seeded,
  simulateBatch,
} from '#lis/domain';
import { insertDecodes, readKeptBatches } from '#lis/persistence';
import {
  enterLaboratory,
  enterReadings,
  enterSpecimenBatches,
  type Laboratory,
  useDatabase,
} from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { runRedecode } from './run-redecode.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };
const settings = { tests, priors: 0.01, method: 'search' as const, workLimit: 100_000 };
const design = builtInDesign('hypercube-3^4');
const random = seeded('again');
const draw = (): KeptPool[] =>
  simulateBatch(design, Array(81).fill(0.02), tests, random).outcomes.map((outcome) => ({ outcome }));

describe('redecode on the command line', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-redecode-'));
  let url = '';
  let laboratory: Laboratory;
  let ids: number[];
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    const [here] = await owner<{ name: string }[]>`select current_database() as name`;
    url = inject('server')
      .replace(/postgres$/, here?.name ?? '')
      .replace('postgres:test@', 'sweepwell_app:test@');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate batch_decode, specimen_call, batch_specimen, batch_readings, specimen_batch, pool_design`;
    ids = await enterSpecimenBatches(owner, laboratory, design, settings, [draw(), draw(), draw()]);
    await enterReadings(owner, laboratory, ids[0]!, 2, draw());
    await keep(ids[0]!, 1, 'answer');
    await keep(ids[0]!, 2, 'answer');
    await keep(ids[1]!, 1, 'clock');
    await keep(ids[2]!, 1, 'fault');
  });

  async function keep(batchId: number, version: number, endedBy: DecodeEnd, decoderVersion?: string) {
    const { db } = database();
    const [batch] = await readKeptBatches(db, [{ batchId, version }]);
    if (!batch) throw new Error('no such batch');
    const { readings } = batch;
    const kept = readDesignText(batch.design);
    const found =
      endedBy === 'answer'
        ? prepareDecoder(kept, settings).decode(readings, () => 0)
        : answerWithoutPosterior(kept, settings, readings, endedBy === 'clock' ? 'budget' : 'decoder-failed');
    const decoded = { ...found, version: decoderVersion ?? found.version };
    const answer = Buffer.from(decodedText(decoded));
    const answerHash = createHash('sha256').update(answer).digest('hex');
    const { sweepId, settingsHash } = batch;
    const { hash: designHash } = batch.design;
    const made = {
      sweepId,
      batchId,
      version,
      designHash,
      settingsHash,
      endedBy,
      head: decoded,
      calls: packCalls(decoded.calls),
      answer,
      answerHash,
    };
    await db.begin((tx) => insertDecodes(tx, [made], 1e12));
  }
  async function run(...args: string[]) {
    const told: string[] = [];
    const tell = (line: string) => void told.push(line);
    const status = await runRedecode(
      args,
      { DATA_DIR: folder, DATABASE_APP_URL: url },
      { print: tell, warn: tell },
    );
    return { status, told: told.join('\n') };
  }

  it('says ok with counts: all, of a batch, of a sweep', async () => {
    expect(await run()).toEqual({
      status: 0,
      told: 'ok: 4 decodes are the same (1 ended by the clock, 1 by a fault)',
    });
    expect(await run('--all')).toMatchObject({ status: 0 });
    expect((await run('--sweep', '-1')).told).toMatch(/^ok: 4 /);
    expect((await run('--batch', String(ids[0]))).told).toMatch(/^ok: 2 /);
    expect(await run('--batch=-5')).toEqual({ status: 1, told: 'There is no such decode.' });
  });

  it.each([
    [
      'a reading',
      `update batch_readings set pools = jsonb_set(pools, '{3}', '{"outcome":"erased"}') where version = 2`,
      /, readings 2, specimen \d+: \w+ was/,
    ],
    ['the settings', `update specimen_batch set settings = settings || '{"priors":0.02}'`, /: settings was/],
    [
      'a call',
      `update specimen_call set call = 'ambiguous', reason = 'tied' where call = 'negative' and place = 40`,
      /specimen 40: call was "ambiguous", is "negative"/,
    ],
    ['a call that is gone', `delete from specimen_call where place = 80`, /specimen 80: call was null/],
    [
      'a column',
      `update batch_decode set alerts = '{budget}', negatives_may_leave = false where ended_by = 'answer'`,
      /: columns was/,
    ],
    ['the answer', `update batch_decode set answer = answer || ' '::bytea`, /: answer was/],
    [
      'what ended it',
      `update batch_decode set ended_by = 'clock' where ended_by = 'fault'`,
      /alerts was \["decoder-failed"/,
    ],
    [
      'the design',
      `update pool_design set body = replace(body, E'\\n0 3 6 9\\n', E'\\n1 3 6 9\\n')`,
      /: batch was/,
    ],
  ])('names the first difference when %s was changed', async (_, change, told) => {
    await database().owner.unsafe(change);
    const found = await run();
    expect(found.told).toMatch(/^DIFFERENT: batch -\d+/);
    expect(found.told).toMatch(told);
    expect(found.status).toBe(1);
  });

  it('tells decodes of another decoder as such', async () => {
    const { owner } = database();
    const [more = 0] = await enterSpecimenBatches(owner, laboratory, design, settings, [draw()]);
    await keep(more, 1, 'answer', 'specimen-pools/0');
    expect(await run('--all')).toEqual({
      status: 0,
      told: `1 decodes of specimen-pools/0: not made again by this version
ok: 4 decodes are the same (1 ended by the clock, 1 by a fault)`,
    });
  });

  it('ends with 2 for arguments that cannot be used', async () => {
    for (const args of [['--batch'], ['--batch', 'x'], ['--sweep', '0'], ['--all', '--sweep', '-1'], ['x']])
      expect(await run(...args)).toMatchObject({ status: 2 });
  });
});
