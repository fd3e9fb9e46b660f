import { describe, expect, it } from 'vitest';
import { decodeText } from '../bytes/decode-text.js';
import { readFixture } from '../fixtures.js';
import { readMessage } from '../message/read-message.js';
import { readHeader } from '../message/read-header.js';
import type { InstrumentSpecimen } from '../results/instrument-results.js';
import { readInstrumentResults } from '../results/read-instrument-results.js';
import { builtInProfiles, profileOf } from './built-in-profiles.js';
import { decodeBody } from './decode-body.js';
import { fieldPlace } from './field-place.js';
import { genericProfile } from './generic.js';
import { readingRules } from './reading-rules.js';
import type { SenderProfile } from './sender-profile.js';

const profile = (id: string): SenderProfile => {
  const found = profileOf(id);
  if (found === undefined) throw new Error(id);
  return found;
};
const withThese = (changes: Partial<SenderProfile>): SenderProfile => ({ ...genericProfile, ...changes });
function read(text: string, by: SenderProfile = genericProfile, kitId: string | null = null) {
  const results = readInstrumentResults(readMessage(text), by, kitId);
  return results.kind === 'results' ? results.specimens : [];
}
function fixture(name: string, by: SenderProfile): InstrumentSpecimen[] {
  const body = readFixture(`profiles/${name}.hl7`);
  const header = readHeader(body);
  if (header.kind !== 'header') throw new Error(header.reason);
  return read(decodeBody(body, header, by).text, by);
}
const message = (...segments: string[]) =>
  ['MSH|^~\\&|A|B|||2030||ORU^R01|1|P|2.5.1', 'OBR|1|T1', ...segments].join('\r');
const shape = ([specimen]: InstrumentSpecimen[]) =>
  specimen?.readings.map(({ target, ct, ctState, analyserCall }) =>
    [target, ct ?? ctState, analyserCall].filter((part) => part !== null).join(' '),
  );

describe('the built-in profiles', () => {
  it('have ids of their own and fields that are fields', () => {
    expect(new Set(builtInProfiles.map(({ id }) => id)).size).toBe(builtInProfiles.length);
    for (const one of builtInProfiles) expect(readingRules(one).profile).toBe(one);
    expect(() => fieldPlace('OBX-0')).toThrow('no field');
    expect(() => fieldPlace('ZZZ-1')).toThrow('no field');
  });

  it('GeneXpert: a group for each target is one specimen, Ct 0.0 is none, end points are no readings', () => {
    const all = fixture('genexpert_oru', profile('genexpert'));
    expect(all.map(({ tubeCode }) => tubeCode)).toEqual(['POOL-77']);
    expect(shape(all)).toEqual(['N 31.2 POS', 'E none NEG', 'IC 28']);
    // as anybody's message it is three specimens with other targets
    expect(fixture('genexpert_oru', genericProfile).length).toBe(3);
  });

  it('GeneXpert: no result is not "nothing found"', () => {
    expect(shape(fixture('genexpert_no_result', profile('genexpert')))).toEqual(['N none INV']);
  });

  it('cobas 6800: calls of targets without a Ct', () => {
    const cobas = profile('cobas-6800');
    expect(shape(fixture('cobas6800_oul_r22', cobas))).toEqual([
      'TGT1 not-sent NEG',
      'TGT2 not-sent INV',
      'IC not-sent POS',
    ]);
    expect(cobas.ct.sent).toBe(false);
    expect(cobas.placement).toBe('sample-to-answer');
  });

  it('QRY^Q02 family: GBK under a false MSH-18, tubes in OBR-2, MSH-16', () => {
    const family = profile('qry-q02');
    const [pool] = fixture('qry_family_oru_gbk', family);
    expect(pool).toMatchObject({ tubeCode: 'POOL-55', role: 'patient', plateCode: null });
    expect(shape([pool!])).toEqual(['ORF1AB 28.4', 'N none', 'IC 25.1']);
    expect(fixture('qry_family_qc', family)[0]?.role).toBe('control-positive');
  });

  it('IHE LAW: MSH-16 is an acknowledgement condition there', () => {
    const text = message('OBX|1|NM|N||28||||||F').replace('ORU^R01|1|P|2.5.1', 'OUL^R22|1|P|2.5.1||||2');
    expect(read(text, profile('ihe-law'))[0]?.role).toBe('patient');
    expect(read(text)[0]?.role).toBe('qc');
    expect(readInstrumentResults(readMessage(message()), profile('ihe-law'))).toEqual({
      kind: 'not-results',
      messageType: 'ORU^R01',
    });
  });
});

