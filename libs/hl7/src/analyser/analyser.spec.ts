import { describe, expect, it } from 'vitest';
import { readMessage } from '../message/read-message.js';
import type { SpecimenRole } from '../results/instrument-results.js';
import { readInstrumentResults } from '../results/read-instrument-results.js';
import type { AnalyserRun, AnalyserWell } from './analyser-run.js';
import { writeOruPool } from './write-oru-pool.js';
import { writeOulPlate } from './write-oul-plate.js';

const run: AnalyserRun = {
  sender: { application: 'PCRMW', facility: 'LAB01' },
  receiver: { application: 'SWEEPWELL', facility: 'CDC' },
  controlId: '42',
  time: '20260301101500+0800',
  instrumentSerial: 'SN00123',
  runNumber: 'R7',
  kitLot: 'LOT&1',
  plateCode: 'PLATE0007',
};
const observedAt = '20260301100500+0800';

function wellOf(well: string, tubeCode: string, role: SpecimenRole, cts: (number | null)[]): AnalyserWell {
  const targets = ['ORF1AB', 'N', 'IC'];
  const readings = targets.map((target, i) => ({ target, ct: cts[i] ?? null }));
  return { well, tubeCode, role, readings, observedAt, memberCount: 10 };
}

function readBack(text: string) {
  const results = readInstrumentResults(readMessage(text));
  if (results.kind !== 'results') throw new Error(results.messageType);
  return results.specimens.map((specimen) => ({
    well: specimen.position?.well,
    tubeCode: specimen.tubeCode,
    role: specimen.role,
    readings: specimen.readings.map(({ target, ct }) => ({ target, ct })),
    observedAt: specimen.readings[0]?.observedAt,
    run: [specimen.plateCode, specimen.runNumber, specimen.instrumentSerial, specimen.kitLot],
    statuses: new Set(specimen.readings.map(({ status }) => status)),
  }));
}
const back = ({ well, tubeCode, role, readings, observedAt: seen, status }: AnalyserWell) => ({
  well,
  tubeCode,
  role,
  readings,
  observedAt: seen,
  run: ['PLATE0007', 'R7', 'SN00123', 'LOT&1'],
  statuses: new Set([status ?? 'F']),
});

describe('writeOruPool', () => {
  const positive = wellOf('C5', 'POOL-000123', 'pool', [28.41, 27.123, 24]);

  it('is read back as it was written', () => {
    expect(readBack(writeOruPool({ ...run, well: positive }))).toEqual([back(positive)]);
    const corrected = { ...wellOf('H12', '3201', 'patient', [null, null, 24]), status: 'C' } as const;
    expect(readBack(writeOruPool({ ...run, well: corrected }))).toEqual([back(corrected)]);
  });

  it('is about as long as a real one', () => {
    const { length } = writeOruPool({ ...run, well: positive });
    expect(length).toBeGreaterThan(1000);
    expect(length).toBeLessThan(1400);
  });

  it.each([
    [[28, null, null], 'POS'],
    [[null, null, 24], 'NEG'],
    [[null, null, null], 'INV'],
  ])('calls %j %s', (cts, call) => {
    const results = readInstrumentResults(
      readMessage(writeOruPool({ ...run, well: wellOf('A1', 'T', 'patient', cts) })),
    );
    expect(results).toMatchObject({ specimens: [{ overall: { analyserCall: call } }] });
  });
});

describe('writeOulPlate', () => {
  it('brings a plate with every role back', () => {
    const roles: [string, SpecimenRole][] = [
      ['NC-PLATE0007', 'control-negative'],
      ['PC-PLATE0007', 'control-positive'],
      ['EC-PLATE0007', 'control-extraction'],
      ['QC7', 'qc'],
      ['CAL1', 'calibrator'],
      ['B|1', 'blind'],
      ['R1', 'other'],
      ['3201', 'patient'],
      ['POOL-1', 'pool'],
    ];
    const wells = Array.from({ length: 96 }, (_, i) => {
      const [code, role] = roles[i] ?? [`POOL-${i}`, 'pool'];
      const name = 'ABCDEFGH'.charAt(Math.floor(i / 12)) + String((i % 12) + 1);
      return wellOf(name, code, role, [i % 3 === 0 ? 20 + i / 8 : null, null, 25.5]);
    });
    expect(readBack(writeOulPlate({ ...run, wells }))).toEqual(wells.map(back));
  });
});
