import { describe, expect, it } from 'vitest';
import { callWell } from './call-well.js';
import { demoKit } from './demo-kit.js';
import { judgeRun } from './judge-run.js';
import type { KitDefinition, Reading } from './kit-definition.js';

const byCall: KitDefinition = { ...demoKit, callsWithoutCt: true };
const cartridge: KitDefinition = { ...byCall, internalControls: true, controls: [] };
type Call = Reading['analyserCall'];
const calls = (orf: Call, n: Call, ic: Call): Reading[] =>
  [
    { target: 'ORF1AB', analyserCall: orf },
    { target: 'N', analyserCall: n },
    { target: 'IC', analyserCall: ic },
  ].map((reading) => ({ ...reading, ct: null, withoutCt: true }));
const result = (kit: KitDefinition, readings: Reading[]) => {
  const { call, reasons } = callWell(kit, readings);
  return [call, ...reasons.map(({ code }) => code)];
};

describe('calls without a Ct', () => {
  it('decide only where the kit says so', () => {
    expect(result(byCall, calls('NEG', 'NEG', 'POS'))).toEqual(['negative']);
    expect(result(byCall, calls('POS', 'POS', 'NEG'))).toEqual(['positive']);
    expect(result(demoKit, calls('NEG', 'NEG', 'POS'))).toEqual([
      'invalid',
      'call-without-ct',
      'call-without-ct',
      'call-without-ct',
    ]);
    expect(result(demoKit, calls('POS', 'POS', 'POS'))[0]).toBe('invalid');
  });

  it('never make a negative of an invalid target or of a failed internal control', () => {
    expect(result(byCall, calls('INV', 'NEG', 'POS'))).toEqual(['invalid', 'analyser-invalid']);
    expect(result(byCall, calls(null, 'NEG', 'POS'))).toEqual(['invalid', 'analyser-invalid']);
    for (const ic of ['NEG', 'INV', null] as const)
      expect(result(byCall, calls('NEG', 'NEG', ic))[0]).toBe('invalid');
  });

  it('do not stand in for a Ct that its sender ought to have given', () => {
    const readings = calls('POS', 'NEG', 'POS').map(({ target, ct, analyserCall }) => ({
      target,
      ct,
      analyserCall,
    }));
    expect(result(byCall, readings)).toContain('positive-call-without-ct');
    expect(result(byCall, readings)[0]).not.toBe('positive');
  });

  it('judge controls on a plate', () => {
    const controls = (negative: Call, positive: Call) => [
      { well: 'A12', kind: 'negative' as const, readings: calls(negative, negative, null) },
      { well: 'H12', kind: 'positive' as const, readings: calls(positive, positive, null) },
    ];
    expect(judgeRun(byCall, controls('NEG', 'POS')).kind).toBe('accepted');
    expect(judgeRun(byCall, controls('POS', 'POS')).kind).toBe('rejected');
    expect(judgeRun(byCall, controls('NEG', 'NEG')).kind).toBe('rejected');
    expect(judgeRun(byCall, controls('INV', 'POS')).kind).toBe('rejected');
    expect(judgeRun(byCall, controls(null, 'POS')).kind).toBe('rejected');
    expect(judgeRun(demoKit, controls('NEG', 'POS')).kind).toBe('rejected');
  });
});

describe('a kit that controls itself', () => {
  it('needs no control wells, and takes none that it does not know', () => {
    expect(judgeRun(cartridge, [])).toEqual({ kind: 'accepted' });
    expect(judgeRun({ ...cartridge, internalControls: false }, []).kind).toBe('rejected');
    expect(judgeRun(cartridge, [{ well: 'A12', kind: 'negative', readings: [] }]).kind).toBe('rejected');
    expect(judgeRun({ ...demoKit, internalControls: true }, []).kind).toBe('rejected');
  });
});
