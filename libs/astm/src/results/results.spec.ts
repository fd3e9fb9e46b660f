import { profileOf, readInstrumentResults, readMessage, splitBatch } from '#lis/hl7';
import { describe, expect, it } from 'vitest';
import { AstmUnreadable } from '../records/read-records.js';
import { astmAsHl7 } from './as-hl7.js';

const read = (text: string, profile: string) =>
  splitBatch(astmAsHl7(text)).messages.flatMap((piece) => {
    const results = readInstrumentResults(readMessage(piece), profileOf(profile));
    return results.kind === 'results' ? results.specimens : [];
  });
const summary = (text: string, profile: string) =>
  read(text, profile).map(({ tubeCode, readings }) => [
    tubeCode,
    ...readings.map(
      ({ target, ct, ctState, analyserCall, status }) =>
        `${target} ${ct ?? ctState} ${analyserCall ?? '-'} ${status}`,
    ),
  ]);

/** As Cepheid's LIS protocol has it: run, instrument and status stand in the main result only. */
const xpert = (o12 = '', r9 = 'F') =>
  [
    'H|@^\\|GXM-88424724426||HOSPITAL^GeneXpert^6.4|||||LIS||P|1394-97|20300101121000',
    'P|1|||p1|^Zhang San^^^',
    `O|1|T1||^^^SARSCOV2|R|20300101110000|||||${o12}||||ORH||||||||||F`,
    'C|1|I|Notes^^a remark|N',
    `R|1|^SARSCOV2^^CV2^Xpert Xpress SARS-CoV-2^1^SARS-CoV-2^|NEGATIVE^|||||${r9}||Wang|20300101111500|20300101120000|GX-PC^708263^636458^182045^21407^20310531`,
    'R|2|^SARSCOV2^^CV2^^^E^|NEG^|||',
    'R|3|^SARSCOV2^^CV2^^^E^Ct|^0.0|||',
    'R|4|^SARSCOV2^^CV2^^^E^EndPt|^2.0|||',
    'R|5|^SARSCOV2^^CV2^^^N2^|POS^|||',
    'R|6|^SARSCOV2^^CV2^^^N2^Ct|^29.3|||',
    'R|7|^SARSCOV2^^CV2^^^SPC^|NA^|||',
    'R|8|^SARSCOV2^^CV2^^^SPC^Ct|^27.7|||',
    'L|1|N',
    '',
  ].join('\r');

describe('results of records', () => {
  it.each(['H|\\^&\rO|1|T1\rR|1|^^^N|28|||||F\r', 'H|\\^&\rO|1|T1\rR|1|^^^N|28|||||F\rL|1|T\r', 'junk'])(
    'refuses %j, which has no end or was broken off',
    (text) => expect(() => astmAsHl7(text)).toThrow(AstmUnreadable),
  );

  it('reads a cartridge: Ct 0.0 is no Ct, run and lot are the cartridge’s, nobody is named', () => {
    const text = xpert();
    expect(summary(text, 'genexpert-astm')).toEqual([['T1', 'E none NEG F', 'N 29.3 POS F', 'IC 27.7 - F']]);
    const [specimen] = read(text, 'genexpert-astm');
    expect(specimen).toMatchObject({
      role: 'patient',
      runNumber: '182045',
      instrumentSerial: '708263',
      kitLot: '21407',
      overall: { analyserCall: 'NEG', status: 'F' },
    });
    expect(specimen?.readings.map(({ observedAt }) => observedAt)).toEqual(
      Array.from({ length: 3 }, () => '20300101120000'),
    );
    expect(astmAsHl7(text)).not.toMatch(/Zhang|Wang|p1|remark/);
  });

  it('reads the analyser’s own quality control as one', () => {
    expect(read(xpert('Q'), 'genexpert-astm')[0]?.role).toBe('qc');
  });

  it.each([
    ['F', 'F'],
    ['V', 'F'],
    ['R', 'F'],
    ['P', 'P'],
    ['I', 'P'],
    ['S', 'P'],
    ['C', 'C'],
    ['F\\C', 'C'],
    ['X', 'X'],
    // doubt of a result here, its withdrawal in HL7
    ['W', 'X'],
    ['?', 'P'],
    // nothing said of the result: what is said of the order
    ['', 'F'],
  ])('status %j is %s', (said, status) => {
    const text = `H|\\^&\rO|1|T1${'|'.repeat(23)}F\rR|1|^^^N|28|||||${said}\rL|1\r`;
    expect(read(text, 'lis2')[0]?.readings[0]?.status).toBe(status);
  });

  it('reads nothing said at all as preliminary', () => {
    expect(summary('H|\\^&\rO|1|T1\rR|1|^^^N|28\rL|1\r', 'lis2')).toEqual([['T1', 'N 28 - P']]);
  });

  it('keeps orders apart, results of none without a specimen, messages of a file apart', () => {
    const of = (code: string) =>
      `P|1\rO|1|${code}|PL1^B3\rR|1|^^^N|28,4|||||F\rR|2|^^^IC|Undetermined|||||F\r`;
    const text = `H|\\^&\r${of('T1')}${of('T2')}L|1\rH|@^\\\rR|1|^^^N|NEG|||||F\rL|1\r`;
    expect(summary(text, 'lis2')).toEqual([
      ['T1', 'N 28.4 - F', 'IC none - F'],
      ['T2', 'N 28.4 - F', 'IC none - F'],
      [null, 'N not-sent NEG F'],
    ]);
    expect(read(text, 'lis2')[0]?.position).toEqual({ raw: 'B3', well: 'B3' });
  });
});
