import type { Damages } from './damages.js';

const aPool = 'pools::sweep/2030-01-01/3';
const aLaboratorysPool = 'pools:laboratory:sweep/test-kit@1/:sweep/2030-01-01/3';

export const damagesInTheLaboratory: Damages<
  | 'received-are-plated-waiting-or-rejected'
  | 'plated-are-resulted-or-pending'
  | 'read-are-called'
  | 'pools-tallied-are-resulted'
  | 'laboratories-pools-are-resulted'
  | 'resulted-are-reported-or-held'
  | 'reported-are-receipted'
> = {
  'received-are-plated-waiting-or-rejected': {
    removed: ['tube::code', "delete from well where tube_id = ':id'"],
    doubled: [
      'tube::code',
      `insert into box_tube select sweep_id, (select id from box where code = 'BOX-B:sweep'), code, arrival
        from box_tube where code = ':code'`,
    ],
    moved: ['tube::code', "update box_tube set code = 'ANOTHER' where code = ':code'"],
  },
  'plated-are-resulted-or-pending': {
    removed: ['tube::code', "delete from tube_result where tube_id = ':id'"],
    doubled: [
      'tube::code',
      `insert into tube_result select (jsonb_populate_record(r, '{"version": 2}')).* from tube_result r
        where tube_id = ':id'`,
    ],
    moved: ['tube::code', "update tube_result set well = 'D7' where tube_id = ':id'"],
  },
  'read-are-called': {
    removed: [
      'tube::code',
      `delete from reading g using well_call c
        where c.tube_id = ':id' and g.run_id = c.run_id and g.well = c.well and g.target = 'N'`,
    ],
    doubled: [
      'tube::code',
      'insert into well_call select (jsonb_populate_record(c, \'{"well": "D7"}\')).* from well_call c where tube_id = \':id\'',
    ],
    moved: ['tube::code', "update well_call set tube_id = ':other' where tube_id = ':id'"],
  },
  'pools-tallied-are-resulted': {
    removed: [aPool, "delete from tube_result where tube_id = ':id'"],
    doubled: [aPool, `update pool_tally set negative = negative + 1 where sweep_id = :sweep`],
    moved: [aPool, `update tube_result set outcome = 'positive' where tube_id = ':id'`],
  },
  'laboratories-pools-are-resulted': {
    removed: [aLaboratorysPool, "delete from tube_result where tube_id = ':id'"],
    doubled: [
      aLaboratorysPool,
      `update pool_laboratory_tally set negative = negative + 1 where sweep_id = :sweep`,
    ],
    // another laboratory's, as if it had measured them
    moved: [
      aLaboratorysPool,
      `update pool_laboratory_tally set laboratory_id = laboratory_id - 1 where sweep_id = :sweep`,
    ],
  },
  'resulted-are-reported-or-held': {
    removed: ['tube::code', "delete from feed_tube where tube_id = ':id'"],
    doubled: [
      'tube::code',
      "insert into feed_tube select sweep_id, tube_id, 2, report_id from feed_tube where tube_id = ':id'",
    ],
    moved: [
      'tube::code',
      "update feed_tube set tube_id = ':other', result_version = 2 where tube_id = ':id'",
    ],
  },
  'reported-are-receipted': {
    removed: [
      'tube::code',
      `delete from delivery where report_id = (select report_id from feed_tube where tube_id = ':id')`,
    ],
    doubled: [
      'tube:00000000-0000-4000-8000-000000000000',
      `insert into feed_tube select sweep_id, '00000000-0000-4000-8000-000000000000', 1, report_id from feed_tube where tube_id = ':id'`,
    ],
    moved: [
      'feed:3',
      `update feed_tube set report_id = (select id from report where sweep_id = :sweep and feed_number = 3)
        where tube_id = ':id'`,
    ],
  },
};
