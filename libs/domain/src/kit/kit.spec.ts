import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callWell } from './call-well.js';
import { demoKit } from './demo-kit.js';
import { flagContamination } from './flag-contamination.js';
import { judgeRun, type RunControl } from './judge-run.js';
import type { KitDefinition, Reading } from './kit-definition.js';

const read = (target: string, ct: number | null, analyserCall: Reading['analyserCall'] = null): Reading => ({
  target,
  ct,
  analyserCall,
});
const well = (orf: number | null, n: number | null, ic: number | null): Reading[] => [
  read('ORF1AB', orf),
  read('N', n),
  read('IC', ic),
];
const codes = (readings: Reading[], kit = demoKit): string[] =>
  callWell(kit, readings).reasons.map(({ code }) => code);
const call = (readings: Reading[], kit = demoKit): string => callWell(kit, readings).call;

describe('callWell', () => {
  it('calls by the kit’s table', () => {
    expect(callWell(demoKit, well(30, 31, null))).toEqual({ call: 'positive', reasons: [] });
    expect(callWell(demoKit, well(38, 38, 25))).toEqual({ call: 'positive', reasons: [] });
    expect(callWell(demoKit, well(null, null, 40))).toEqual({ call: 'negative', reasons: [] });
    expect(callWell(demoKit, well(40.01, null, 25))).toEqual({ call: 'negative', reasons: [] });
    expect(call(well(30, null, 25))).toBe('inconclusive');
    expect(codes(well(30, null, 25))).toEqual(['not-all-targets']);
    expect(codes(well(38.01, null, 25))).toEqual(['suspicious-ct', 'not-all-targets']);
    expect(call(well(null, null, 40.01))).toBe('invalid');
    expect(codes(well(null, null, null))).toEqual(['internal-control-failed']);
  });

  it('follows kits that differ', () => {
    const single: KitDefinition = { ...demoKit, whenSomeDetected: 'positive' };
    expect(call(well(30, null, 25), single)).toBe('positive');
    expect(call(well(39, null, 25), single)).toBe('inconclusive');
    const strict: KitDefinition = {
      ...demoKit,
      internalControl: { ...demoKit.internalControl, requiredWhen: 'always' },
    };
    expect(call(well(30, 30, null), strict)).toBe('invalid');
    expect(call(well(30, 30, 25), strict)).toBe('positive');
    expect(() => callWell({ ...demoKit, targets: [] }, well(null, null, 25))).toThrow('kit-without-targets');
  });

  it('never reads an empty Ct with a positive call as zero or as negative', () => {
    const readings = [read('ORF1AB', null, 'POS'), read('N', null, 'NEG'), read('IC', 25, 'POS')];
    expect(call(readings)).toBe('inconclusive');
    expect(codes(readings)).toContain('positive-call-without-ct');
  });

  it('misses no target, hides no signal', () => {
    expect(callWell(demoKit, [read('N', null), read('IC', 25)])).toEqual({
      call: 'invalid',
      reasons: [{ code: 'target-missing', target: 'ORF1AB' }],
    });
    expect(call([read('N', 22), read('IC', 25)])).toBe('inconclusive');
    expect(call([])).toBe('invalid');
    expect(codes([...well(null, null, 25), read('N', 20)])).toEqual(['target-repeated']);
    expect(codes([...well(null, null, 25), read('E', null)])).toEqual(['target-unknown']);
  });

  it('keeps the analyser’s contradiction as a reason', () => {
    expect(codes([read('ORF1AB', 41, 'POS'), read('N', null, 'NEG'), read('IC', 25)])).toEqual([
      'analyser-disagrees',
    ]);
    expect(codes([read('ORF1AB', 30, 'NEG'), read('N', 30, 'POS'), read('IC', 25)])).toEqual([
      'analyser-disagrees',
    ]);
    expect(codes([read('ORF1AB', null), read('N', null), read('IC', 25, 'NEG')])).toEqual([
      'analyser-disagrees',
    ]);
    expect(call([read('ORF1AB', null, 'INV'), read('N', null), read('IC', 25)])).toBe('invalid');
    expect(call([read('ORF1AB', 30, 'INV'), read('N', 30), read('IC', 25)])).toBe('inconclusive');
  });

  it('makes a well with an impossible Ct invalid', () => {
    for (const ct of [-1, 0, 4.9, 45.1, 999, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(call(well(ct, 30, 25))).toBe('invalid');
      expect(call(well(null, null, ct))).toBe('invalid');
    }
  });

  it('calls nothing negative by default, whatever is read', () => {
    const ct = fc.oneof(
      fc.constant(null),
      fc.double({ min: -5, max: 60 }),
      fc.constantFrom(0, 38, 40, Number.NaN),
    );
    const reading = fc.record({
      target: fc.constantFrom('ORF1AB', 'N', 'IC', 'E'),
      ct,
      analyserCall: fc.constantFrom('POS', 'NEG', 'INV', null),
    });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 5 }), fc.boolean(), (readings, strict) => {
        const requiredWhen = strict ? 'always' : 'no-target-detected';
        const kit: KitDefinition = {
          ...demoKit,
          internalControl: { ...demoKit.internalControl, requiredWhen },
        };
        const called = callWell(kit, readings);
        if (called.call !== 'negative') return;
        for (const name of ['ORF1AB', 'N']) {
          const own = readings.filter(({ target }) => target === name);
          expect(own).toHaveLength(1);
          expect(own[0]?.ct === null || (own[0]?.ct ?? 0) > 40).toBe(true);
          expect(own[0]?.analyserCall === 'POS' && own[0].ct === null).toBe(false);
        }
        const control = readings.filter(({ target }) => target === 'IC');
        expect(control).toHaveLength(1);
        expect(control[0]?.ct).toBeLessThanOrEqual(40);
        expect(control[0]?.ct).toBeGreaterThanOrEqual(5);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('judgeRun', () => {
  const negative = (...readings: Reading[]): RunControl => ({ well: 'A12', kind: 'negative', readings });
  const positive = (...readings: Reading[]): RunControl => ({ well: 'H12', kind: 'positive', readings });
  const clean = negative(read('ORF1AB', null), read('N', null));
  const good = positive(read('ORF1AB', 27), read('N', 28));
  const reasons = (...controls: RunControl[]): string[] => {
    const judged = judgeRun(demoKit, controls);
    return judged.kind === 'rejected' ? judged.reasons.map(({ code }) => code) : [judged.kind];
  };

  it('accepts when every control passes', () => {
    expect(judgeRun(demoKit, [clean, good])).toEqual({ kind: 'accepted' });
    expect(reasons(negative(read('ORF1AB', 41), read('N', null, 'NEG')), good)).toEqual(['accepted']);
  });

  it('waits for every reading, even when one has failed already', () => {
    const failed = negative(read('ORF1AB', 20), read('N', null));
    expect(judgeRun(demoKit, [failed, positive(read('N', 28))])).toEqual({
      kind: 'waiting',
      missing: [{ well: 'H12', kind: 'positive', targets: ['ORF1AB'] }],
    });
    expect(reasons(negative(), positive())).toEqual(['waiting']);
  });

  it('rejects the whole run for any failed control', () => {
    expect(reasons(negative(read('ORF1AB', 39), read('N', null)), good)).toEqual(['control-signal']);
    expect(reasons(negative(read('ORF1AB', null, 'POS'), read('N', null)), good)).toEqual(['control-signal']);
    expect(reasons(clean, positive(read('ORF1AB', null), read('N', 28)))).toEqual(['control-no-signal']);
    expect(reasons(clean, positive(read('ORF1AB', 36), read('N', 19)))).toEqual([
      'control-out-of-range',
      'control-out-of-range',
    ]);
    expect(reasons(clean, positive(read('ORF1AB', 27, 'NEG'), read('N', 28)))).toEqual(['control-unusable']);
    expect(reasons(clean, positive(read('ORF1AB', Number.NaN), read('N', 28)))).toEqual(['control-unusable']);
    expect(reasons(negative(read('ORF1AB', 0), read('N', null)), good)).toEqual(['control-unusable']);
    expect(
      reasons(clean, good, { ...good, well: 'G12', readings: [read('ORF1AB', 27), read('N', 37)] }),
    ).toEqual(['control-out-of-range']);
    const extraction: RunControl = { well: 'G12', kind: 'extraction', readings: well(null, null, null) };
    expect(reasons(clean, good, extraction)).toEqual(['control-no-signal']);
  });

  it('rejects layouts that no reading can mend', () => {
    expect(reasons(good)).toEqual(['control-not-laid-out']);
    expect(reasons()).toEqual(['control-not-laid-out', 'control-not-laid-out']);
    const bare: KitDefinition = { ...demoKit, controls: [] };
    expect(judgeRun(bare, []).kind).toBe('rejected');
    expect(judgeRun(bare, [clean]).kind).toBe('rejected');
  });
});

describe('flagContamination', () => {
  const positive = (name: string, lowestCt: number) => ({ well: name, call: 'positive' as const, lowestCt });

  it('groups wells that touch', () => {
    const flags = flagContamination([
      positive('A1', 20),
      positive('B2', 22),
      positive('C3', 22),
      positive('H12', 20),
    ]);
    expect(flags).toEqual([{ code: 'adjacent-positives', wells: ['A1', 'B2', 'C3'] }]);
  });

  it('counts weak positives of a plate', () => {
    const weak = [positive('A1', 36), positive('D6', 35), positive('H12', 37)];
    expect(flagContamination(weak)).toEqual([{ code: 'several-weak-positives', wells: ['A1', 'D6', 'H12'] }]);
    expect(flagContamination(weak.slice(1))).toEqual([]);
    expect(flagContamination([{ well: 'A1', call: 'negative', lowestCt: 44 }, positive('A2', 36)])).toEqual(
      [],
    );
  });
});
