import { sealedAt, siteOf, type TubePlan, tubePeople } from '../truth/index.js';
import type { Recollections } from './recollections.js';

export type TubeFacts = {
  serial: number;
  first: number;
  size: number;
  site: number;
  sealedAt: number;
  retest: boolean;
};

/** Who is in a tube, where and when it is sealed, whether of the plan or a re-collection. */
export function tubeFacts(plan: TubePlan, recollections: Recollections, serial: number): TubeFacts {
  const recollection = recollections.of(serial);
  if (recollection) {
    const { person, site, sealedAt: at } = recollection;
    return { serial, first: person, size: 1, site, sealedAt: at, retest: true };
  }
  const site = siteOf(plan, serial);
  return { serial, ...tubePeople(plan, serial), site, sealedAt: sealedAt(plan, site, serial), retest: false };
}
