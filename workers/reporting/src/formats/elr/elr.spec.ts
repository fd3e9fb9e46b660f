import { Hl7Message } from '@medplum/core';
import { readMessage, splitBatch } from '#lis/hl7';
import fc from 'fast-check';
import { FileBatch, Message } from 'node-hl7-client';
import { describe, expect, it } from 'vitest';
import { aFeed, aSingle } from '../../testing/report.builder.js';
import { renderReport } from '../render-report.js';

const recipient = {
  id: -3,
  format: 'elr',
  url: 'http://localhost/elr',
  receivingApplication: 'CDPH CA REDIE^2.16.840.1.114222.4.3.3.10.1.1^ISO',
  receivingFacility: 'CDPH_CID',
} as const;
const render = (
  report: ReturnType<typeof aSingle> | ReturnType<typeof aFeed>,
  to: Partial<typeof recipient> = {},
) => renderReport(JSON.stringify(report), report, { ...recipient, ...to });
const read = (report: ReturnType<typeof aSingle>) => readMessage(render(report).body);

describe('ELR of a single report', () => {
  it('is of the profile that receivers know, as a recorded message of the field has it', () => {
    const theirs = readMessage(
      'MSH|^~\\&|CDC PRIME - Atlanta^2.16.840.1.114222.4.1.237821^ISO|Simple Report^CDPH000085^CLIA|CDPH CA REDIE^2.16.840.1.114222.4.3.3.10.1.1^ISO|CDPH_CID^2.16.840.1.114222.4.1.214104^ISO|20240729175056+0000||ORU^R01^ORU_R01|7c76ad50-9c8e-49a5-b245-3a74ae368ea2|P|2.5.1|||NE|NE|USA|UNICODE UTF-8|ENG^English^ISO||PHLabReport-NoAck^ELR_Receiver^2.16.840.1.113883.9.11^ISO',
    ).first('MSH');
    const msh = read(aSingle({ members: 1, kind: 'retest' })).first('MSH');
    for (const field of [5, 9, 12, 15, 16, 18, 21]) expect(msh?.field(field)).toBe(theirs?.field(field));
    // a drill is training
    expect(msh?.text(11)).toBe('T');
    const overMllp = readMessage(
      renderReport(
        JSON.stringify(aSingle({ members: 1, kind: 'retest' })),
        { reportId: 'x', version: 1 },
        {
          ...recipient,
          url: 'mllp://localhost:2575',
        },
      ).body,
    ).first('MSH');
    expect([15, 16].map((field) => overMllp?.text(field))).toEqual(['AL', 'NE']);
    expect(overMllp?.field(21)).toBe('PHLabReport-Ack^^2.16.840.1.113883.9.10^ISO');
  });

  it('has its segments in the order of ORU_R01', () => {
    const names = (report: ReturnType<typeof aSingle>) =>
      read(report)
        .segments.map(({ name }) => name)
        .join(' ');
    expect(names(aSingle({ members: 1, kind: 'retest' }))).toBe(
      'MSH SFT PID ORC OBR OBX OBX OBX OBX OBX SPM',
    );
    expect(names(aSingle({ members: 2, kind: 'abnormal-tube' }))).toBe(
      'MSH SFT PID NK1 NK1 ORC OBR OBX OBX OBX OBX OBX SPM',
    );
  });

  it('makes nobody of a positive pool a patient', () => {
    const report = aSingle({ members: 10, kind: 'abnormal-tube' });
    const message = read(report);
    const pid = message.first('PID');
    expect(pid?.raw).toBe('PID|1||T-0001^^^SWEEPWELL^U||^^^^^^S|||U');
    expect(message.all('NK1').map((nk1) => nk1.text(2))).toEqual(report.people.map(({ name }) => name));
    expect(message.first('OBR')?.text(25)).toBe('P');
    expect(message.first('OBX')?.field(5)).toBe('462371000124108^Detected in pooled specimen^SCT');
    expect(new Set(message.all('OBX').map((obx) => obx.text(11)))).toEqual(new Set(['P', 'X']));
    const spm = message.first('SPM');
    expect([spm?.repetitions(3), spm?.text(3, 9, 1, 0), spm?.text(11), spm?.text(13)]).toEqual([
      10,
      'T-0001-10',
      'L',
      '10',
    ]);
    expect(spm?.text(17)).toBe('20300101060000+0000');
    expect(message.first('OBX')?.text(17, 1, 1)).toBe('pooled 10:1');
  });

  it('gives a Ct with its unit, what the analyser said where there is none, and no code to a target it does not know', () => {
    const message = read(aSingle({ members: 1, kind: 'retest' }));
    const seen = message
      .all('OBX')
      .map((obx) => [obx.text(2), obx.text(3), obx.text(3, 0, 2), obx.text(5), obx.text(6), obx.text(11)]);
    expect(seen).toEqual([
      ['CWE', '94500-6', 'LN', '260373001', '', 'F'],
      ['NM', '94644-2', 'LN', '28.41', '{Ct}', 'F'],
      ['CWE', '94533-7', 'LN', '260415000', '', 'F'],
      ['NM', 'IC_CT', '99SWEEPWELL', '24.5', '{Ct}', 'F'],
      ['CWE', 'XYZ', '99SWEEPWELL', '', '', 'X'],
    ]);
    expect(message.first('PID')?.text(3)).toBe('420101199001011000');
  });

  it('has never a Ct of a negative pool, also corrected', () => {
    const message = read(aSingle({ members: 5, kind: 'correction', outcome: 'negative' }));
    expect(message.all('OBX').map((obx) => obx.field(5))).toEqual([
      '895231008^Not detected in pooled specimen^SCT',
    ]);
    expect(message.first('OBR')?.text(25)).toBe('C');
  });

  it('has another control id but the same report id as what it corrects, and is the same again', () => {
    const first = aSingle({ members: 1, kind: 'retest' });
    const second = aSingle({ members: 1, kind: 'correction' });
    expect(read(second).first('OBR')?.field(3)).toBe(read(first).first('OBR')?.field(3));
    const ids = [render(first), render(second), render(first, { id: -4 as -3 })].map((one) => one.messageId);
    expect(new Set(ids).size).toBe(3);
    expect(render(first)).toEqual(render(first));
    expect(read(first).first('MSH')?.text(10)).toBe(ids[0]);
  });

  it('brings every text through, whatever it holds', () => {
    const hostile = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((text) => !text.includes('\0') && text !== '');
    fc.assert(
      fc.property(hostile, hostile, fc.integer({ min: 1, max: 3 }), (name, phone, members) => {
        const report = aSingle({ members, kind: members === 1 ? 'retest' : 'abnormal-tube' });
        const people = report.people.map((person) => ({ ...person, name, phone }));
        const message = readMessage(render({ ...report, people }).body);
        const [segment, named, phoned] = members === 1 ? (['PID', 5, 13] as const) : (['NK1', 2, 5] as const);
        expect(message.all(segment)).toHaveLength(members);
        expect(message.first(segment)?.text(named)).toBe(name);
        expect(message.first(segment)?.text(phoned, 0, 11)).toBe(phone);
        expect(message.segments).toHaveLength(10 + (members === 1 ? 1 : members + 1));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('is read by other software as it is meant', () => {
    const report = aSingle({ members: 3, kind: 'abnormal-tube' }, '张伟 & Söhne ');
    const { body, messageId } = render(report);
    const medplum = Hl7Message.parse(body);
    expect(medplum.getSegment('MSH')?.getField(10)?.toString()).toBe(messageId);
    expect(medplum.getAllSegments('NK1').map((nk1) => nk1.getComponent(2, 1))).toHaveLength(3);
    expect(medplum.getSegment('SPM')?.getField(13)?.toString()).toBe('3');
    expect(medplum.getAllSegments('OBX')[1]?.getComponent(3, 1)).toBe('94644-2');
    const client = new Message({ text: body });
    expect(client.get('MSH.10').toString()).toBe(messageId);
    expect(client.get('OBR.25').toString()).toBe('P');
  });
});

describe('ELR of a feed', () => {
  it('is one batch with a count, of final negatives that name nobody and have no Ct', () => {
    const feed = aFeed(12);
    const { body, messageId } = render(feed);
    const batch = splitBatch(body);
    expect(batch).toMatchObject({
      isBatch: true,
      countIsWrong: false,
      counts: [{ declared: 12, found: 12 }],
    });
    const messages = batch.messages.map(readMessage);
    expect(new Set(messages.map((message) => message.first('MSH')?.text(10))).size).toBe(12);
    for (const [index, message] of messages.entries()) {
      const { members, code, sealedAt } = feed.tubes[index]!;
      expect(message.all('OBX')).toHaveLength(1);
      expect(message.first('OBX')?.text(5)).toBe(members > 1 ? '895231008' : '260415000');
      expect(message.first('OBX')?.text(17, 0, 1)).toBe(members > 1 ? 'pooled 10:1' : '');
      expect(message.first('OBR')?.text(25)).toBe('F');
      expect(message.first('OBR')?.text(7)).toBe(sealedAt ? '20300101060000+0000' : '0000');
      expect(message.first('SPM')?.text(2, 0, 1, 0)).toBe(code);
      expect(body).not.toContain('{Ct}');
    }
    expect(
      readMessage(body)
        .segments.find(({ name }) => name === 'BHS')
        ?.text(11),
    ).toBe(messageId);
    const client = new FileBatch({ text: body });
    expect(client.messages()).toHaveLength(12);
  });

  it('gives a tube the report id that its correction comes under', () => {
    const feed = aFeed(1);
    const correction = aSingle({ members: 10, kind: 'correction' });
    feed.tubes[0]!.id = correction.tube.id;
    const [negative = ''] = splitBatch(render(feed).body).messages;
    expect(readMessage(negative).first('OBR')?.field(3)).toBe(read(correction).first('OBR')?.field(3));
  });
});
