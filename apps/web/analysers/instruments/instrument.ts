import type { InstrumentsAnswer } from '#lis/contracts';
import { may, type Role } from '#lis/domain';
import type { z } from 'zod';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';

export type Instruments = z.infer<typeof InstrumentsAnswer>;
export type Instrument = Instruments['instruments'][number];

/** The instruments that this person may see: the own laboratory's, or for an administrator all of the realm. */
export function useInstruments({ who }: Session) {
  const isAdministrator = may(who.role as Role, 'instrument.administer');
  return usePolled<Instruments>(`/v1/${isAdministrator ? 'administration/' : ''}instruments`, 10_000);
}
