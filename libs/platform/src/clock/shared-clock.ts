import type { Realm } from '#lis/domain';
import type { Db } from '#lis/persistence';

/** Law 9: the one source of `now`. */
export type Clock = {
  /** epoch ms of the realm: the machine's time for `real`, the drill's shown time for `drill` */
  now(realm: Realm): number;
  /** epoch ms of the database's machine: paces work, is no fact of the field */
  machine(): number;
};
export type SharedClock = Clock & { refresh(): Promise<void>; stop(): Promise<void> };

type Row = { realm: Realm; anchorMachine: number; anchorShown: number; rate: number; machine: number };

/**
 * Follows the database's clock rows: told of a change by NOTIFY (whose payload is the row), and asking each second in case that was
 * missed. A drill's clock never runs backwards within a process.
 */
export async function followClock(db: Db): Promise<SharedClock> {
  let offset = 0;
  let drill = { anchorMachine: 0, anchorShown: 0, rate: 1 };
  let lastDrill = 0;
  const machine = () => Date.now() + offset;

  const refresh = async () => {
    const before = Date.now();
    const rows = await db<Row[]>`
      select realm, anchor_machine as "anchorMachine", anchor_shown as "anchorShown", rate,
        clock_timestamp() as machine from clock`;
    const after = Date.now();
    for (const row of rows) {
      // a slow answer says little about the clocks' difference
      if (after - before < 100) offset = row.machine - (before + after) / 2;
      if (row.realm === 'drill') drill = row;
    }
  };
  await refresh();
  const listening = await db.listen('clock', (told) => {
    const [anchorMachine = Number.NaN, anchorShown = Number.NaN, rate = Number.NaN] = told
      .split(' ')
      .map(Number);
    if (Number.isFinite(anchorMachine + anchorShown + rate)) drill = { anchorMachine, anchorShown, rate };
    else void refresh().catch(() => undefined);
  });
  const timer = setInterval(() => void refresh().catch(() => undefined), 1000);
  timer.unref();
  return {
    machine: () => Math.round(machine()),
    now: (realm) => {
      if (realm === 'real') return Math.round(machine());
      lastDrill = Math.max(
        lastDrill,
        Math.round(drill.anchorShown + (machine() - drill.anchorMachine) * drill.rate),
      );
      return lastDrill;
    },
    refresh,
    stop: async () => {
      clearInterval(timer);
      await listening.unlisten();
    },
  };
}

/** Sets the drill's clock for every process: it shows `shows` now and runs `rate` seconds a second. */
export async function setDrillClock(db: Db, shows: number, rate: number): Promise<void> {
  await db`
    with moved as (
      update clock set anchor_machine = clock_timestamp(), anchor_shown = ${shows}, rate = ${rate}
      where realm = 'drill' returning *)
    select pg_notify('clock', concat_ws(' ',
      extract(epoch from anchor_machine) * 1000, extract(epoch from anchor_shown) * 1000, rate)) from moved`;
}
