import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, expect, it } from 'vitest';
import { PlacesController } from './places.controller.js';

const database = useDatabase();
let drill: Laboratory;
let real: Laboratory;
let places: PlacesController;
beforeAll(async () => {
  const { owner } = database();
  drill = await enterLaboratory(owner);
  real = await enterLaboratory(owner, 'real');
  places = new PlacesController(database().context);
});
const found = async (laboratory: Laboratory, kind: 'site' | 'laboratory' | 'jurisdiction', find: string) =>
  (await places.find(actorOf(laboratory, 'administrator'), { kind, find })).places.map(({ code }) => code);

it('finds places of the own realm by a part of code or name, and takes signs for what they are', async () => {
  const inDrill = await found(drill, 'site', '');
  const inReal = await found(real, 'site', '');
  expect(inDrill.length).toBeGreaterThan(0);
  expect(inReal.length).toBeGreaterThan(0);
  expect(inDrill.filter((code) => inReal.includes(code))).toEqual([]);
  expect(await found(drill, 'site', ` ${inDrill[0]?.toUpperCase()} `)).toContain(inDrill[0]);
  expect(await found(real, 'site', inDrill[0] ?? 'x')).toEqual([]);
  for (const kind of ['site', 'laboratory', 'jurisdiction'] as const)
    for (const find of ['%', '_', "' or true --"]) expect(await found(drill, kind, find)).toEqual([]);
  expect(await found(drill, 'jurisdiction', '')).toEqual(await found(real, 'jurisdiction', ''));
});

it('gives fifty at most', async () => {
  await database().owner`
    insert into laboratory (id, code, name) select -1000 - n, 'many-' || n, 'l' from generate_series(1, 60) n`;
  expect(await found(drill, 'laboratory', 'MANY')).toHaveLength(50);
});
