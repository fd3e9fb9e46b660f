import type { EntryOf } from '../journal/index.js';
import { siteOf, type TubePlan, tubePeople } from '../truth/index.js';

export type Recollection = {
  serial: number;
  /** the abnormal tube's serial */
  cause: number;
  person: number;
  site: number;
  sealedAt: number;
};
export type Recollections = ReturnType<typeof keepRecollections>;

/** The single tubes that follow abnormal ones; their serials come after those of the plan. */
export function keepRecollections(plan: TubePlan) {
  const list: Recollection[] = [];
  const asked = new Set<string>();
  const people = new Map<number, Set<number>>();
  const key = (cause: number, ordinal: number, orderedAt: string) => `${cause}/${ordinal}/${orderedAt}`;
  return {
    /** whether this order has been taken on; an order that is given again has another time */
    isKnown: (cause: number, ordinal: number, orderedAt: string) => asked.has(key(cause, ordinal, orderedAt)),
    next: () => list.length,
    add({ cause, ordinal, orderedAt, sealedAt }: Omit<EntryOf<'recollect'>, 'k' | 'r'>): Recollection {
      asked.add(key(cause, ordinal, orderedAt));
      const serial = plan.tubes + list.length;
      const person = tubePeople(plan, cause).first + ordinal - 1;
      const recollection = { serial, cause, person, site: siteOf(plan, cause), sealedAt };
      list.push(recollection);
      people.set(cause, (people.get(cause) ?? new Set()).add(person));
      return recollection;
    },
    /** by serial; undefined for a tube of the plan */
    of: (serial: number): Recollection | undefined => list[serial - plan.tubes],
    all: (): readonly Recollection[] => list,
    /** how many of a tube's members have been taken on */
    takenOn: (cause: number): number => people.get(cause)?.size ?? 0,
  };
}
