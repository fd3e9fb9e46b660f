import type { Executor } from '#lis/persistence';

/** What people call an actor that is written down as `staff:7`; as it is written where nobody is known by it. */
export async function nameOfActor(db: Executor, written: string): Promise<string> {
  const [, id] = /^\w+:(-?\d{1,9})$/.exec(written) ?? [];
  if (id === undefined) return written;
  const [actor] = await db<{ name: string }[]>`select name from actor where id = ${Number(id)}`;
  return actor?.name ?? written;
}
