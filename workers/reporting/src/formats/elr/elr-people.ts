import type { SingleReport } from '#lis/contracts';
import { components } from '#lis/hl7';
import { LOCAL_CODES, US } from './elr-types.js';
import { segment } from './segment.js';

type Person = SingleReport['people'][number];

// HL7 table 0203; a guardian's document says whose it is only by its own number
const identifierTypes: Record<string, [type: string, country: string]> = {
  'mainland-id': ['NI', 'CHN'],
  'hk-mo-permit': ['TRL', 'CHN'],
  'tw-permit': ['TRL', 'CHN'],
  'foreign-permanent': ['PRC', 'CHN'],
  passport: ['PPN', ''],
};

/** PID of the one person whose tube it is. A name is sent whole: where it divides is not known. */
export function writePatient(person: Person, memberId: string): string {
  return segment('PID', {
    1: 1,
    3: identifier(person, memberId),
    5: name(person),
    8: 'U',
    11: address(person),
    13: phone(person),
  });
}

/** PID of a specimen that nobody is the patient of: the tube's own id, and a coded name (HL7 table 0200, S). */
export function writeNobody(tubeCode: string): string {
  return segment('PID', {
    1: 1,
    3: components(tubeCode, '', '', US, 'U'),
    5: components('', '', '', '', '', '', 'S'),
    8: 'U',
  });
}

/** NK1: somebody whose swab is in the tube, to be found and not to be counted as a case. */
export function writeContact(person: Person, setId: number, memberId: string): string {
  return segment('NK1', {
    1: setId,
    2: name(person),
    3: components('O', 'Other', 'HL70063'),
    4: address(person),
    5: phone(person),
    7: components('POOL-MEMBER', 'Member of the pooled specimen', LOCAL_CODES),
    33: identifier(person, memberId),
  });
}

function identifier({ identityType, identityNumber }: Person, memberId: string) {
  const [type, country] = identifierTypes[identityType] ?? ['PI', ''];
  if (identityNumber === '') return components(memberId, '', '', US, 'PI');
  return components(identityNumber, '', '', country || US, type);
}

const name = (person: Person) =>
  person.name === ''
    ? components('', '', '', '', '', '', 'U')
    : components(person.name, '', '', '', '', '', 'L');

/** The place of residence as XAD-9 (county or parish code): the city's own code, no street is kept. */
const address = ({ residenceCode }: Person) =>
  residenceCode ? components('', '', '', '', '', 'CHN', 'H', '', residenceCode) : undefined;

const phone = (person: Person) =>
  person.phone === '' ? undefined : components('', 'PRN', 'PH', '', '', '', '', '', '', '', '', person.phone);
