import { isIP } from 'node:net';
import type { CreateInstrumentsRequest, CreateSitesRequest } from '#lis/contracts';
import { arrayLiteral, type Transaction } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';

type Sites = z.infer<typeof CreateSitesRequest>['sites'];
type Instruments = z.infer<typeof CreateInstrumentsRequest>['instruments'];
const created = (what: string) => ({ action: `${what}-created`, subject: () => what });

/** Sites by code; an existing code of the same realm keeps its id. Ids in the order of the lines. */
export function createSites(context: Context, actor: Actor, sites: Sites) {
  return administer(context, actor, created('sites'), async (tx) => {
    await tx`
      insert into site (id, code, name, jurisdiction_id)
      select nextval(${`${actor.realm}_id`}::regclass), s.code, s.name, j.id from unnest(
        ${arrayLiteral(sites.map(({ code }) => code))}::text::text[],
        ${arrayLiteral(sites.map(({ name }) => name))}::text::text[],
        ${arrayLiteral(sites.map(({ jurisdictionCode }) => jurisdictionCode))}::text::text[])
        as s (code, name, jurisdiction)
      join jurisdiction j on j.code = s.jurisdiction
      on conflict (code) do nothing`;
    return {
      ids: await idsOf(
        tx,
        'site',
        'code',
        sites.map(({ code }) => code),
        actor,
      ),
    };
  });
}

export function createLaboratories(
  context: Context,
  actor: Actor,
  laboratories: readonly { code: string; name: string }[],
) {
  return administer(context, actor, created('laboratories'), async (tx) => {
    await tx`
      insert into laboratory (id, code, name)
      select nextval(${`${actor.realm}_id`}::regclass), * from unnest(
        ${arrayLiteral(laboratories.map(({ code }) => code))}::text::text[],
        ${arrayLiteral(laboratories.map(({ name }) => name))}::text::text[])
      on conflict (code) do nothing`;
    return {
      ids: await idsOf(
        tx,
        'laboratory',
        'code',
        laboratories.map(({ code }) => code),
        actor,
      ),
    };
  });
}

/**
 * An analyser is known by what it sends as MSH-3 and MSH-4, from an allowed address or net and, if it has one, with
 * its certificate. A known serial keeps everything but its certificate, which must be replaced before it ends, and how
 * it is given orders.
 * @throws Rejection 409 `certificate-in-use`, or `order-port-speaks-hl7`: a port for an instrument that speaks ASTM
 */
export function createInstruments(context: Context, actor: Actor, instruments: Instruments) {
  if (instruments.some(({ allowedAddress }) => !isNet(allowedAddress))) {
    throw new Rejection(400, 'malformed', { field: 'allowedAddress' });
  }
  if (instruments.some(({ orders }) => orders?.port && isIP(orders.port.address) === 0)) {
    throw new Rejection(400, 'malformed', { field: 'orders.port.address' });
  }
  return administer(context, actor, created('instruments'), async (tx) => {
    await tx`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, allowed_address)
      select nextval(${`${actor.realm}_id`}::regclass), l.id, i.serial, i.application, i.facility, i.address::inet
      from unnest(
        ${arrayLiteral(instruments.map(({ laboratoryCode }) => laboratoryCode))}::text::text[],
        ${arrayLiteral(instruments.map(({ serial }) => serial))}::text::text[],
        ${arrayLiteral(instruments.map(({ sendingApplication }) => sendingApplication))}::text::text[],
        ${arrayLiteral(instruments.map(({ sendingFacility }) => sendingFacility))}::text::text[],
        ${arrayLiteral(instruments.map(({ allowedAddress }) => allowedAddress))}::text::text[])
        as i (laboratory, serial, application, facility, address)
      join laboratory l on l.code = i.laboratory and (l.id < 0) = ${actor.id < 0}
      on conflict do nothing`;
    await enterCertificates(tx, actor, instruments);
    await enterOrderPorts(tx, actor, instruments);
    return {
      ids: await idsOf(
        tx,
        'instrument',
        'serial',
        instruments.map(({ serial }) => serial),
        actor,
      ),
    };
  });
}

const isNet = (text: string) => {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const widest = version === 4 ? 32 : 128;
  return (
    version !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= widest))
  );
};

async function enterCertificates(tx: Transaction, actor: Actor, instruments: Instruments): Promise<void> {
  const given = instruments.filter(({ certificateSha256 }) => certificateSha256 !== undefined);
  if (given.length === 0) return;
  const certificates = arrayLiteral(given.map(({ certificateSha256 }) => certificateSha256 ?? null));
  const [taken] = await tx`
    select 1 from unnest(${arrayLiteral(given.map(({ serial }) => serial))}::text::text[],
      ${certificates}::text::text[]) as g (serial, certificate)
    join instrument i on i.certificate_sha256 = g.certificate and i.serial <> g.serial limit 1`;
  const isTwice = new Set(given.map(({ certificateSha256 }) => certificateSha256)).size < given.length;
  if (taken || isTwice) throw new Rejection(409, 'certificate-in-use');
  await tx`
    update instrument i set certificate_sha256 = g.certificate, certificate_expires_at = null
    from unnest(${arrayLiteral(given.map(({ serial }) => serial))}::text::text[],
      ${certificates}::text::text[]) as g (serial, certificate)
    where i.serial = g.serial and (i.id < 0) = ${actor.id < 0}
      and i.certificate_sha256 is distinct from g.certificate`;
}

async function enterOrderPorts(tx: Transaction, actor: Actor, instruments: Instruments): Promise<void> {
  for (const { serial, orders } of instruments) {
    if (orders === undefined) continue;
    const [other] = await tx`
      select 1 from instrument where serial = ${serial} and protocol <> 'hl7' and ${orders.port != null} limit 1`;
    if (other) throw new Rejection(409, 'order-port-speaks-hl7');
    await tx`
      update instrument set orders = ${orders.mode}, order_host = ${orders.port?.address ?? null}::text::inet,
        order_port = ${orders.port?.port ?? null}
      where serial = ${serial} and (id < 0) = ${actor.id < 0}`;
  }
}

async function idsOf(
  tx: Transaction,
  table: 'site' | 'laboratory' | 'instrument',
  column: 'code' | 'serial',
  keys: readonly string[],
  actor: Actor,
): Promise<number[]> {
  const rows = await tx<{ id: number; key: string }[]>`
    select id, ${tx(column)} as key from ${tx(table)}
    where ${tx(column)} = any(${arrayLiteral([...keys])}::text::text[])`;
  const byKey = new Map(rows.map(({ id, key }) => [key, id]));
  return keys.map((key) => {
    const id = byKey.get(key);
    if (id === undefined) throw new Rejection(409, `${table}-not-made`, { key });
    if (id < 0 !== actor.id < 0) throw new Rejection(409, 'realm-mixed', { key });
    return id;
  });
}
