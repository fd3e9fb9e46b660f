import { components, repetitions } from '#lis/hl7';
import { respiratorySpecimen } from '../report-codes.js';
import { coded, specimenId, timeOrNothing } from './elr-types.js';
import { segment } from './segment.js';

export const memberId = (tubeCode: string, ordinal: number): string => `${tubeCode}-${ordinal}`;

/** SPM: of a pool with its members as parents (SPM-3), the role L and their number (HL7 table 0369, SPM-13). */
export function writeSpecimen(tube: {
  code: string;
  members: number;
  /** of the members that are named; none of a tube of one person, nor where nobody is named */
  ordinals: readonly number[];
  sealedAt: string | undefined;
  receivedAt: string | null;
}): string {
  const { code, members, ordinals } = tube;
  const isPool = members > 1;
  const parents = ordinals.map((ordinal) => specimenId(memberId(code, ordinal)));
  return segment('SPM', {
    1: 1,
    2: specimenId(code),
    3: isPool && parents.length > 0 ? repetitions(...parents) : undefined,
    4: coded(respiratorySpecimen, 'SCT'),
    11: components(isPool ? 'L' : 'P', '', 'HL70369'),
    13: isPool ? members : undefined,
    17: timeOrNothing(tube.sealedAt),
    18: timeOrNothing(tube.receivedAt),
  });
}
