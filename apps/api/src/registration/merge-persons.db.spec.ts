import { Rejection } from '#lis/platform';
import {
  actorOf,
  enterCalls,
  enterLaboratory,
  type Laboratory,
  person,
  sealTube,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideSwabPools } from '#lis/domain';
import { makeResults, readPoolFacts } from '#lis/results';
import { lookUp } from '../lookup/look-up.js';
import { mergePersons } from './merge-persons.js';
import { type Registrar, registrar } from './registration.fixture.js';

type Someone = ReturnType<typeof person>;

describe('merging two identities of one human being', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tablet: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    tablet = registrar(standingClock(context).context);
  });
  const administrator = () => actorOf(laboratory, 'administrator');
  const merge = ({ identity }: Someone, canonical: Someone) =>
    mergePersons(database().context, administrator(), {
      person: identity,
      canonical: canonical.identity,
      reason: 'passport renewed',
    });
  const register = async (...members: Someone[]) => {
    const tube = sealTube(-1, { members });
    await tablet.registerOne(actorOf(laboratory, 'site'), tube);
    return { tubeId: tube.id, code: tube.code };
  };
  const result = async (tube: { tubeId: string; code: string }, call: 'positive' | 'negative') => {
    const { db, owner } = database();
    const { wells } = await enterCalls(owner, laboratory, [{ ...tube, call }]);
    return db.begin(async (tx) => {
      const pools = await readPoolFacts(tx, wells);
      await makeResults(
        tx,
        pools,
        decideSwabPools(pools),
        { actor: 'system', origin: 'x' },
        1_900_000_000_000,
      );
      return decideSwabPools(pools)[0]?.reasons;
    });
  };
  const holds = async (...who: Someone[]) => {
    const { context } = database();
    const told = await Promise.all(who.map(({ identity }) => lookUp(context, 'drill', identity)));
    const [open] = await database().db`select count(*)::int as n from person_hold where closed_at is null`;
    return { told: told.map(({ status }) => status), open: Number(open?.['n']) };
  };
  const fresh = async () => {
    await database()
      .owner`update person_hold set closed_at = '2030-01-02Z', closed_by = 'test' where closed_at is null`;
    return [person(), person(), person()] as const;
  };

  it('is an audited alias, given once', async () => {
    const { db } = database();
    const [one, other] = await fresh();
    await register(one, other);
    const merged = await merge(one, other);
    expect(merged).toMatchObject({ outcome: 'merged' });
    expect(await merge(one, other)).toEqual({ ...merged, outcome: 'replayed' });
    const audited = await db`select actor from audit where action = 'persons-merged'`;
    expect(audited).toEqual([{ actor: 'staff:-7' }]);
  });

  it('refuses a stranger, the same person, and a person who is merged elsewhere', async () => {
    const [one, other, third] = await fresh();
    await register(one, other, third);
    await merge(one, other);
    const refusal = (work: Promise<unknown>) =>
      work.then(
        () => 'served',
        (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
      );
    expect(await refusal(merge(one, third))).toBe('409 person-merged-elsewhere');
    expect(await refusal(merge(one, one))).toBe('409 person-same');
    expect(await refusal(merge(person(), one))).toBe('404 person-unknown');
    expect(await refusal(merge(other, third))).toBe('served');
  });

  it('makes a hold that opens later follow everybody of the name, also over two steps', async () => {
    const [one, other, third] = await fresh();
    const abnormal = await register(one);
    const [clean] = [await register(third), await register(other)];
    await merge(one, other);
    await merge(third, other);
    await result(abnormal, 'positive');
    expect(await holds(one, other, third)).toEqual({
      told: ['under-review', 'under-review', 'under-review'],
      open: 3,
    });
    expect(await result(clean, 'negative')).toContain('member-on-hold');
  });

  it('copies a hold that was open before the merge to whoever has none, once', async () => {
    const [one, other, third] = await fresh();
    const abnormal = await register(one);
    const clean = await register(third, other);
    await result(abnormal, 'positive');
    await merge(third, other);
    expect(await holds(one, other, third)).toMatchObject({ open: 1 });
    await merge(other, one);
    expect(await holds(one, other, third)).toEqual({
      told: ['under-review', 'under-review', 'under-review'],
      open: 3,
    });
    expect(await result(clean, 'negative')).toContain('member-on-hold');
    const copied = await database()
      .db`select distinct tube_id as id from person_hold where closed_at is null`;
    expect(copied).toEqual([{ id: abnormal.tubeId }]);
  });

  it('can be undone and made again', async () => {
    const { db } = database();
    const [one, other] = await fresh();
    await register(one);
    await register(person(), other);
    const { aliasId } = await merge(one, other);
    await db`update person_alias set undone_by = 'x', undone_at = '2030-01-01Z' where id = ${aliasId}`;
    expect((await merge(one, other)).aliasId).not.toBe(aliasId);
    expect(await db`select 1 from person_alias where id = ${aliasId}`).toHaveLength(1);
  });
});
