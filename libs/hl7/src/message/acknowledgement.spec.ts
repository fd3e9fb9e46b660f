import { describe, expect, it } from 'vitest';
import { readFixture } from '../fixtures.js';
import { buildAcknowledgement, buildUnreadableAcknowledgement } from './acknowledgement.js';
import { readHeader, type Header } from './read-header.js';
import { readMessage } from './read-message.js';

function headerOf(body: Buffer | string): Header {
  const header = readHeader(Buffer.from(body));
  if (header.kind === 'unreadable') throw new Error(header.reason);
  return header;
}
const pool = headerOf(readFixture('ours/pcr_oru_pool_positive.hl7'));
const envelope = { controlId: 'A1', time: '20260301' };

describe('buildAcknowledgement', () => {
  it('exchanges sender and receiver and answers MSH-10', () => {
    expect(buildAcknowledgement(pool, { code: 'CA', ...envelope })).toBe(
      'MSH|^~\\&|CITYLIS|CDC|PCRMW|LAB01|20260301||ACK^R01^ACK|A1|P|2.5.1\rMSA|CA|1\r',
    );
  });

  it('puts errors into ERR from 2.5 on', () => {
    const error = { condition: '205', text: 'other body | same id' } as const;
    const ack = readMessage(buildAcknowledgement(pool, { code: 'AR', ...envelope, error }));
    expect(ack.first('MSA')?.raw).toBe('MSA|AR|1');
    expect(ack.first('ERR')?.raw).toBe(
      'ERR|||205^Duplicate key identifier^HL70357|E|||other body \\F\\ same id',
    );
  });

  it('puts errors into MSA-3 and MSA-6 before 2.5', () => {
    const old = headerOf('MSH|^~\\&|M|L|||2026||ORU^R01|9|P|2,3,1||||0||ASCII\rOBR|1');
    expect(buildAcknowledgement(old, { code: 'AE', ...envelope, error: { condition: '207' } })).toBe(
      'MSH|^~\\&|||M|L|20260301||ACK^R01^ACK|A1|P|2.3.1\r' +
        'MSA|AE|9|Application internal error|||207^Application internal error^HL70357\r',
    );
  });

  it('speaks with the delimiters of the sender', () => {
    const ack = buildAcknowledgement(headerOf(readFixture('ours/str_custom_delims.hl7')), {
      code: 'AA',
      ...envelope,
    });
    expect(ack).toBe('MSH#*%!$#LIS#CDC#PCRMW#LAB#20260301##ACK*R01*ACK#A1#P#2.5.1\rMSA#AA#16\r');
  });

  it('declares UTF-8 when it is not plain ASCII, and mirrors escapes untouched', () => {
    const ack = readMessage(
      buildAcknowledgement(headerOf('MSH|^~\\&|实验|a\\T\\b|||2026||ORU|1|P|2.5.1\r'), {
        code: 'AA',
        ...envelope,
      }),
    );
    const msh = ack.first('MSH');
    expect([msh?.text(5), msh?.text(6), msh?.text(9), msh?.text(18)]).toEqual([
      '实验',
      'a&b',
      'ACK',
      'UNICODE UTF-8',
    ]);
  });

  it('mirrors no line end: it would look like a segment', () => {
    const ack = buildAcknowledgement(headerOf('MSH|^~\\&|a\n|b|||2026||ORU|1\n|P|2.5.1\r'), {
      code: 'AA',
      ...envelope,
    });
    expect(ack).not.toContain('\n');
    expect(ack.split('\r')[1]).toBe('MSA|AA|1\\X0A\\');
  });

  it('answers what has no header', () => {
    expect(buildUnreadableAcknowledgement(envelope)).toBe(
      'MSH|^~\\&|||||20260301||ACK|A1|P|2.5.1\rMSA|AR|\rERR|||101^Required field missing^HL70357|E\r',
    );
    const error = { condition: '207', text: '坏' } as const;
    const ack = readMessage(buildUnreadableAcknowledgement({ ...envelope, code: 'AE', error }));
    expect([ack.first('MSA')?.text(1), ack.first('ERR')?.text(7), ack.first('MSH')?.text(18)]).toEqual([
      'AE',
      '坏',
      'UNICODE UTF-8',
    ]);
  });
});
