import type { NegativeFeed } from '#lis/contracts';
import { components, writeMessage } from '#lis/hl7';
import { reportId } from '../../making/report-id.js';
import { messageId } from '../message-id.js';
import { findingOf, overallTest, poolMethod } from '../report-codes.js';
import { type Envelope, parties, writeHead } from './elr-header.js';
import { writeNobody } from './elr-people.js';
import { writeSpecimen } from './elr-specimen.js';
import { coded, entity, LOCAL_CODES, time, timeOrNothing } from './elr-types.js';
import { segment } from './segment.js';

/**
 * A feed of released negatives as one HL7 batch (2.5.1 section 2.10.3): FHS, BHS, a final ORU^R01 for each tube, BTS
 * with their number, FTS. A batch because it has one control id and a count, which a receipt can repeat (law 7), and
 * because receivers take files of messages; five thousand messages, each waiting for an answer, would hold the
 * abnormal ones up. A feed names nobody, so its messages do not either; it never has a Ct.
 */
export function elrOfFeed(feed: NegativeFeed, envelope: Envelope, batchId: string): string {
  return (
    writeMessage([
      segment('FHS', { ...parties(envelope), 9: `feed-${feed.sweepId}-${feed.feedNumber}`, 11: batchId }),
      segment('BHS', { ...parties(envelope), 11: batchId }),
    ]) +
    feed.tubes.map((tube) => negative(feed, tube, envelope, messageId(batchId, tube.id))).join('') +
    writeMessage([segment('BTS', { 1: feed.tubes.length }), segment('FTS', { 1: 1 })])
  );
}

type Tube = NegativeFeed['tubes'][number];

function negative(feed: NegativeFeed, tube: Tube, envelope: Envelope, controlId: string): string {
  // the identity that a correction of this tube would be reported under
  const id = entity(reportId('tube', feed.sweepId, tube.id));
  const pool = poolMethod(tube.members);
  const sealedAt = timeOrNothing(tube.sealedAt);
  const test = coded(overallTest, 'LN');
  return writeMessage([
    ...writeHead(envelope, controlId),
    writeNobody(tube.code),
    segment('ORC', { 1: 'RE', 3: id }),
    // OBR-7 `0000`: not known (ELR 2.5.1)
    segment('OBR', { 1: 1, 3: id, 4: test, 7: sealedAt ?? '0000', 22: time(tube.releasedAt), 25: 'F' }),
    segment('OBX', {
      1: 1,
      2: 'CWE',
      3: test,
      5: coded(findingOf('negative', tube.members), 'SCT'),
      8: components('N', '', 'HL70078'),
      11: 'F',
      14: sealedAt,
      17: pool ? coded(pool, LOCAL_CODES) : undefined,
    }),
    writeSpecimen({
      code: tube.code,
      members: tube.members,
      ordinals: [],
      sealedAt: tube.sealedAt,
      receivedAt: null,
    }),
  ]);
}
