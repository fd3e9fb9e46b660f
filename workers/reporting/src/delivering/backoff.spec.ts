import { expect, it } from 'vitest';
import { backoffMs } from './deliver-report.js';
import { judgeJson } from './receipts/judge-json.js';

it('waits from 250 ms to 60 s, and never the same for all', () => {
  expect([1, 2, 3, 9, 400].map((attempt) => backoffMs(attempt, 0))).toEqual([250, 500, 1000, 60_000, 60_000]);
  expect(backoffMs(1, 1)).toBe(125);
  expect(backoffMs(400, 1)).toBe(30_000);
});

it('takes as a receipt only what names this report, version and count', () => {
  const owed = { reportId: '11111111-1111-4111-8111-111111111111', version: 2, tubes: 5 };
  const receipt = { receiptId: 'r', reportId: owed.reportId, version: 2, count: 5 };
  const judge = (answer: unknown, status = 200) => judgeJson({ status, text: JSON.stringify(answer) }, owed);
  expect(judge(receipt, 202)).toEqual({ receipt });
  expect(judge(receipt, 500)).toEqual({ error: 'http-500' });
  expect(judge(receipt, 302)).toEqual({ error: 'http-302' });
  expect(judge({ ...receipt, count: 4 })).toEqual({ error: 'receipt-count' });
  expect(judge({ ...receipt, version: 1 })).toEqual({ error: 'receipt-of-another' });
  expect(judge({ ...receipt, receiptId: 'a\0' })).toEqual({ error: 'receipt-unreadable' });
  expect(judgeJson({ status: 200, text: '<html>' }, owed)).toEqual({ error: 'receipt-unreadable' });
});
