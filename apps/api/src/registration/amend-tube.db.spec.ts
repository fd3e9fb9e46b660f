import { randomUUID } from 'node:crypto';
import type { AmendTubeRequest } from '#lis/contracts';
import { open, Rejection } from '#lis/platform';
import {
  actorOf,
  enterLaboratory,
  type Laboratory,
  person,
  sealTube,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { amendTube } from './amend-tube.js';
import { type Registrar, registrar } from './registration.fixture.js';

describe('a change after sealing', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tablet: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    await owner`insert into jurisdiction (code, name, level, population) values ('moved', 'm', 'community', 1)`;
    tablet = registrar(standingClock(context).context);
  });
  const site = () => actorOf(laboratory, 'site');
  const amendment = (tubeId: string, given: Partial<AmendTubeRequest> = {}): AmendTubeRequest => ({
    id: randomUUID(),
    tubeId,
    kind: 'void',
    reason: 'dropped',
    secondPerson: 'nurse 12',
    ...given,
  });
  const amend = (request: AmendTubeRequest, actor = site()) => amendTube(database().context, actor, request);
  const tallies = async () => {
    const rows = await database().db<{ metric: string; n: number }[]>`
      select metric, sum(n)::bigint as n from tally_delta where sweep_id = -1 group by 1`;
    return Object.fromEntries(rows.map(({ metric, n }) => [metric, n]));
  };

  it('takes back with a void tube only what that tube covered', async () => {
    const { db } = database();
    const [twice, once] = [person(), person()];
    const [kept, voided] = [
      sealTube(-1, { members: [twice] }),
      sealTube(-1, { members: [twice, once, once] }),
    ];
    await tablet.register(site(), [kept, voided]);
    const before = await tallies();
    expect(await amend(amendment(voided.id))).toEqual({ outcome: 'amended' });
    const after = await tallies();
    expect(after).toEqual({
      ...before,
      covered: before['covered']! - 1,
      registered: before['registered']! - 1,
      'registered-people': before['registered-people']! - 3,
    });
    const covered = await db`
      select c.tubes from member m join coverage c on c.person_id = m.person_id
      where m.tube_id = ${voided.id} order by m.ordinal`;
    expect(covered.map(({ tubes }) => Number(tubes))).toEqual([1, 0, 0]);
    expect(await db`select 1 from member where tube_id = ${voided.id}`).toHaveLength(3);
  });

  it('covers a person anew whose only tube was void, at the residence said now', async () => {
    const { owner } = database();
    const someone = person();
    const tube = sealTube(-1, { members: [someone] });
    await tablet.registerOne(site(), tube);
    await amend(amendment(tube.id));
    const next = sealTube(-1, { members: [{ ...someone, residence: 'moved' }] });
    expect((await tablet.registerOne(site(), next)).memberFlags).toEqual([]);
    await amend(amendment(next.id));
    const [left] = await owner`
      select coalesce(sum(n), 0)::int as n from tally_delta d join jurisdiction j on j.id = d.residence_id
      where metric = 'covered' and j.code = 'moved'`;
    expect(left).toEqual({ n: 0 });
  });

  it('takes nothing back twice, whoever asks and however often', async () => {
    const tube = sealTube(-1);
    await tablet.registerOne(site(), tube);
    const before = await tallies();
    const request = amendment(tube.id);
    const outcomes = await Promise.all([amend(request), amend(request), amend(amendment(tube.id))]);
    expect(outcomes.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(1);
    expect((await tallies())['covered']).toBe(before['covered']! - 10);
    expect((await tallies())['registered']).toBe(before['registered']! - 1);
  });

  it.each(['resulted', 'released'])('of a %s tube holds it and asks for a correction', async (state) => {
    const { db, owner } = database();
    const tube = sealTube(-1);
    await tablet.registerOne(site(), tube);
    await owner`update tube set state = ${state} where id = ${tube.id}`;
    const before = await tallies();
    expect(await amend(amendment(tube.id))).toEqual({ outcome: 'correction-opened' });
    const [stored] = await db`select state, held from tube where id = ${tube.id}`;
    expect(stored).toEqual({ state, held: true });
    const asked =
      await db`select code from attention where subject = ${`tube:${tube.id}`} and closed_at is null`;
    expect(asked).toContainEqual({ code: 'amended-after-result' });
    expect(await tallies()).toEqual(before);
  });

  it('keeps what was said as ciphertext, and leaves the members as they were sealed', async () => {
    const { db, context } = database();
    const tube = sealTube(-1, { members: [person(), person()] });
    await tablet.registerOne(site(), tube);
    const members = () => db`select * from member where tube_id = ${tube.id} order by ordinal`;
    const before = await members();
    const request = amendment(tube.id, { kind: 'particulars-corrected', ordinal: 2, member: person() });
    expect(await amend(request)).toEqual({ outcome: 'amended' });
    expect(await members()).toEqual(before);
    const [kept] = await db<{ body: Uint8Array; key: number }[]>`
      select body, data_key_id as key from tube_amendment where id = ${request.id}`;
    const body = open(context.keys, 'drill', kept!.key, kept!.body, `tube_amendment:${request.id}`);
    expect(JSON.parse(body)).toEqual(request);
  });

  it('needs a second person, and a tube of the same site', async () => {
    const tube = sealTube(-1);
    await tablet.registerOne(site(), tube);
    const refusal = (work: Promise<unknown>) =>
      work.then(
        () => 'served',
        (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
      );
    expect(await refusal(amend(amendment(tube.id, { secondPerson: site().name })))).toBe(
      '409 second-person-same',
    );
    expect(await refusal(amend(amendment(tube.id), { ...site(), siteId: -2 }))).toBe('404 tube-unknown');
    expect(await refusal(amend(amendment(randomUUID())))).toBe('404 tube-unknown');
    expect(await refusal(amend(amendment(tube.id)))).toBe('served');
  });
});
