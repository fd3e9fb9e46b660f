import { describe, expect, it } from 'vitest';
import { markOf, type PlateWell, wellAfter } from './plate-wells.js';

const seen = { disagreements: [], known: { same: 0, different: [] }, missing: [] };
const reading = (target: string, ct: number | null) => ({ target, ct, call: null, flags: [] });
const well = (given: Partial<PlateWell> = {}): PlateWell => ({
  well: 'B2',
  role: 'sample',
  laidOut: 'T1',
  inFile: 'T1',
  readings: [reading('N', null), reading('IC', 25)],
  ...given,
});

describe('wells of a plate', () => {
  it.each([
    ['B2', 'ArrowUp', 'A2'],
    ['B2', 'ArrowRight', 'B3'],
    ['A1', 'ArrowUp', 'A1'],
    ['A1', 'ArrowLeft', 'A1'],
    ['H12', 'ArrowDown', 'H12'],
    ['H12', 'ArrowRight', 'H12'],
    ['B2', 'Enter', undefined],
  ])('%s %s → %s', (from, key, to) => expect(wellAfter(from, key)).toBe(to));

  it('are marked by the gravest that is to be said of them', () => {
    const disagreements = [{ well: 'B2', laidOut: 'T1', inFile: 'T2' }];
    const different = { same: 0, different: ['B2'] };
    expect(markOf(well({ role: null }), { ...seen, disagreements }, 'IC')).toBe('outside');
    expect(markOf(well(), { ...seen, disagreements, known: different }, 'IC')).toBe('disagrees');
    expect(markOf(well(), { ...seen, known: different, missing: ['B2'] }, 'IC')).toBe('differs');
    expect(markOf(well(), { ...seen, missing: ['B2'] }, 'IC')).toBe('missing');
    expect(markOf(well({ readings: [reading('N', 30)] }), seen, 'IC')).toBe('signal');
  });

  it('show no signal for the internal control alone', () => {
    expect(markOf(well(), seen, 'IC')).toBe('plain');
    expect(markOf(well(), seen, undefined)).toBe('signal');
  });
});
