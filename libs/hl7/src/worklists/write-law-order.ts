import { orderName, type WorkOrder } from '#lis/domain';
import {
  components,
  subcomponents,
  writeMessage,
  writeSegment,
  type Field,
} from '../message/write-segment.js';
import { type Envelope, writeEnvelope } from './envelope.js';
import { orderedTest } from './ordered-test.js';
import type { SenderProfile } from '../profiles/sender-profile.js';

const nothing = (count: number): Field[] => Array.from({ length: count }, () => '');
/** SPM-11, table 0369. */
const roles = { pool: 'L', single: 'P', control: 'Q' } as const;

/**
 * `OML^O33` (IHE LAW LAB-28): for each specimen SPM (code, role, SPM-13 the member count), SAC (tube, plate, well),
 * ORC NW, TQ1 priority and OBR (AWOS id, test). No PID: the bench and analysers see codes, not names (law 11).
 * OBR-4 is what the profile calls the test. The answer wanted is ORL^O34. Text without the MLLP frame; every leaf is escaped.
 */
export function writeLawOrder(
  envelope: Envelope,
  orders: readonly WorkOrder[],
  profile: Pick<SenderProfile, 'orderCodes'> = {},
): string {
  const { delimiters: d, time } = envelope;
  const segments = [
    writeEnvelope(envelope, ['OML', 'O33', 'OML_O33'], {
      acceptAck: 'NE',
      applicationAck: 'AL',
      profile: 'LAB-28^IHE',
    }),
  ];
  orders.forEach((order, index) => {
    const name = orderName(order);
    const test = orderedTest(order, profile);
    segments.push(
      writeSegment('SPM', specimenOf(order, index + 1), d),
      writeSegment('SAC', containerOf(order), d),
      writeSegment('ORC', ['NW', name, '', '', '', '', '', '', time], d),
      writeSegment('TQ1', [...nothing(8), order.priority === 'stat' ? 'S' : 'R'], d),
      writeSegment('OBR', ['', name, '', components(test.code, '', test.codeSystem)], d),
    );
  });
  return writeMessage(segments);
}

function specimenOf({ code, role, memberCount }: WorkOrder, setId: number): Field[] {
  const kind = components(roles[role], '', 'HL70369');
  const counted = role === 'pool' ? (memberCount ?? undefined) : undefined;
  return [setId, subcomponents(code, 'SWEEPWELL'), '', ...nothing(7), kind, '', counted];
}

function containerOf({ code, place }: WorkOrder): Field[] {
  const tube: Field[] = ['', '', code];
  if (place === null) return tube;
  return [...tube, ...nothing(6), place.plateBarcode, place.well];
}
