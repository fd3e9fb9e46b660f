import { readMessage } from '#lis/hl7';
import { type Answer, isReceiptId, isSuccess, type Judged, type Owed } from './judged.js';
import { judgeJson } from './judge-json.js';

type Sent = Owed & { messageId: string; isBatch: boolean };

/**
 * Whether an answer to ELR is its receipt. Of a message: an acknowledgement AA or CA whose MSA-2 is its MSH-10. Of a
 * batch: a batch of acknowledgements (HL7 2.5.1 section 2.10.3.3) whose BHS-12 is its BHS-11 and whose BTS-1 is its
 * count; one message refused is the whole batch refused. Of both over HTTP also the JSON receipt.
 */
export function judgeElr(answer: Answer, sent: Sent): Judged {
  if (!isSuccess(answer)) return { error: `http-${answer.status}` };
  if (answer.text.trimStart().startsWith('{')) return judgeJson(answer, sent);
  const { segments } = readMessage(answer.text);
  const acknowledgements = segments.filter(({ name }) => name === 'MSA');
  const refusal = acknowledgements.map((msa) => msa.text(1)).find((code) => !/^[AC]A$/.test(code));
  if (refusal !== undefined)
    return { error: /^[AC][ER]$/.test(refusal) ? `ack-${refusal}` : 'receipt-unreadable' };
  const header = segments.find(({ name }) => name === (sent.isBatch ? 'BHS' : 'MSH'));
  const [first] = acknowledgements;
  if (!header || (!sent.isBatch && !first)) return { error: 'receipt-unreadable' };
  const named = sent.isBatch ? header.text(12) : (first?.text(2) ?? '');
  if (named !== sent.messageId) return { error: 'receipt-of-another' };
  const count = sent.isBatch ? segments.find(({ name }) => name === 'BTS')?.text(1) : '1';
  if (count !== String(sent.tubes)) return { error: 'receipt-count' };
  // the acknowledgement's own control id
  const receiptId = header.text(sent.isBatch ? 11 : 10) || sent.messageId;
  if (!isReceiptId(receiptId)) return { error: 'receipt-unreadable' };
  return { receipt: { receiptId, reportId: sent.reportId, version: sent.version, count: sent.tubes } };
}
