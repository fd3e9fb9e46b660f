import type { Damages } from './damages.js';

const anArrival = "b.code = ':code'";
const otherBox = "(select id from box where code = 'BOX-C:sweep')";

export const damagesInTheField: Damages<
  | 'registered-are-members'
  | 'tablets-sealed-are-registered'
  | 'acknowledged-are-registered'
  | 'codes-are-tubes'
  | 'tallied-are-covered'
  | 'sealed-are-boxed-or-loose'
  | 'handed-over-are-received-or-missing'
> = {
  'registered-are-members': {
    removed: ['tube::code', "delete from member where tube_id = ':id' and ordinal = 2"],
    doubled: [
      'tube::code',
      `insert into member select sweep_id, tube_id, 99, person_id, category, residence_id, household, flags
        from member where tube_id = ':id' and ordinal = 2`,
    ],
    moved: [
      'tube::code',
      "update member set tube_id = ':other', ordinal = 99 where tube_id = ':id' and ordinal = 2",
    ],
  },
  'tablets-sealed-are-registered': {
    removed: ['device::device', "delete from tube where id = ':id'"],
    doubled: [
      'device::device',
      `insert into tube select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).*
        from tube t, generate_series(1, 2) where id = ':id'`,
    ],
    moved: ['device::device', "update tube set device_id = device_id - 1 where id = ':id'"],
  },
  'acknowledged-are-registered': {
    removed: ['tube::id', "delete from tube where id = ':id'"],
    doubled: [
      'tube::code',
      `insert into audit (at, sweep_id, actor, origin, action, subject)
        select at, sweep_id, actor, origin, action, subject from audit where subject = 'tube::id'`,
    ],
    moved: ['tube::code', "update audit set subject = 'tube::other' where subject = 'tube::id'"],
  },
  'codes-are-tubes': {
    removed: ['tube::code', "delete from tube_code where tube_id = ':id'"],
    doubled: [
      'tube:TWICE',
      "insert into tube_code select 'TWICE', gen_random_uuid(), sweep_id, '' from tube_code where tube_id = ':id'",
    ],
    moved: ['tube::code', "update tube_code set sweep_id = -999 where tube_id = ':id'"],
  },
  'tallied-are-covered': {
    removed: [
      'tube::code',
      "delete from coverage where person_id = (select min(person_id) from member where tube_id = ':id')",
    ],
    doubled: [
      'person:-999999',
      "insert into coverage select sweep_id, -999999, residence_id, 1 from member where tube_id = ':id' limit 1",
    ],
    moved: [
      'tube::code',
      `update coverage set residence_id = null
        where person_id = (select min(person_id) from member where tube_id = ':id')`,
    ],
  },
  'sealed-are-boxed-or-loose': {
    removed: ['tube::code', `delete from box_tube b where ${anArrival}`],
    doubled: [
      'tube::code',
      `insert into box_tube (sweep_id, box_id, code) select sweep_id, ${otherBox}, code from box_tube b where ${anArrival}`,
    ],
    moved: ['tube::code', `update box_tube b set box_id = ${otherBox} where ${anArrival}`],
  },
  'handed-over-are-received-or-missing': {
    removed: ['tube::code', `delete from box_tube b where ${anArrival}`],
    doubled: [
      'tube:AGAIN',
      `insert into box_tube select sweep_id, box_id, 'AGAIN', arrival from box_tube b where ${anArrival}`,
    ],
    moved: ['tube::code', `update box_tube b set box_id = ${otherBox} where ${anArrival}`],
  },
};
