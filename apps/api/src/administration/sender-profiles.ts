import type { AssignProfileRequest, EnterProfileAnswer, EnterProfileRequest } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { builtInProfiles, type SenderProfile, takesOrdersUnasked } from '#lis/hl7';
import { type Executor, profileName } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';
import { checkNames, lockInstruments, refusingAmbiguous } from './ambiguous-instruments.js';

type Definition = z.infer<typeof EnterProfileRequest>['definition'];

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
 * @throws Rejection 404 `instrument-unknown`, `profile-unknown`; 409 `orders-not-of-profile`, and as `refusingAmbiguous`
 */
export function assignProfile(context: Context, actor: Actor, request: AssignProfileRequest) {
  const { instrumentId, profile: key, identifiedBy, localPort = null } = request;
  const change = {
    action: 'profile-assigned',
    subject: () => `instrument:${instrumentId}`,
    detail: { profile: profileName(key), localPort, ...(identifiedBy && { identifiedBy }) },
  };
  return refusingAmbiguous(() =>
    administer(context, actor, change, async (tx) => {
      await lockInstruments(tx);
      const profile = await findProfile(tx, actor, key);
      const changed = await tx`
        update instrument set profile_id = ${key.id}, profile_version = ${key.version},
          identified_by = ${identifiedBy ?? profile.identifiedBy}, local_port = ${localPort}, protocol = ${profile.protocol}
        where id = ${instrumentId} and (id < 0) = ${actor.id < 0}`;
      if (changed.count === 0) throw new Rejection(404, 'instrument-unknown');
      await checkNames(tx, [instrumentId]);
      await checkOrders(tx, actor, instrumentId);
      return { profile: profileName(key) };
    }),
  );
}

/** Orders are sent unasked in LAW and over ASTM lines only. @throws Rejection 409 `orders-not-of-profile` */
export async function checkOrders(tx: Executor, actor: Actor, instrumentId: number): Promise<void> {
  const [pushed] = await tx<{ id: string; version: number }[]>`
    select profile_id as id, profile_version as version from instrument
    where id = ${instrumentId} and orders = 'law-push'`;
  if (pushed && !takesOrdersUnasked(await findProfile(tx, actor, pushed)))
    throw new Rejection(409, 'orders-not-of-profile', { profile: profileName(pushed) });
}

/** A version of a profile, built in or entered in the actor's realm. @throws Rejection 404 `profile-unknown` */
export async function findProfile(
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
