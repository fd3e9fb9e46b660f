import type { PoolingPolicy } from '#lis/domain';
import type { Context } from '#lis/platform';

export type SweepFacts = { id: number; startsAt: number; closed: boolean; policies: PoolingPolicy[] };
/** What registration must know of a city, held in memory: it changes a few times a day. */
export type ReferenceData = {
  residences: ReadonlyMap<string, number>;
  sweeps: ReadonlyMap<number, SweepFacts>;
};
type SweepRow = { id: number; startsAt: number; closed: boolean };
type PolicyRow = PoolingPolicy & { sweepId: number };

// An unknown sweep or residence is asked for again at once, and what is known every 5 s of the machine.
const rememberedMs = 5000;
const askedAgainMs = 250;

export function followReferenceData(context: Context) {
  let known: ReferenceData = { residences: new Map(), sweeps: new Map() };
  let readAt = -Infinity;
  let reading: Promise<ReferenceData> | undefined;
  const read = async () => {
    known = await readReferenceData(context);
    readAt = context.clock.machine();
    return known;
  };
  const refreshed = () => (reading ??= read().finally(() => (reading = undefined)));

  /** The facts, with `sweepIds` looked up again when one of them is not known. */
  return async (sweepIds: Iterable<number>): Promise<ReferenceData> => {
    const age = context.clock.machine() - readAt;
    if (age > rememberedMs) return refreshed();
    if (age > askedAgainMs) for (const id of sweepIds) if (!known.sweeps.has(id)) return refreshed();
    return known;
  };
}

async function readReferenceData({ db }: Context): Promise<ReferenceData> {
  const [jurisdictions, sweeps, policies] = await Promise.all([
    db<{ id: number; code: string }[]>`select id, code from jurisdiction`,
    db<SweepRow[]>`select id, starts_at as "startsAt", closed_at is not null as closed from sweep`,
    db<PolicyRow[]>`
      select sweep_id as "sweepId", version, category, in_force_from as "inForceFrom",
        pool_size as "poolSize", hard_cap as "hardCap" from pooling_policy`,
  ]);
  return {
    residences: new Map(jurisdictions.map(({ id, code }) => [code, id])),
    sweeps: new Map(
      sweeps.map((sweep) => [
        sweep.id,
        { ...sweep, policies: policies.filter(({ sweepId }) => sweepId === sweep.id) },
      ]),
    ),
  };
}
