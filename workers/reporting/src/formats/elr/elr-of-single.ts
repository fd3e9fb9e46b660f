import type { SingleReport } from '#lis/contracts';
import { writeMessage } from '#lis/hl7';
import { overallTest } from '../report-codes.js';
import { type Envelope, writeHead } from './elr-header.js';
import { writeObservations } from './elr-observations.js';
import { writeContact, writeNobody, writePatient } from './elr-people.js';
import { memberId, writeSpecimen } from './elr-specimen.js';
import { coded, entity, organisation, time } from './elr-types.js';
import { segment } from './segment.js';

const statuses = { preliminary: 'P', final: 'F', corrected: 'C' } as const;

/**
 * A report as HL7 2.5.1 ELR, ORU^R01^ORU_R01. Of a single tube the person is the patient; a pool's result is about
 * the tube, and its members are contacts (NK1): nobody has a result before the sample of their own. OBR-3 is the
 * report's id and stays through corrections; the control id does not.
 */
export function elrOfSingle(report: SingleReport, envelope: Envelope, controlId: string): string {
  const { people, tube, sampling, custody } = report;
  const status = statuses[report.status];
  const idOf = ({ ordinal }: { ordinal: number }) => memberId(tube.code, ordinal);
  const [patient] = people;
  const persons =
    tube.members === 1 && patient
      ? [writePatient(patient, idOf(patient))]
      : [
          writeNobody(tube.code),
          ...people.map((person, index) => writeContact(person, index + 1, idOf(person))),
        ];
  const test = coded(overallTest, 'LN');
  return writeMessage([
    ...writeHead(envelope, controlId),
    ...persons,
    segment('ORC', {
      1: 'RE',
      3: entity(report.reportId),
      21: organisation(sampling.siteName, sampling.siteCode),
    }),
    segment('OBR', {
      1: 1,
      3: entity(report.reportId),
      4: test,
      7: time(sampling.sealedAt),
      22: time(report.verifiedAt),
      25: status,
    }),
    ...writeObservations(report, status),
    writeSpecimen({
      code: tube.code,
      members: tube.members,
      ordinals: people.map(({ ordinal }) => ordinal),
      sealedAt: sampling.sealedAt,
      receivedAt: custody.receivedAt,
    }),
  ]);
}
