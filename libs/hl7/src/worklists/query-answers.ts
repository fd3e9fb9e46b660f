import type { Header } from '../message/read-header.js';
import { components, writeMessage, writeSegment } from '../message/write-segment.js';
import { type Envelope, writeEnvelope } from './envelope.js';
import type { QueryFault, WorklistQuery } from './read-query.js';

/** QAK-2, table 0208: orders follow, nothing is ordered, the query cannot be understood. */
export type QueryStatus = 'OK' | 'NF' | 'AR';
type Asked = Exclude<WorklistQuery, { kind: 'not-a-query' }>;
type Given = { envelope: Envelope; header: Header; query: Asked; status: QueryStatus };

/**
 * `RSP^K11` (IHE LAW LAB-27): MSA AA (AR for a query that is refused), QAK with the tag, the status and the query's
 * name, and QPD as it came. Text without the MLLP frame.
 */
export function writeQueryResponse({ envelope, header, query, status }: Given): string {
  const { delimiters: d } = envelope;
  const qpd = query.mirrored[0] ?? `QPD${d.field}`;
  const name = qpd.split(d.field)[1] ?? '';
  return writeMessage([
    writeEnvelope(envelope, ['RSP', 'K11', 'RSP_K11'], {
      acceptAck: 'NE',
      applicationAck: 'NE',
      profile: 'LAB-27^IHE',
    }),
    writeMsa(header, status),
    ...(query.kind === 'refused'
      ? [writeSegment('ERR', ['', '', conditionOf(query.reason), 'E', '', '', query.reason], d)]
      : []),
    // the tag and the name are mirrored in the sender's escapes
    `QAK${d.field}${qpd.split(d.field)[2] ?? ''}${d.field}${status}${d.field}${name}`,
    qpd,
  ]);
}

/**
 * `QCK^Q02` (2.3.1): MSA, ERR and QAK `SR` with the status. A DSR^Q03 follows as a message of its own when it is OK.
 * Text without the MLLP frame.
 */
export function writeQueryAcknowledgement({ envelope, header, query, status }: Given): string {
  const { delimiters: d } = envelope;
  return writeMessage([
    writeEnvelope(envelope, ['QCK', 'Q02']),
    writeMsa(header, status) + (query.kind === 'refused' ? writeSegment('', [query.reason], d) : ''),
    writeSegment('ERR', [query.kind === 'refused' ? codeOf(query.reason) : 0], d),
    writeSegment('QAK', ['SR', status], d),
  ]);
}

/** Table 0357: what is needed is not there, what is there is not to be had, or nobody speaks so here. */
function codeOf(reason: QueryFault): keyof typeof conditions {
  if (reason === 'query-not-of-profile') return 200;
  return reason === 'unknown-query' || reason === 'everything' ? 103 : 101;
}
const conditions = {
  101: 'Required field missing',
  103: 'Table value not found',
  200: 'Unsupported message type',
};
const conditionOf = (reason: QueryFault) => components(codeOf(reason), conditions[codeOf(reason)], 'HL70357');

function writeMsa(header: Header, status: QueryStatus): string {
  const { field } = header.delimiters;
  return `MSA${field}${status === 'AR' ? 'AR' : 'AA'}${field}${header.controlId}`;
}
