/** What a specimen in a well is for, as an instrument must know it. */
export type OrderedRole = 'pool' | 'single' | 'control';

/**
 * What is to be measured of one tube or control: codes only (law 11). The same whatever language the instrument
 * speaks.
 */
export interface WorkOrder {
  /** the tube's or the control's code */
  readonly code: string;
  readonly role: OrderedRole;
  /** how many people share the tube; null for a control */
  readonly memberCount: number | null;
  /** null: the tube is received and not laid out yet */
  readonly place: { readonly plateId: string; readonly plateBarcode: string; readonly well: string } | null;
  /** of the plate; null as long as no plate says which */
  readonly kit: { readonly id: string; readonly version: number; readonly targets: readonly string[] } | null;
  readonly priority: 'stat' | 'routine';
}

const urgent = new Set(['recollection', 'follow-up', 'contact', 'fever']);

/** People who wait at home for a single result come before a screening (R7: the loop has a clock). */
export function priorityOf(purpose: string): WorkOrder['priority'] {
  return urgent.has(purpose) ? 'stat' : 'routine';
}

/**
 * The name of an order that stays the same however often it is asked for or sent: an instrument that gets it
 * twice sees that it has it already. A tube stands once on a plate, and a rerun stands on another plate.
 */
export function orderName({ code, place }: Pick<WorkOrder, 'code' | 'place'>): string {
  return place === null ? code : `${code}@${place.plateBarcode}`;
}

/** What the test is called where no kit says it yet. */
export const GENERIC_TEST = 'SARSCOV2';
export const testOf = ({ kit }: Pick<WorkOrder, 'kit'>): string => kit?.id ?? GENERIC_TEST;
