import { decodeText, readHeader, readInstrumentResults, readMessage, splitBatch } from '#lis/hl7';

/** What became of the bytes of one file. */
export type Verdict = {
  /** `read`, `batch` or `refused` */
  kind: 'read' | 'batch' | 'refused';
  /** why it is refused */
  reason: string;
  messages: number;
  /** how the text was told from the bytes; `?` behind it when the bytes and not MSH-18 decided */
  charset: string;
  type: string;
  segments: number;
  leaves: number;
  readings: number;
  /** every character of the text stands in a segment, line ends aside */
  isWhole: boolean;
};

/** Reads a file as intake and interpretation do. Never throws: that it does not is part of what is proved. */
export function judgeFixture(body: Buffer): Verdict {
  const header = readHeader(body);
  const { text, charset, guessed } = decodeText(body, header.kind === 'header' ? header.characterSets : []);
  const verdict: Verdict = {
    kind: 'refused',
    reason: header.kind === 'unreadable' ? header.reason : '',
    messages: 0,
    charset: charset + (guessed ? '?' : ''),
    type: '',
    segments: 0,
    leaves: 0,
    readings: 0,
    isWhole: true,
  };
  if (header.kind === 'unreadable' && header.reason !== 'batch') return verdict;
  const { messages, isBatch } = splitBatch(text);
  if (messages.length === 0) return { ...verdict, reason: 'batch-without-message' };
  for (const piece of messages) {
    const message = readMessage(piece);
    verdict.segments += message.segments.length;
    for (const segment of message.segments) verdict.leaves += countLeaves(segment);
    verdict.isWhole &&= bare(message.segments.map(({ raw }) => raw).join('')) === bare(piece);
    const results = readInstrumentResults(message);
    if (results.kind === 'results')
      for (const { readings } of results.specimens) verdict.readings += readings.length;
    const msh = message.first('MSH');
    verdict.type ||= [msh?.text(9), msh?.text(9, 0, 1)].filter(Boolean).join('^');
  }
  return { ...verdict, kind: isBatch ? 'batch' : 'read', reason: '', messages: messages.length };
}

const bare = (text: string) => text.replaceAll(/[\r\n\v]/g, '').replaceAll('\x1c', '');

type AnySegment = ReturnType<typeof readMessage>['segments'][number];

function countLeaves(segment: AnySegment): number {
  let leaves = 0;
  for (let field = 1; field <= segment.fieldCount; field++)
    for (let r = 0; r < Math.max(1, segment.repetitions(field)); r++)
      for (let c = 0; segment.value(field, r, c) !== undefined; c++)
        for (let s = 0; segment.value(field, r, c, s) !== undefined; s++) leaves++;
  return leaves;
}