describe('each field of a profile', () => {
  const ct = genericProfile.ct;
  const marks = genericProfile.qualityControl;

  it('characterSet comes before MSH-18', () => {
    const body = Buffer.from(
      'MSH|^~\\&|A|B|||2030||ORU^R01|1|P|2.5.1||||||8859/1\rOBX|1|ST|X||\xd6\xd0',
      'latin1',
    );
    const header = readHeader(body);
    if (header.kind !== 'header') throw new Error('no header');
    expect(decodeBody(body, header, withThese({ characterSet: 'GBK' })).text).toContain('中');
    expect(decodeBody(body, header, genericProfile).text).toBe(decodeText(body, ['8859/1']).text);
    expect(decodeBody(body, header, genericProfile).text).not.toContain('中');
  });

  it('messageTypes', () => {
    const one = message('OBX|1|NM|N||28||||||F').replace('ORU^R01', 'ORU^W01');
    expect(read(one)).toEqual([]);
    expect(read(one, withThese({ messageTypes: ['ORU^W01'] })).length).toBe(1);
  });

  it('specimenCode, plateCode, wells and runNumber', () => {
    const one = message('PID|1||P9', 'OBR|1|T1||||X7|F2|||PL5|0^1', 'OBX|1|NM|N||28||||||F');
    const by = withThese({
      specimenCode: ['SPM-2', 'PID-3', 'OBR-2'],
      plateCode: ['OBR-10'],
      wells: { fields: ['OBR-11'], rows: 8, columns: 12, order: 'rows', zeroBased: true },
      runNumber: ['OBR-6'],
    });
    expect(read(one)[0]).toMatchObject({ tubeCode: 'T1', plateCode: null, position: null, runNumber: null });
    expect(read(one, by)[0]).toMatchObject({
      tubeCode: 'P9',
      plateCode: 'PL5',
      position: { raw: '0^1', well: 'A2' },
      runNumber: 'X7',
    });
  });

  it.each([
    [{ rows: 16, columns: 24 }, '384', 'P24'],
    [{ order: 'columns' as const }, '2', 'B1'],
    [{ zeroBased: true }, '95', 'H12'],
    [{}, '96', 'H12'],
    [{}, '0', null],
    [{ zeroBased: true }, '96', null],
  ])('wells %o: %s is %s', (changes, raw, well) => {
    const wells = { ...genericProfile.wells, ...changes };
    const one = message(`SAC|||T1|||||||P|${raw}`, 'OBX|1|NM|N||28||||||F');
    expect(read(one, withThese({ wells }))[0]?.position).toEqual({ raw, well });
  });

  it.each([
    [{ noCtWords: ['K.A.'] }, 'k. a.', 'none', 'unreadable'],
    [{ zeroIsNoCt: false }, '0.0', 'unreadable', 'none'],
    [{ noCtFrom: 45 }, '45', 'none', 45],
    [{ decimalComma: false }, '28,4', 'unreadable', 28.4],
    [{ field: 'OBX-5.2' }, 'x^31', 31, 'unreadable'],
  ])('ct %o: %s is %s', (changes, raw, expected, otherwise) => {
    const one = message(`OBX|1|NM|N||${raw}||||||F`);
    const value = (by: SenderProfile) => read(one, by)[0]?.readings.map((r) => r.ct ?? r.ctState);
    expect(value(withThese({ ct: { ...ct, ...changes } }))).toEqual([expected]);
    expect(value(genericProfile)).toEqual([otherwise]);
  });

  it('oneSpecimenAMessage, and two specimens in such a message are not guessed', () => {
    const one = message('OBX|1|NM|N||28||||||F', 'OBR|2|T1', 'OBX|1|NM|E||29||||||F');
    const by = withThese({ oneSpecimenAMessage: true });
    expect(read(one).length).toBe(2);
    expect(read(one, by).map(({ readings }) => readings.length)).toEqual([2]);
    const two = message('SPM|1|T1', 'OBX|1|NM|N||28||||||F', 'SPM|2|T2', 'OBX|1|NM|E||29||||||F');
    expect(read(two, by).map(({ tubeCode }) => tubeCode)).toEqual([null]);
  });

  it('targetNames and measure', () => {
    const one = message('OBX|1|ST|T^^^^^^N^CT||28||||||F', 'OBX|2|ST|T^^^^^^N^END||100||||||F');
    const by = withThese({
      targetNames: ['OBX-3.7'],
      measure: { field: 'OBX-3.8', ct: ['Ct'], ignored: ['End'] },
    });
    expect(shape(read(one, by))).toEqual(['N 28']);
    expect(shape(read(one))).toEqual(['T 28', 'T 100']);
  });

  it('calls', () => {
    const one = message('OBX|1|CE|N||R-^reaktiv||||||F');
    expect(shape(read(one, withThese({ calls: [{ word: 'Reaktiv', call: 'POS' }] })))).toEqual([
      'N not-sent POS',
    ]);
    expect(shape(read(one))).toEqual(['N not-sent']);
  });

  it('targets: of a code, of a code system, of a kit', () => {
    const one = message('OBX|1|NM|FAM^ch1^99X||28||||||F', 'OBX|2|NM|VIC^ch2^99Y||29||||||F');
    const targets = [
      { code: 'fam', target: 'N' },
      { code: 'FAM', kitId: 'kit-2', target: 'ORF1AB' },
      { code: 'VIC', codeSystem: '99Y', target: 'IC' },
    ];
    expect(shape(read(one))).toEqual(['FAM 28', 'VIC 29']);
    expect(shape(read(one, withThese({ targets })))).toEqual(['N 28', 'IC 29']);
    expect(shape(read(one, withThese({ targets }), 'kit-2'))).toEqual(['ORF1AB 28', 'IC 29']);
    const otherSystem = one.replace('99Y', '99Z');
    expect(shape(read(otherSystem, withThese({ targets })))).toEqual(['N 28', 'VIC 29']);
  });

  it.each([
    [
      'messageFlag',
      { ...marks, messageFlag: false },
      message('OBX|1|NM|N||28').replace('2.5.1', '2.5.1||||2'),
      'patient',
      'qc',
    ],
    [
      'specimenRole',
      { ...marks, specimenRole: false },
      message('SPM|1|T1|||||||||Q', 'OBX|1|NM|N||28'),
      'patient',
      'qc',
    ],
    [
      'codePrefixes',
      { ...marks, codePrefixes: [{ prefix: 'QK', role: 'control-negative' as const }] },
      message('OBX|1|NM|N||28').replace('T1', 'QK5'),
      'control-negative',
      'patient',
    ],
    [
      'field',
      { ...marks, field: { name: 'OBX-3.1', roles: { 'QC-P': 'control-positive' as const } } },
      message('OBX|1|NM|qc-p^N||28'),
      'control-positive',
      'patient',
    ],
  ])('qualityControl.%s', (_, qualityControl, text, expected, otherwise) => {
    expect(read(text, withThese({ qualityControl }))[0]?.role).toBe(expected);
    expect(read(text)[0]?.role).toBe(otherwise);
  });
});
