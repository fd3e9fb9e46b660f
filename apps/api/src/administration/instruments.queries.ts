import type { InstrumentsAnswer } from '#lis/contracts';
import { momentText, usualSilenceMs } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import type { Actor } from '#lis/platform';
import type { z } from 'zod';

type View = z.infer<typeof InstrumentsAnswer>['instruments'][number];
type Row = Pick<
  View,
  | 'id'
  | 'serial'
  | 'laboratoryCode'
  | 'laboratoryName'
  | 'sendingApplication'
  | 'sendingFacility'
  | 'allowedAddress'
  | 'identifiedBy'
  | 'localPort'
  | 'hasCertificate'
> & {
  profileId: string;
  profileVersion: number;
  orders: View['orders']['mode'];
  orderHost: string | null;
  orderPort: number | null;
  certificateEndsAt: number | null;
  lastContactAt: number | null;
  pauses: number[] | null;
  silentSince: number | null;
};

/** The instruments that an actor may see, by laboratory and serial: an administrator its realm's, others their laboratory's. */
export async function listInstruments(
  db: Executor,
  actor: Actor,
): Promise<z.infer<typeof InstrumentsAnswer>> {
  const rows = await db<Row[]>`
    select i.id, i.serial, l.code as "laboratoryCode", l.name as "laboratoryName",
      i.sending_application as "sendingApplication", i.sending_facility as "sendingFacility",
      abbrev(i.allowed_address) as "allowedAddress", i.identified_by as "identifiedBy", i.local_port as "localPort",
      i.certificate_sha256 is not null as "hasCertificate", i.certificate_expires_at as "certificateEndsAt",
      i.profile_id as "profileId", i.profile_version as "profileVersion", i.orders, host(i.order_host) as "orderHost",
      i.order_port as "orderPort", c.last_heard_at as "lastContactAt", c.pauses_ms::float8[] as pauses,
      c.silent_since as "silentSince"
    from instrument i join laboratory l on l.id = i.laboratory_id
    left join instrument_contact c on c.instrument_id = i.id
    where (i.id < 0) = ${actor.id < 0}
      and (${actor.role === 'administrator'} or i.laboratory_id = ${actor.laboratoryId ?? null}::int)
    order by l.code, i.serial limit 5000`;
  return { instruments: rows.map(viewOf) };
}

function viewOf(row: Row): View {
  const { profileId, profileVersion, orders, orderHost, orderPort, pauses, ...same } = row;
  return {
    ...same,
    profile: { id: profileId, version: profileVersion },
    orders: {
      mode: orders,
      port: orderHost === null || orderPort === null ? null : { address: orderHost, port: orderPort },
    },
    certificateEndsAt: momentOf(row.certificateEndsAt),
    lastContactAt: momentOf(row.lastContactAt),
    usualSilenceMs: usualSilenceMs(pauses ?? []),
    silentSince: momentOf(row.silentSince),
  };
}

const momentOf = (at: number | null) => (at === null ? null : momentText(at));
