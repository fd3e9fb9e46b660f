import { randomUUID } from 'node:crypto';
import { demoKit } from '#lis/domain';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { layOutPlate } from './lay-out-plate.js';
import { writeSetup } from './write-setup.js';

describe("a plate's set-up file", () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  let code: string;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    other = await enterLaboratory(owner, 'drill', 2);
    await owner`update kit set definition = ${JSON.stringify({ ...demoKit, id: 'test-kit' })}::text::jsonb`;
    const [tube] = await enterTubes(owner, context, laboratory, 1, { members: 1, state: 'received' });
    code = tube!.code;
    await layOutPlate(context, actorOf(laboratory, 'technician'), {
      id: randomUUID(),
      barcode: 'SETUP "1"',
      sweepId: laboratory.sweepId,
      kit: { id: 'test-kit', version: 1 },
      tubeCodes: [code],
    });
  });
  const write = (given: { of?: Laboratory; barcode?: string; dyes?: string[] } = {}) =>
    writeSetup(
      database().context,
      actorOf(given.of ?? laboratory, 'technician'),
      given.barcode ?? 'SETUP "1"',
      'abi-7500',
      given.dyes,
    );
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'served',
      (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
    );

  it('is of the own laboratory only, with a dye for each target', async () => {
    expect(await refusal(write({ of: other }))).toBe('404 plate-unknown');
    expect(await refusal(write({ barcode: 'NONE' }))).toBe('404 plate-unknown');
    expect(await refusal(write({ dyes: ['FAM'] }))).toBe('400 dyes-differ');
  });

  it('holds codes, controls, targets and dyes', async () => {
    const { bytes, name } = await write({ dyes: ['FAM', 'JOE', 'ROX'] });
    expect(name).toBe('SETUP__1_.txt');
    const lines = bytes.toString().split('\r\n');
    expect(lines).toContain(`A1\t${code}\tN\tUNKNOWN\tJOE\tNone`);
    expect(lines).toContain('A12\t"NC-SETUP ""1"""\tIC\tNTC\tROX\tNone');
  });
}, 60_000);
