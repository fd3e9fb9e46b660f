import { describe, expect, it } from 'vitest';
import { judgeElr } from './judge-elr.js';
import { judgeFhir } from './judge-fhir.js';

const owed = { reportId: '11111111-1111-4111-8111-111111111111', version: 2, tubes: 1, messageId: 'ABC' };
const msh = 'MSH|^~\\&|R|R|SWEEPWELL|L|20300101||ACK^R01^ACK|77|P|2.5.1\r';
const ok = (text: string) => ({ status: 200, text });

describe('a receipt of ELR', () => {
  const judge = (text: string, isBatch = false, tubes = 1) => judgeElr(ok(text), { ...owed, tubes, isBatch });

  it.each([
    ['', 'receipt-unreadable'],
    ['<html>', 'receipt-unreadable'],
    [msh, 'receipt-unreadable'],
    [`${msh}MSA|AE|ABC\r`, 'ack-AE'],
    [`${msh}MSA|CR|ABC\r`, 'ack-CR'],
    [`${msh}MSA|AR|ABD\r`, 'ack-AR'],
    [`${msh}MSA|YES|ABC\r`, 'receipt-unreadable'],
    [`${msh}MSA|AA|ABD\r`, 'receipt-of-another'],
    [`${msh}MSA|AA\r`, 'receipt-of-another'],
    [JSON.stringify({ receiptId: 'r', reportId: owed.reportId, version: 1, count: 1 }), 'receipt-of-another'],
  ])('is not %j', (text, error) => expect(judge(text)).toEqual({ error }));

  it('is AA or CA that names the control id, or the JSON receipt', () => {
    const receipt = { receiptId: '77', reportId: owed.reportId, version: 2, count: 1 };
    for (const code of ['AA', 'CA']) expect(judge(`${msh}MSA|${code}|ABC\r`)).toEqual({ receipt });
    expect(judge(JSON.stringify(receipt))).toEqual({ receipt });
    expect(judgeElr({ status: 500, text: `${msh}MSA|AA|ABC\r` }, { ...owed, isBatch: false })).toEqual({
      error: 'http-500',
    });
  });

  it('is of a batch a batch that names it and counts as many', () => {
    const bhs = (named: string) => `BHS|^~\\&|R|R|S|S|20300101||||88|${named}\r`;
    const good = `${bhs('ABC')}BTS|3\r`;
    expect(judge(good, true, 3)).toMatchObject({ receipt: { receiptId: '88', count: 3 } });
    expect(judge(good, true, 4)).toEqual({ error: 'receipt-count' });
    expect(judge(`${bhs('ABC')}BTS\r`, true, 3)).toEqual({ error: 'receipt-count' });
    expect(judge(`${bhs('ABD')}BTS|3\r`, true, 3)).toEqual({ error: 'receipt-of-another' });
    expect(judge(`${bhs('ABC')}${msh}MSA|AA|1\r${msh}MSA|AE|2\rBTS|3\r`, true, 3)).toEqual({
      error: 'ack-AE',
    });
    // one acknowledgement has no count: it is no receipt of many tubes
    expect(judge(`${msh}MSA|AA|ABC\r`, true, 3)).toEqual({ error: 'receipt-unreadable' });
  });
});

describe('a receipt of FHIR', () => {
  const judge = (value: unknown, status = 200) =>
    judgeFhir({ status, text: JSON.stringify(value) }, { ...owed, entries: 2 });
  const answer = (...statuses: string[]) => ({
    resourceType: 'Bundle',
    id: 'b1',
    type: 'transaction-response',
    entry: statuses.map((status) => ({ response: { status, location: 'X/1' } })),
  });

  it('is a response with as many entries, each made or there', () => {
    expect(judge(answer('201 Created', '200'))).toEqual({
      receipt: { receiptId: 'b1', reportId: owed.reportId, version: 2, count: 1 },
    });
    expect(judge({ ...answer('201', '200'), id: undefined })).toMatchObject({
      receipt: { receiptId: 'ABC' },
    });
  });

  it.each([
    [answer('201'), 'receipt-count'],
    [answer('201', '201', '201'), 'receipt-count'],
    [answer('201', '412 Precondition Failed'), 'entry-412'],
    [answer('201', '2001'), 'entry-unreadable'],
    [{ ...answer('201', '200'), type: 'batch-response' }, 'receipt-unreadable'],
    [{ resourceType: 'OperationOutcome' }, 'receipt-unreadable'],
    [null, 'receipt-unreadable'],
  ])('is not %j', (value, error) => expect(judge(value)).toEqual({ error }));

  it('is not what comes with another status', () => {
    expect(judge(answer('201', '200'), 422)).toEqual({ error: 'http-422' });
  });
});
