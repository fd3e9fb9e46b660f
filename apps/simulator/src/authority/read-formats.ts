import { readMessage } from '#lis/hl7';
import { z } from 'zod';

/** What the desk needs of a report in another format: which tube it is of, and what makes its receipt. */
export type ReadReport = { tubeCode: string; answer: (receiptId: string) => string };

/** `ORU^R01` with exactly one header and its specimen; null: it cannot be read. */
export function readElr(body: string): ReadReport | null {
  const { segments } = readMessage(body);
  const [msh] = segments;
  const headers = segments.filter(({ name }) => name === 'MSH').length;
  const spm = segments.find(({ name }) => name === 'SPM');
  const controlId = msh?.text(10) ?? '';
  const isWhole = segments.some(({ name }) => name === 'OBR') && segments.some(({ name }) => name === 'OBX');
  if (msh?.name !== 'MSH' || headers !== 1 || controlId === '' || !spm || !isWhole) return null;
  if (`${msh.text(9)}^${msh.text(9, 0, 1)}` !== 'ORU^R01') return null;
  const answer = (receiptId: string) =>
    `MSH|^~\\&|DRILL-CDC|DRILL|||20300101||ACK^R01^ACK|${receiptId}|P|2.5.1\rMSA|AA|${controlId}\r`;
  // SPM-2.2 is the id that the specimen got here
  return { tubeCode: spm.text(2, 0, 1), answer };
}

const Transaction = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction'),
  entry: z
    .array(
      z.object({
        request: z.object({ method: z.enum(['POST', 'PUT']) }),
        resource: z.looseObject({
          resourceType: z.string(),
          accessionIdentifier: z.object({ value: z.string() }).optional(),
        }),
      }),
    )
    .min(1),
});

/** A transaction with a report and its specimen; null: it cannot be read. */
export function readFhir(body: string): ReadReport | null {
  const parsed = Transaction.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { entry } = parsed.data;
  const has = (type: string) => entry.some(({ resource }) => resource.resourceType === type);
  const code = entry
    .map(({ resource }) => (resource.resourceType === 'Specimen' ? resource.accessionIdentifier?.value : ''))
    .find((value) => value !== undefined && value !== '');
  if (!has('DiagnosticReport') || !has('Observation') || code === undefined) return null;
  const answer = (receiptId: string) =>
    JSON.stringify({
      resourceType: 'Bundle',
      id: receiptId,
      type: 'transaction-response',
      entry: entry.map(() => ({ response: { status: '201 Created' } })),
    });
  return { tubeCode: code, answer };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
