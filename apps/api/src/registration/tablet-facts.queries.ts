import { arrayLiteral, type Executor } from '#lis/persistence';
import type { PreparedTube } from './prepared-tube.js';

export type TabletFacts = {
  /** sessions that nobody opened at a site */
  unknownSessions: ReadonlySet<string>;
  /** codes that another tablet had open */
  openedElsewhere: ReadonlySet<string>;
};

/** What the tablets said before sealing. Known sessions are remembered: they are few and never change. */
export function followTabletFacts(db: Executor) {
  const known = new Set<string>();
  return async (tubes: readonly PreparedTube[]): Promise<TabletFacts> => {
    const asked = new Set(tubes.map(({ tube }) => tube.sessionId).filter((id) => !known.has(id)));
    const [opened, sessions] = await Promise.all([
      db<{ code: string }[]>`
        select distinct c.code from unnest(
          ${arrayLiteral(tubes.map(({ code }) => code))}::text::text[],
          ${arrayLiteral(tubes.map(({ actor }) => actor.id))}::text::int[]) as t (code, actor_id)
        join tube_checkpoint c on c.code = t.code and c.actor_id <> t.actor_id`,
      asked.size === 0
        ? []
        : db<{ id: string }[]>`
            select id from site_session where id = any(${arrayLiteral([...asked])}::text::uuid[])`,
    ]);
    if (known.size > 100_000) known.clear();
    for (const { id } of sessions) known.add(id);
    return {
      unknownSessions: new Set([...asked].filter((id) => !known.has(id))),
      openedElsewhere: new Set(opened.map(({ code }) => code)),
    };
  };
}
