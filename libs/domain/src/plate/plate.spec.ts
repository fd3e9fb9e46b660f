import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutPlate } from './lay-out-plate.js';
import { type PlateTemplate, STANDARD_TEMPLATE } from './plate-template.js';
import { neighboursOf, normaliseWell, turnedWell, wellIndex, WELLS } from './wells.js';

const codes = (count: number): string[] => Array.from({ length: count }, (_, index) => `T${index}`);
const template = (...controls: PlateTemplate['controls']): PlateTemplate => ({
  id: 't',
  version: 1,
  controls,
});

describe('wells', () => {
  it('are named column by column', () => {
    expect(WELLS).toHaveLength(96);
    expect(WELLS.slice(0, 9).join(' ')).toBe('A1 B1 C1 D1 E1 F1 G1 H1 A2');
    expect(WELLS.at(-1)).toBe('H12');
    expect(wellIndex('I1')).toBe(-1);
  });

  it('have one spelling', () => {
    expect(['C05', 'c5', ' C5 ', 'H12', 'A10'].map(normaliseWell)).toEqual(['C5', 'C5', 'C5', 'H12', 'A10']);
    expect(['C0', 'I1', 'A13', 'A005', '5', ''].map(normaliseWell)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('have neighbours, and a place when the plate is turned', () => {
    expect(neighboursOf('A1').sort()).toEqual(['A2', 'B1', 'B2']);
    expect(neighboursOf('D5')).toHaveLength(8);
    expect(neighboursOf('Z9')).toEqual([]);
    expect(turnedWell('A1')).toBe('H12');
    for (const well of WELLS) expect(turnedWell(turnedWell(well))).toBe(well);
  });
});

describe('layOutPlate', () => {
  it('puts every tube into a well of its own, in order, and both controls in place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 94 }), (count) => {
        const { wells } = layOutPlate({ tubes: codes(count), template: STANDARD_TEMPLATE });
        const tubes = wells.flatMap((well) => (well.role === 'tube' ? [well.code] : []));
        expect(tubes).toEqual(codes(count));
        expect(new Set(wells.map(({ well }) => well)).size).toBe(count + 2);
        expect(wells).toContainEqual({ well: 'A12', role: 'control', kind: 'negative' });
        expect(wells).toContainEqual({ well: 'H12', role: 'control', kind: 'positive' });
      }),
    );
  });

  it('shows a turned plate: a tube lies where a control must be', () => {
    const { wells } = layOutPlate({ tubes: codes(8), template: STANDARD_TEMPLATE });
    const roles = new Map(wells.map((well) => [well.well, well.role]));
    for (const { well } of STANDARD_TEMPLATE.controls) expect(roles.get(turnedWell(well))).toBe('tube');
  });

  it('leaves placed tubes where they are', () => {
    const placed = [{ code: 'P', well: 'B1' }];
    const { wells } = layOutPlate({ tubes: ['X', 'Y'], template: STANDARD_TEMPLATE, placed });
    expect(wells.slice(0, 3)).toEqual([
      { well: 'A1', role: 'tube', code: 'X' },
      { well: 'B1', role: 'tube', code: 'P' },
      { well: 'C1', role: 'tube', code: 'Y' },
    ]);
  });

  it('refuses what a plate cannot be', () => {
    const lay =
      (tubes: string[], placed: { code: string; well: string }[] = []) =>
      () =>
        layOutPlate({ tubes, template: STANDARD_TEMPLATE, placed });
    expect(lay([])).toThrow('plate-without-tubes');
    expect(lay(codes(95))).toThrow('plate-too-many-tubes');
    expect(lay(['A', 'B', 'A'])).toThrow('plate-tube-twice');
    expect(lay(['A'], [{ code: 'A', well: 'C1' }])).toThrow('plate-tube-twice');
    expect(lay([], [{ code: 'A', well: 'H12' }])).toThrow('plate-tube-in-control-well');
    expect(lay([], [{ code: 'A', well: 'H13' }])).toThrow('plate-well-unknown');
    expect(
      lay(
        [],
        [
          { code: 'A', well: 'C1' },
          { code: 'B', well: 'C1' },
        ],
      ),
    ).toThrow('plate-well-twice');
  });

  it('refuses templates whose plate may be turned unnoticed', () => {
    const lay = (chosen: PlateTemplate) => () => layOutPlate({ tubes: ['A'], template: chosen });
    expect(lay(template({ well: 'A1', kind: 'negative' }, { well: 'H12', kind: 'negative' }))).toThrow(
      'plate-template-symmetric',
    );
    expect(lay(template())).toThrow('plate-template-symmetric');
    expect(lay(template({ well: 'A1', kind: 'negative' }, { well: 'H12', kind: 'positive' }))).not.toThrow();
    expect(lay(template({ well: 'A1', kind: 'negative' }, { well: 'A1', kind: 'positive' }))).toThrow(
      'plate-well-twice',
    );
    expect(lay(template({ well: 'A0', kind: 'negative' }))).toThrow('plate-well-unknown');
  });
});
