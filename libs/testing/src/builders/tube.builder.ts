import { randomUUID } from 'node:crypto';
import type { Db } from '#lis/persistence';
import { type Context, seal } from '#lis/platform';
import type { Laboratory } from './laboratory.builder.js';

export type BuiltTube = { tubeId: string; code: string; personIds: number[] };
type Given = {
  purpose?: string;
  members?: number;
  causeTubeId?: string;
  personIds?: number[];
  state?: string;
};

let drawn = 0;

/** Enters sealed, received tubes with their members and persons, `members` people each (10 unless told). */
export async function enterTubes(
  owner: Db,
  { keys }: Pick<Context, 'keys'>,
  laboratory: Laboratory,
  count: number,
  given: Given = {},
): Promise<BuiltTube[]> {
  const { sweepId, siteId, deviceId, laboratoryId, residenceId } = laboratory;
  const sign = Math.sign(sweepId);
  const size = given.personIds?.length ?? given.members ?? 10;
  const tubes = Array.from({ length: count }, () => ({
    tubeId: randomUUID(),
    code: `T${String(++drawn).padStart(9, '0')}`,
    personIds: given.personIds ?? Array.from({ length: size }, () => sign * (900_000_000 + ++drawn)),
  }));
  const persons = given.personIds ? [] : tubes.flatMap(({ personIds }) => personIds);
  const realm = sign < 0 ? 'drill' : 'real';
  const { dataKeyId } = keys[realm];
  const particulars = persons.map((id) =>
    seal(
      keys,
      realm,
      JSON.stringify({ type: 'mainland-id', number: `N${id}`, name: `Name ${id}`, phone: `1${id}` }),
      `person:${id}:particulars`,
    ).toString('hex'),
  );
  await owner`
    insert into person (id, identity_hash, hash_key_id, particulars, particulars_hash, data_key_id, registered_at)
    select id, int8send(id), 1, decode(particulars, 'hex'), '', ${dataKeyId}, '2030-01-01T01:00Z'
    from unnest(${persons}::bigint[], ${particulars}::text[]) as p(id, particulars)`;
  await owner`
    insert into tube_code select code, id, ${sweepId}, ''
    from unnest(${tubes.map(({ tubeId }) => tubeId)}::uuid[], ${tubes.map(({ code }) => code)}::text[]) as t(id, code)`;
  await owner`
    insert into tube (sweep_id, id, code, purpose, cause_tube_id, site_id, device_id, session_id, sealed_at,
      registered_at, policy_version, capacity, member_count, outcome, flags, state, laboratory_id, handed_over_at,
      received_at)
    select ${sweepId}, id, code, ${given.purpose ?? 'screening'}, ${given.causeTubeId ?? null}::uuid, ${siteId},
      ${deviceId}, gen_random_uuid(), '2030-01-01T01:00Z', '2030-01-01T01:00Z', 1, ${size}, ${size}, 'accepted', '{}',
      ${given.state ?? 'received'}, ${laboratoryId}, '2030-01-01T02:00Z', '2030-01-01T03:00Z'
    from unnest(${tubes.map(({ tubeId }) => tubeId)}::uuid[], ${tubes.map(({ code }) => code)}::text[]) as t(id, code)`;
  const members = tubes.flatMap(({ tubeId, personIds }) =>
    personIds.map((personId, index) => ({ tubeId, personId, ordinal: index + 1 })),
  );
  await owner`
    insert into member (sweep_id, tube_id, ordinal, person_id, category, residence_id, flags)
    select ${sweepId}, tube_id, ordinal, person_id, 'general', ${residenceId}, '{}' from unnest(
      ${members.map(({ tubeId }) => tubeId)}::uuid[], ${members.map(({ ordinal }) => ordinal)}::int[],
      ${members.map(({ personId }) => personId)}::bigint[]) as m(tube_id, ordinal, person_id)`;
  return tubes;
}
