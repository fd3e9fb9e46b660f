import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIXTURE_FOLDERS, listFixtures, readFixture } from '../fixtures.js';
import { readMessage } from '../message/read-message.js';
import type { InstrumentSpecimen } from './instrument-results.js';
import { readInstrumentResults } from './read-instrument-results.js';

function specimensOf(text: string): InstrumentSpecimen[] {
  const results = readInstrumentResults(readMessage(text));
  return results.kind === 'results' ? results.specimens : [];
}
const fixture = (name: string) => specimensOf(readFixture(`ours/${name}.hl7`).toString());
const oru = (...segments: string[]) =>
  specimensOf(['MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.5.1', ...segments].join('\r'));
const shape = (all: InstrumentSpecimen[]) =>
  all.map(({ tubeCode, readings }) => [tubeCode, ...readings.map(({ target, ct }) => `${target}=${ct}`)]);

describe('readInstrumentResults on fixtures', () => {
  it('positive pool, SPM after OBX', () => {
    const [pool] = fixture('pcr_oru_pool_positive');
    expect(pool).toMatchObject({
      tubeCode: 'POOL-000123',
      role: 'pool',
      instrumentSerial: 'SN00123',
      position: null,
      overall: { analyserCall: 'POS', status: 'F', flags: ['A'] },
    });
    expect(shape([pool!])).toEqual([['POOL-000123', 'ORF1AB=28.41', 'N=27.9', 'IC=24.02']]);
    expect(pool?.readings[0]).toMatchObject({ rawValue: '28.41', status: 'F', observedAt: '20260301100500' });
  });

  it('LAW negative: call and Ct of a target become one reading', () => {
    expect(fixture('pcr_oul_r22_law_negative')).toEqual([
      {
        tubeCode: 'POOL-000124',
        role: 'pool',
        plateCode: 'PLATE0007',
        position: { raw: 'C05', well: 'C5' },
        runNumber: '1',
        instrumentSerial: 'SN9',
        kitLot: 'LOT256616',
        overall: null,
        readings: [
          {
            target: 'ORF1AB',
            ct: null,
            ctState: 'none',
            rawValue: 'Undetermined',
            analyserCall: 'NEG',
            rawCall: 'NEG^Negative^99PCR',
            status: 'F',
            observedAt: '20260301100500',
            flags: ['N'],
            runNumber: '1',
          },
        ],
      },
    ]);
  });

  it('positive control: role by name, the control material is not the kit', () => {
    expect(fixture('pcr_oul_r22_qc_positive_control')).toMatchObject([
      { tubeCode: 'PC-LOT7', role: 'control-positive', kitLot: null, position: { well: 'H12' } },
    ]);
  });

  it('failed internal control, correction, and a plate of 96', () => {
    expect(fixture('pcr_oru_ic_failed_invalid')).toMatchObject([
      {
        overall: { analyserCall: 'INV' },
        readings: [
          { target: 'ORF1AB', ct: null, ctState: 'none', rawValue: '""' },
          { target: 'IC', ct: null, ctState: 'not-sent', rawValue: '' },
        ],
      },
    ]);
    expect(fixture('pcr_oru_correction_C')).toMatchObject([
      { tubeCode: 'POOL-9', readings: [], overall: { status: 'C', analyserCall: 'NEG' } },
    ]);
    const plate = fixture('pcr_oul_r22_full_96well_plate');
    expect(plate).toHaveLength(96);
    expect(
      plate.every(({ tubeCode, readings, position }) => tubeCode && readings.length === 3 && position?.well),
    ).toBe(true);
    expect(plate.slice(0, 3).map(({ role }) => role)).toEqual(['qc', 'qc', 'pool']);
  });

  it('reads every collected message without throwing', () => {
    for (const file of FIXTURE_FOLDERS.flatMap(listFixtures))
      expect(() => specimensOf(readFixture(file).toString())).not.toThrow();
  });
});

describe('whose readings they are', () => {
  const [a, b] = ['OBX|1|NM|N||21|||||F', 'OBX|1|NM|N||32|||||F'].map((obx) =>
    obx.replace('|||||F', '||||||F'),
  );

  it.each([
    ['SPM first', ['SPM|1|T1', 'OBR|1', a!, 'SPM|2|T2', 'OBR|1', b!]],
    ['SPM last', ['OBR|1', a!, 'SPM|1|T1', 'OBR|2', b!, 'SPM|2|T2']],
    ['SPM between', ['OBR|1', 'SPM|1|T1', a!, 'OBR|2', 'SPM|2|T2', b!]],
    ['no SPM', ['OBR|1|T1|9', a!, 'OBR|2||T2', b!]],
    ['PID each', ['PID|1', 'SPM|1|T1', 'OBR|1', a!, 'PID|2', 'OBR|1', b!, 'SPM|1|T2']],
    ['SAC only', ['SAC|||T1', 'OBR|1', a!, 'SAC|||T2', 'OBR|1', b!]],
  ])('%s', (_, segments) => {
    expect(shape(oru(...segments))).toEqual([
      ['T1', 'N=21'],
      ['T2', 'N=32'],
    ]);
  });

  it('does not guess when only some orders have an SPM', () => {
    expect(shape(oru('OBR|1|X', a!, 'SPM|1|T2', 'OBR|2|Y', b!))).toEqual([
      [null, 'N=21'],
      [null, 'N=32'],
    ]);
  });

  it('carries no specimen over a PID, and splits a second container', () => {
    expect(shape(oru('PID|1', 'SPM|1|T1', a!, 'PID|2', b!))).toEqual([
      ['T1', 'N=21'],
      [null, 'N=32'],
    ]);
    const wells = oru('SPM|1|T1', 'SAC|||||||||||1^2', a!, 'SAC|||||||||||B3', b!);
    expect(wells.map(({ tubeCode, position }) => [tubeCode, position?.well])).toEqual([
      ['T1', 'A2'],
      ['T1', 'B3'],
    ]);
  });
});

