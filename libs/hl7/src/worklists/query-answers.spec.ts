import { describe, expect, it } from 'vitest';
import { envelopeFor } from './envelope.js';
import { writeQueryAcknowledgement, writeQueryResponse } from './query-answers.js';
import { asked, qbp, qry } from './worklists.fixture.js';

describe('answers to queries', () => {
  it.each(['OK', 'NF'] as const)('answers a LAW query %s and mirrors it', (status) => {
    const { header, query } = asked(qbp);
    expect(
      writeQueryResponse({ envelope: envelopeFor(header, 'SW3', '2030'), header, query, status }).split('\r'),
    ).toEqual([
      'MSH|^~\\&|LIS|CDC|PCR|LAB^1|2030||RSP^K11^RSP_K11|SW3|P|2.5.1|||NE|NE||UNICODE UTF-8|||LAB-27^IHE',
      'MSA|AA|77',
      `QAK|q\\T\\1|${status}|WOS^Work Order Step^IHELAW`,
      'QPD|WOS^Work Order Step^IHELAW|q\\T\\1|T\\F\\1',
      '',
    ]);
  });

  it('says why it refuses', () => {
    const { header, query } = asked(qbp.replace('|WOS^', '|WOS_ALL^'));
    const text = writeQueryResponse({
      envelope: envelopeFor(header, 'SW3', '2030'),
      header,
      query,
      status: 'AR',
    });
    expect(text).toContain(
      '\rMSA|AR|77\rERR|||103^Table value not found^HL70357|E|||everything\rQAK|q\\T\\1|AR|WOS_ALL',
    );
    const bare = asked(`${qbp.split('\r')[0]}\r`);
    expect(
      writeQueryResponse({ envelope: envelopeFor(bare.header, 'SW3', '2030'), ...bare, status: 'AR' })
        .split('\r')
        .slice(3),
    ).toEqual(['QAK||AR|', 'QPD|', '']);
  });

  it('acknowledges QRY^Q02 in its version', () => {
    const { header, query } = asked(qry);
    expect(
      writeQueryAcknowledgement({
        envelope: envelopeFor(header, 'SW4', '2030'),
        header,
        query,
        status: 'NF',
      }),
    ).toBe('MSH|^~\\&|||||2030||QCK^Q02|SW4|P|2.3.1||||||GBK\rMSA|AA|4\rERR|0\rQAK|SR|NF\r');
    const refused = asked(qry.replace('|T1|OTH', '||OTH'));
    expect(
      writeQueryAcknowledgement({
        envelope: envelopeFor(refused.header, 'SW4', '2030'),
        ...refused,
        status: 'AR',
      }),
    ).toContain('\rMSA|AR|4|everything\rERR|103\rQAK|SR|AR\r');
  });
});
