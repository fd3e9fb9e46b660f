import type { Executor } from '#lis/persistence';

export type CasePerson = {
  personId: number;
  tubeCode: string;
  ordinal: number;
  residenceCode: string | null;
  particulars: Uint8Array;
  dataKeyId: number;
};

/**
 * The people of an open case who are in a jurisdiction's reach: all of them when the tube was taken there or anywhere
 * below it, else those who live there or below. Nobody when the case is closed, unknown or somebody else's.
 */
export async function findCasePersons(
  db: Executor,
  caseId: number,
  jurisdictionId: number,
): Promise<CasePerson[]> {
  return db<CasePerson[]>`
    with recursive of_case as (
      select m.person_id, m.ordinal, m.residence_id, t.code, s.jurisdiction_id as taken_in
      from case_file c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      join site s on s.id = t.site_id
      join member m on m.sweep_id = c.sweep_id and m.tube_id = c.tube_id
      where c.id = ${caseId} and c.closed_at is null and (c.person_id is null or c.person_id = m.person_id)),
    place (id) as (select taken_in from of_case union select residence_id from of_case where residence_id is not null),
    up (place_id, id) as (
      select id, id from place
      union all
      select u.place_id, j.parent_id from up u join jurisdiction j on j.id = u.id where j.parent_id is not null),
    mine as (select place_id from up where id = ${jurisdictionId})
    select o.person_id as "personId", o.code as "tubeCode", o.ordinal, j.code as "residenceCode",
      p.particulars, p.data_key_id as "dataKeyId"
    from of_case o join person p on p.id = o.person_id left join jurisdiction j on j.id = o.residence_id
    where o.taken_in in (select place_id from mine) or o.residence_id in (select place_id from mine)
    order by o.ordinal`;
}
