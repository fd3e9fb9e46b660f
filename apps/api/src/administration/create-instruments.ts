import { isIP } from 'node:net';
import type { CreateInstrumentsRequest } from '#lis/contracts';
import { arrayLiteral, type Transaction } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';
import { checkNames, isNet, lockInstruments, refusingAmbiguous } from './ambiguous-instruments.js';
import { idsOf } from './create-places.js';
import { checkOrders, findProfile } from './sender-profiles.js';

type Instruments = z.infer<typeof CreateInstrumentsRequest>['instruments'];
type Speaking = {
  profileId: string;
  profileVersion: number;
  protocol: 'hl7' | 'astm';
  identifiedBy: 'names' | 'connection';
  localPort: number | null;
};
const generic = { id: 'generic', version: 1 };

/**
 * An analyser is known by what it sends as MSH-3 and MSH-4, from an allowed address or net (`identifiedBy: names`), or by
 * its address and the gateway's port alone (`connection`), and, if it has one, by its certificate. A known serial keeps
 * everything but its certificate, which must be replaced before it ends, and how it is given orders.
 * @throws Rejection 400 `malformed`; 404 `profile-unknown`; 409 `certificate-in-use`, `instrument-differs` (a known serial
 * that speaks otherwise than is said here), `orders-not-of-profile`, and those of `refusingAmbiguous`
 */
export function createInstruments(context: Context, actor: Actor, instruments: Instruments) {
  if (instruments.some(({ allowedAddress }) => !isNet(allowedAddress)))
    throw new Rejection(400, 'malformed', { field: 'allowedAddress' });
  if (instruments.some(({ orders }) => orders?.port && isIP(orders.port.address) === 0))
    throw new Rejection(400, 'malformed', { field: 'orders.port.address' });
  const change = { action: 'instruments-created', subject: () => 'instruments' };
  return refusingAmbiguous(() =>
    administer(context, actor, change, async (tx) => {
      await lockInstruments(tx);
      const speaking: Speaking[] = [];
      for (const instrument of instruments) speaking.push(await speakingOf(tx, actor, instrument));
      await refuseCertificates(tx, instruments);
      await enter(tx, actor, instruments, speaking);
      await refuseDifferent(tx, instruments, speaking);
      await enterCertificates(tx, actor, instruments);
      await enterOrderPorts(tx, actor, instruments);
      const serials = instruments.map(({ serial }) => serial);
      const ids = await idsOf(tx, 'instrument', 'serial', serials, actor);
      await checkNames(tx, ids);
      for (const id of ids) await checkOrders(tx, actor, id);
      return { ids };
    }),
  );
}

async function speakingOf(tx: Transaction, actor: Actor, given: Instruments[number]): Promise<Speaking> {
  const key = given.profile ?? generic;
  const profile = await findProfile(tx, actor, key);
  return {
    profileId: key.id,
    profileVersion: key.version,
    protocol: profile.protocol,
    identifiedBy: given.identifiedBy ?? profile.identifiedBy,
    localPort: given.localPort ?? null,
  };
}

// with its certificate from the first: two behind one address may be told by nothing else
async function enter(tx: Transaction, actor: Actor, instruments: Instruments, speaking: readonly Speaking[]) {
  await tx`
    insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, allowed_address,
      certificate_sha256, profile_id, profile_version, protocol, identified_by, local_port)
    select nextval(${`${actor.realm}_id`}::regclass), l.id, i.serial, i.application, i.facility, i.address::inet,
      i.certificate, i.profile, i.version, i.protocol, i.identified_by, i.port
    from unnest(
      ${arrayLiteral(instruments.map(({ laboratoryCode }) => laboratoryCode))}::text::text[],
      ${arrayLiteral(instruments.map(({ serial }) => serial))}::text::text[],
      ${arrayLiteral(instruments.map(({ sendingApplication }) => sendingApplication))}::text::text[],
      ${arrayLiteral(instruments.map(({ sendingFacility }) => sendingFacility))}::text::text[],
      ${arrayLiteral(instruments.map(({ allowedAddress }) => allowedAddress))}::text::text[],
      ${arrayLiteral(instruments.map(({ certificateSha256 }) => certificateSha256 ?? null))}::text::text[],
      ${arrayLiteral(speaking.map(({ profileId }) => profileId))}::text::text[],
      ${arrayLiteral(speaking.map(({ profileVersion }) => profileVersion))}::text::int[],
      ${arrayLiteral(speaking.map(({ protocol }) => protocol))}::text::text[],
      ${arrayLiteral(speaking.map(({ identifiedBy }) => identifiedBy))}::text::text[],
      ${arrayLiteral(speaking.map(({ localPort }) => localPort))}::text::int[])
      as i (laboratory, serial, application, facility, address, certificate, profile, version, protocol, identified_by,
        port)
    join laboratory l on l.code = i.laboratory and (l.id < 0) = ${actor.id < 0}
    where not exists (select from instrument known where known.serial = i.serial)
    on conflict (serial) do nothing`;
}

