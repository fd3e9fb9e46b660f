import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../sha256/sha256.js';
import { arrayDesign } from './array-design.js';
import { BUILT_IN_DESIGNS, builtInDesign, type BuiltInDesignId } from './built-in-designs.js';
import { designHash, designText } from './design-hash.js';
import { poolsOf } from './design-rows.js';
import { hypercubeDesign } from './hypercube.js';
import { firstSpecimens } from './partial-design.js';
import { pipettingCsvForHand, pipettingCsvForRobot } from './pipetting-csv.js';
import { pipettingList, type PipettingOrder } from './pipetting-list.js';
import { wellsOf } from './plate-format.js';
import { poolLayout } from './pool-layout.js';

const order = (design: PipettingOrder['design'], change: Partial<PipettingOrder> = {}): PipettingOrder => ({
  design,
  specimens: Array.from({ length: design.specimens }, (_, i) => ({ code: `S${i}`, microlitres: 700 })),
  sourceFormat: 96,
  targetFormat: 96,
  aliquot: 20,
  dead: 50,
  reserve: 200,
  wellCapacity: 2000,
  ...change,
});

describe('pipettingList', () => {
  it('refuses what would pool in part, twice or into the void', () => {
    const design = arrayDesign(2, 2);
    const tubes = (...volumes: number[]) => volumes.map((microlitres, i) => ({ code: `S${i}`, microlitres }));
    const list = (change: Partial<PipettingOrder>) => () => pipettingList(order(design, change));
    expect(list({ specimens: tubes(700, 700, 700) })).toThrow('pooling-count-differs');
    expect(list({ specimens: tubes(1, 2, 3, 4).map((one) => ({ ...one, code: 'S' })) })).toThrow(
      'pooling-specimen-twice',
    );
    for (const microlitres of [Number.NaN, -1, Infinity])
      expect(list({ specimens: tubes(700, 700, 700, microlitres) })).toThrow('pooling-volume-unknown');
    for (const aliquot of [0, -5, Number.NaN]) expect(list({ aliquot })).toThrow('pooling-volume-unknown');
    expect(list({ wellCapacity: 39 })).toThrow('pooling-well-too-small');
    expect(list({ wellCapacity: 40 })).not.toThrow();
    // 50 dead, 200 for the retest, 2 × 20
    expect(list({ specimens: tubes(290, 290, 290, 290) })).not.toThrow();
    try {
      list({ specimens: tubes(290, 289.9, 290, 100) })();
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'pooling-volume-short', details: { codes: ['S1', 'S3'] } });
    }
    // the master pool is drawn from every specimen too, and holds all of them
    const withMaster = arrayDesign(2, 2, true);
    expect(() => pipettingList(order(withMaster, { specimens: tubes(290, 290, 290, 290) }))).toThrow(
      'pooling-volume-short',
    );
    expect(() => pipettingList(order(withMaster, { wellCapacity: 79 }))).toThrow('pooling-well-too-small');
  });

  it.each(Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[])(
    '%s: brings every specimen to its pools',
    (id) => {
      const design = builtInDesign(id);
      const transfers = pipettingList(
        order(design, { sourceFormat: 384, targetFormat: 384, wellCapacity: 9e9 }),
      );
      const layout = poolLayout(design, 384, 384);
      const wells = [layout.master, ...layout.targets].filter((place) => place !== null);
      expect(new Set(wells.map(({ plate, well }) => `${plate}${well}`)).size).toBe(wells.length);
      expect(wells.some(({ well }) => ['A24', 'P24'].includes(well))).toBe(false);
      const got = new Map<string, number[]>();
      for (const { code, pool } of transfers) got.set(code, [...(got.get(code) ?? []), pool]);
      for (let specimen = 0; specimen < design.specimens; specimen += 1) {
        const expected = [...(design.hasMaster ? [-1] : []), ...poolsOf(design, specimen)];
        expect(got.get(`S${specimen}`)).toEqual(expected);
      }
      const rows = pipettingCsvForRobot(transfers, 384).trimEnd().split('\r\n');
      expect(rows).toHaveLength(transfers.length + 1);
      expect(new Set(rows).size).toBe(rows.length);
    },
  );

  it('writes for a hand and for a robot with eight channels', () => {
    const transfers = pipettingList(order(hypercubeDesign(3, 3, true)));
    const hand = pipettingCsvForHand(transfers).split('\r\n');
    expect(hand[0]).toBe('\uFEFFstep,specimen,from,to,each_ul,total_ul,done');
    expect(hand[1]).toBe('1,S0,1:A1,1:A1 1:B1 1:E1 1:H1,20,80,');
    expect(hand).toHaveLength(29);
    const robot = pipettingCsvForRobot(transfers, 96).split('\r\n');
    expect(robot[0]).toBe(
      'SourcePlate,SourceWell,SourcePosition,TargetPlate,TargetWell,TargetPosition,Volume_ul,Specimen',
    );
    expect(robot[1]).toBe('SPECIMENS-1,A1,1,POOLS-1,A1,1,20,S0');
    expect(robot.slice(1, 9).map((row) => row.split(',')[1])).toEqual(wellsOf(96).slice(0, 8));
  });

  it('spreads over plates of either size and leaves the wells of controls free', () => {
    const rs = poolLayout(builtInDesign('rs-384x48'), 96, 96);
    expect(rs.sources[383]).toEqual({ plate: 4, well: 'H12', position: 96 });
    expect(rs.targets[47]).toEqual({ plate: 1, well: 'H6', position: 48 });
    const many = poolLayout(builtInDesign('triples-961x93'), 384, 96);
    expect(many.sources[960]?.plate).toBe(3);
    expect(many.targets[88]?.well).toBe('B12');
    expect(wellsOf(384).slice(15, 17)).toEqual(['P1', 'A2']);
  });
});

describe('a batch that is not full', () => {
  it('keeps the pools of its specimens, and empty pools get no well', () => {
    const whole = builtInDesign('array-8x12');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 96 }), (count) => {
        const part = firstSpecimens(whole, count);
        for (let i = 0; i < count; i += 1) expect([...poolsOf(part, i)]).toEqual([...poolsOf(whole, i)]);
        expect(part.pools).toBe(20);
        const made = poolLayout(part, 96, 96).targets.filter((place) => place !== null).length;
        expect(made).toBe(Math.min(8, count) + Math.ceil(count / 8));
      }),
    );
    expect(() => firstSpecimens(whole, 97)).toThrow(RangeError);
    expect(() => firstSpecimens(whole, 0)).toThrow(RangeError);
  });
});

describe('designHash', () => {
  it('is the SHA-256 of the text, one for each matrix, whatever its name', () => {
    const hashes = (Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[]).map((id) =>
      designHash(builtInDesign(id)),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
    const design = arrayDesign(2, 2);
    expect(designText(design)).toBe(
      'sweepwell pool design 1\nspecimens 4 pools 4 master 0\n0 2\n1 2\n0 3\n1 3\n',
    );
    expect(designHash(design)).toBe(createHash('sha256').update(designText(design)).digest('hex'));
    expect(designHash({ ...design, id: 'other' })).toBe(designHash(design));
    expect(designHash(arrayDesign(2, 2, true))).not.toBe(designHash(design));
    // stored with calls: a change of a generator must not pass unseen
    expect(designHash(builtInDesign('rs-384x48')).slice(0, 16)).toBe('13a0b79edc59b9df');
    expect(sha256Hex(hashes.join(' '))).toBe(
      ['84ba1dd74a1fd8a125e9f1ad2ef7fc7d', 'b725b09592b7b30e6526c88bb6145f05'].join(''),
    );
  });
});
