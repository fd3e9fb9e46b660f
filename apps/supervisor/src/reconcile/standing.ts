import type { Executor } from '#lis/persistence';

/** The term of a tube `t` that is kept out of the flow; null for the others. */
export const setApart = (db: Executor) => db`
  case when t.state = 'void' then 'void'
    when t.state = 'quarantined' and t.outcome = 'conflict' then 'conflict'
    when t.state = 'quarantined' then 'quarantined' end`;

/** Plates all of whose runs were rejected: their tubes are free for another plate. */
export const rejectedPlates = (db: Executor, sweepId: number) => db`
  select plate_id from run where sweep_id = ${sweepId}::int group by 1 having bool_and(state = 'rejected')`;
