import { components, type Field } from '#lis/hl7';
import { hierarchic, time, US } from './elr-types.js';
import { segment } from './segment.js';

export type Envelope = {
  realm: 'real' | 'drill';
  madeAt: string;
  /** MSH-4: the laboratory's name and code, where the report is of one */
  facility: { name: string; code: string } | null;
  receivingApplication: string;
  receivingFacility: string;
  /** the connection answers each message with an acknowledgement (MLLP) */
  acknowledged: boolean;
};

// ELR to public health 2.5.1 release 1, its two profiles for a single message
const profiles = {
  acknowledged: components('PHLabReport-Ack', '', '2.16.840.1.113883.9.10', 'ISO'),
  unacknowledged: components('PHLabReport-NoAck', 'ELR_Receiver', '2.16.840.1.113883.9.11', 'ISO'),
};

/** Fields 3 to 7, which MSH, FHS and BHS share. */
export const parties = ({ facility, receivingApplication, receivingFacility, madeAt }: Envelope) => ({
  3: components(US, US, 'L') satisfies Field,
  4: facility ? components(facility.name, facility.code, 'L') : components(US, US, 'L'),
  5: hierarchic(receivingApplication),
  6: hierarchic(receivingFacility),
  7: time(madeAt),
});

/** MSH and SFT. A drill is sent as training (HL7 table 0103), so that no receiver takes it for work (law 11). */
export function writeHead(envelope: Envelope, controlId: string): string[] {
  const { realm, acknowledged } = envelope;
  return [
    segment('MSH', {
      ...parties(envelope),
      9: components('ORU', 'R01', 'ORU_R01'),
      10: controlId,
      11: realm === 'drill' ? 'T' : 'P',
      12: '2.5.1',
      // an accept acknowledgement always, none of the application: storing is all that a report asks for
      15: acknowledged ? 'AL' : 'NE',
      16: 'NE',
      17: 'CHN',
      18: 'UNICODE UTF-8',
      21: acknowledged ? profiles.acknowledged : profiles.unacknowledged,
    }),
    segment('SFT', { 1: components('Sweepwell', 'L'), 2: '1', 3: 'Sweepwell', 4: 'elr-1' }),
  ];
}
