import type { AssignProfileRequest, EnterProfileAnswer, EnterProfileRequest } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { builtInProfiles, type SenderProfile } from '#lis/hl7';
import { type Executor, failureCode, profileName } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';

type Definition = z.infer<typeof EnterProfileRequest>['definition'];
const exclusionViolation = '23P01';
const uniqueViolation = '23505';
const checkViolation = '23514';

/**
 * Enters the next version of a profile; a version is never changed. Sent again: `replayed`.
 * @throws Rejection 409 `profile-version-differs`, or `profile-version-gap` with the version that would be next
 */
export function enterProfile(
  context: Context,
  actor: Actor,
  definition: Definition,
): Promise<z.infer<typeof EnterProfileAnswer>> {
  const profile = profileName(definition);
  const change = { action: 'profile-entered', subject: () => `profile:${profile}` };
  return administer(context, actor, change, async (tx, now) => {
    const { id, version } = definition;
    const text = JSON.stringify(definition);
    await tx`select pg_advisory_xact_lock(hashtextextended(${`profile:${actor.realm}:${id}`}, 0))`;
    const [same] = await tx<{ isSame: boolean }[]>`
      select definition = ${text}::text::jsonb as "isSame" from sender_profile
      where realm = ${actor.realm} and id = ${id} and version = ${version}`;
    if (same?.isSame === true) return { profile, outcome: 'replayed' as const };
    if (same) throw new Rejection(409, 'profile-version-differs');
    const [last] = await tx<{ version: number }[]>`
      select coalesce(max(version), 0) as version from sender_profile where realm = ${actor.realm} and id = ${id}`;
    const next =
      1 +
      Math.max(
        last?.version ?? 0,
        ...builtInProfiles.filter((one) => one.id === id).map((one) => one.version),
      );
    if (version !== next) throw new Rejection(409, 'profile-version-gap', { next });
    await tx`
      insert into sender_profile (realm, id, version, definition, entered_by, entered_at)
      values (${actor.realm}, ${id}, ${version}, ${text}::text::jsonb, ${actor.id}, ${momentText(now)}::text::timestamptz)`;
    return { profile, outcome: 'entered' as const };
  });
}

/**
 * From now on an instrument's messages are read by this version; those that came before only when they are replayed.
 * @throws Rejection 404 `instrument-unknown`, `profile-unknown`; 409 `connection-ambiguous`: another instrument would
 * fit the same address and port, or `names-ambiguous`: the same MSH-3 and MSH-4, or none;
 * or `order-port-speaks-hl7`: an ASTM profile for an instrument that is told its orders at a port of its own
 */
export async function assignProfile(context: Context, actor: Actor, request: AssignProfileRequest) {
  const { instrumentId, profile: key, localPort } = request;
  const change = {
    action: 'profile-assigned',
    subject: () => `instrument:${instrumentId}`,
    detail: { profile: profileName(key), localPort },
  };
  try {
    return await administer(context, actor, change, async (tx) => {
      const profile = await findProfile(tx, actor, key);
      const changed = await tx`
        update instrument set profile_id = ${key.id}, profile_version = ${key.version},
          identified_by = ${profile.identifiedBy}, local_port = ${localPort}, protocol = ${profile.protocol}
        where id = ${instrumentId} and (id < 0) = ${actor.id < 0}`;
      if (changed.count === 0) throw new Rejection(404, 'instrument-unknown');
      // without names and by its names, it is every nameless sender at its address
      const [nameless] = await tx`
        select 1 from instrument a join instrument b on a.id <> b.id and a.allowed_address && b.allowed_address
          and a.certificate_sha256 is null and b.certificate_sha256 is null
        where ${instrumentId} in (a.id, b.id) and a.identified_by = 'names' and a.sending_application = ''
          and a.sending_facility = '' and b.identified_by = 'connection' limit 1`;
      if (nameless) throw new Rejection(409, 'names-ambiguous');
      return { profile: profileName(key) };
    });
  } catch (error) {
    if (failureCode(error) === exclusionViolation) throw new Rejection(409, 'connection-ambiguous');
    if (failureCode(error) === checkViolation) throw new Rejection(409, 'order-port-speaks-hl7');
    if (failureCode(error) === uniqueViolation) throw new Rejection(409, 'names-ambiguous');
    throw error;
  }
}

async function findProfile(
  tx: Executor,
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<SenderProfile> {
  const builtIn = builtInProfiles.find((one) => one.id === id && one.version === version);
  if (builtIn) return builtIn;
  const [row] = await tx<{ definition: SenderProfile }[]>`
    select definition from sender_profile where realm = ${actor.realm} and id = ${id} and version = ${version}`;
  if (!row) throw new Rejection(404, 'profile-unknown');
  return row.definition;
}

/** Every version of every profile of the actor's realm, built-in ones first, and which instruments speak by it. */
export async function listProfiles(db: Executor, actor: Actor) {
  const entered = await db<{ definition: SenderProfile; by: number; at: number }[]>`
    select definition, entered_by as by, entered_at as at from sender_profile
    where realm = ${actor.realm} order by id, version limit 1000`;
  const used = await db<{ id: number; profile: string }[]>`
    select id, profile_id || '@' || profile_version as profile from instrument
    where (id < 0) = ${actor.id < 0} order by id`;
  const usersOf = (profile: SenderProfile) =>
    used.filter((one) => one.profile === profileName(profile)).map(({ id }) => id);
  return {
    profiles: [
      ...builtInProfiles.map((definition) => ({
        definition,
        builtIn: true,
        enteredBy: null,
        enteredAt: null,
        instruments: usersOf(definition),
      })),
      ...entered.map(({ definition, by, at }) => ({
        definition,
        builtIn: false,
        enteredBy: by,
        enteredAt: momentText(at),
        instruments: usersOf(definition),
      })),
    ],
  };
}