/** How a known serial speaks is changed by assigning a profile; said here in passing it would be overlooked. */
async function refuseDifferent(
  tx: Transaction,
  instruments: Instruments,
  speaking: readonly Speaking[],
): Promise<void> {
  for (const [index, { serial, profile, identifiedBy, localPort }] of instruments.entries()) {
    if (profile === undefined && identifiedBy === undefined && localPort === undefined) continue;
    const [stands] = await tx<Omit<Speaking, 'protocol'>[]>`
      select profile_id as "profileId", profile_version as "profileVersion", identified_by as "identifiedBy",
        local_port as "localPort" from instrument where serial = ${serial}`;
    const said = speaking[index];
    if (!stands || !said) continue;
    const differs =
      (profile !== undefined &&
        (stands.profileId !== said.profileId || stands.profileVersion !== said.profileVersion)) ||
      (identifiedBy !== undefined && stands.identifiedBy !== identifiedBy) ||
      (localPort !== undefined && stands.localPort !== localPort);
    if (differs) throw new Rejection(409, 'instrument-differs', { key: serial });
  }
}

async function refuseCertificates(tx: Transaction, instruments: Instruments): Promise<void> {
  const given = instruments.filter(({ certificateSha256 }) => certificateSha256 !== undefined);
  if (given.length === 0) return;
  const [taken] = await tx`
    select 1 from unnest(${arrayLiteral(given.map(({ serial }) => serial))}::text::text[],
      ${arrayLiteral(given.map(({ certificateSha256 }) => certificateSha256 ?? null))}::text::text[]) as g (serial, certificate)
    join instrument i on i.certificate_sha256 = g.certificate and i.serial <> g.serial limit 1`;
  const isTwice = new Set(given.map(({ certificateSha256 }) => certificateSha256)).size < given.length;
  if (taken || isTwice) throw new Rejection(409, 'certificate-in-use');
}

async function enterCertificates(tx: Transaction, actor: Actor, instruments: Instruments): Promise<void> {
  const given = instruments.filter(({ certificateSha256 }) => certificateSha256 !== undefined);
  if (given.length === 0) return;
  await tx`
    update instrument i set certificate_sha256 = g.certificate, certificate_expires_at = null
    from unnest(${arrayLiteral(given.map(({ serial }) => serial))}::text::text[],
      ${arrayLiteral(given.map(({ certificateSha256 }) => certificateSha256 ?? null))}::text::text[]) as g (serial, certificate)
    where i.serial = g.serial and (i.id < 0) = ${actor.id < 0}
      and i.certificate_sha256 is distinct from g.certificate`;
}

async function enterOrderPorts(tx: Transaction, actor: Actor, instruments: Instruments): Promise<void> {
  for (const { serial, orders } of instruments) {
    if (orders === undefined) continue;
    await tx`
      update instrument set orders = ${orders.mode}, order_host = ${orders.port?.address ?? null}::text::inet,
        order_port = ${orders.port?.port ?? null}
      where serial = ${serial} and (id < 0) = ${actor.id < 0}`;
  }
}