describe('what a reading says', () => {
  const one = (obx: string) => oru('SPM|1|T', obx)[0]?.readings[0];

  it.each([
    ['NM|N||0.0', null, 'none', '0.0'],
    ['NM|N||', null, 'not-sent', ''],
    ['NM|N||-1', null, 'none', '-1'],
    ['ST|N_CT||NoCt', null, 'none', 'NoCt'],
    ['ST|N||-', null, 'none', '-'],
    ['ST|N||40.00+', null, 'none', '40.00+'],
    ['SN|N||>^40', null, 'none', '>^40'],
    ['SN|N||^28.4', 28.4, 'measured', '^28.4'],
    ['SN|N||<^10', null, 'unreadable', '<^10'],
    ['ST|94533-7||28,5', 28.5, 'measured', '28,5'],
    ['NM|N||see note', null, 'unreadable', 'see note'],
  ])('%s', (obx, ct, ctState, rawValue) => {
    expect(one(`OBX|1|${obx}||||||F`)).toMatchObject({
      target: 'N',
      ct,
      ctState,
      rawValue,
      analyserCall: null,
    });
  });

  it('holds apart a positive call with an empty Ct', () => {
    const [tube] = oru('SPM|1|T', 'OBX|1|CWE|N||POS||||||F', 'OBX|2|NM|N_CT||||||||F');
    expect(tube?.readings).toMatchObject([{ ct: null, ctState: 'not-sent', analyserCall: 'POS' }]);
  });

  it('keeps runs, repeated values and the more cautious status apart', () => {
    const [tube] = oru(
      'SPM|1|T',
      'OBX|1|NM|N|1|30||||||P',
      'OBX|2|NM|N|2|31|||A~HH|||F',
      'OBX|3|NM|N|2|32||||||C',
      'OBX|4|CE|N|1|POS||||||F',
    );
    expect(tube?.runNumber).toBeNull();
    expect(tube?.readings.map((r) => [r.runNumber, r.ct, r.analyserCall, r.status, r.flags])).toEqual([
      ['1', 30, 'POS', 'P', []],
      ['2', 31, null, 'F', ['A', 'HH']],
      ['2', 32, null, 'C', []],
    ]);
  });

  it('keeps an unknown call raw, an unknown status preliminary, and skips curves and supplements', () => {
    const [tube] = oru(
      'SPM|1|T',
      'OBX|1|CE|E gene||EQUIV^Equivocal||||||Z',
      'OBX|2|ED|CURVE||x||||||F',
      'OBX|3|ST|PT^^^S_OTHER||1||||||F',
      'OBX|4||N||||||||X',
    );
    expect(tube?.readings).toMatchObject([
      { target: 'E', analyserCall: null, rawCall: 'EQUIV^Equivocal', status: 'P' },
      { target: 'N', ct: null, status: 'X' },
    ]);
  });

  it('reads a 2.3.1 analyser: MSH-16, OBR-2, OBX-14 or OBR-7', () => {
    const message = (flag: string, tube: string) =>
      `MSH|^~\\&|||||2026||ORU^R01|1|P|2,3,1||||${flag}||ASCII\rPID|1\rOBR|1|${tube}|17|PCR^M|||20260301101010\r` +
      'OBX|1|NM|ORF1ab||30.1||||||F\rOBX|2|NM|N||29||||||F|||20260301111111\r';
    expect(readInstrumentResults(readMessage(message('0', '3201')))).toMatchObject({
      qcFlag: 'patient',
      specimens: [
        {
          tubeCode: '3201',
          role: 'patient',
          readings: [{ target: 'ORF1AB', observedAt: '20260301101010' }, { observedAt: '20260301111111' }],
        },
      ],
    });
    expect(specimensOf(message('2', 'NC-PLATE1'))[0]?.role).toBe('control-negative');
    expect(specimensOf(message('2', '3201'))[0]?.role).toBe('qc');
    expect(specimensOf(message('1', '3201'))[0]?.role).toBe('calibrator');
  });

  it('names what is not results', () => {
    const text = readFixture('medplum/cobaspro_qbp_q11.hl7').toString();
    expect(readInstrumentResults(readMessage(text))).toEqual({ kind: 'not-results', messageType: 'QBP^Q11' });
    expect(readInstrumentResults(readMessage('junk'))).toEqual({ kind: 'not-results', messageType: '' });
  });

  it('never throws on shuffled segments', () => {
    const segment = fc.constantFrom(
      'PID|1',
      'SPM|1|T',
      'SAC|||T|||||||P|C5',
      'OBR|1|X',
      'OBX|1|NM|N||3',
      'OBX',
      'INV|',
    );
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        expect(() => oru(...segments)).not.toThrow();
      }),
    );
  });
});
