import { components, type Field, formatHl7Time, subcomponents } from '#lis/hl7';
import { parseMoment } from '#lis/domain';
import type { Code } from '../report-codes.js';

/** Our name as an assigning authority and as the system of local codes. */
export const US = 'SWEEPWELL';
export const LOCAL_CODES = '99SWEEPWELL';

/** TS in UTC: a report is read in more than one zone, and its bytes must not depend on a machine's. */
export const time = (moment: string): string => formatHl7Time(parseMoment(moment), 0);
export const timeOrNothing = (moment: string | null | undefined): string | undefined =>
  moment ? time(moment) : undefined;

export const coded = ({ code, name }: Code, system: string): Field => components(code, name, system);
/** EI of something that we number. */
export const entity = (id: string): Field => components(id, US);
/** EIP whose filler is us (no placer). */
export const specimenId = (id: string) => components('', subcomponents(id, US));
/** XON: an organisation by its name and its local code. */
export const organisation = (name: string, code: string): Field =>
  components(name, 'L', '', '', '', US, 'XX', '', '', code);
/** HD as it was entered, `name^universal id^type`. */
export const hierarchic = (text: string): Field => components(...text.split('^').slice(0, 3));
