import { loadSecrets, readConfiguration, tokenHash } from '#lis/platform';
import type { BenchDatabase } from '../bench-database.js';

const residences = Array.from({ length: 200 }, (_, index) => `42011${String(index).padStart(7, '0')}`);

/** A drill sweep with a city of 200 communities, a site, and a tablet whose session is open. */
export async function openBenchSweep({ owner, environment }: BenchDatabase) {
  const sweepId = -101;
  const sealedAt = 1_767_250_800_000;
  const sessionId = '019b77a3-9400-7000-8000-000000000001';
  // the drill's clock stands still at the moment of sealing
  await owner`update clock set anchor_machine = clock_timestamp(), anchor_shown = ${sealedAt}, rate = 0 where realm = 'drill'`;
  await owner`insert into jurisdiction (code, name, level, population)
    select code, code, 'community', 1000 from unnest(${residences}::text[]) as c (code)`;
  await owner`
    insert into sweep (id, name, time_zone, starts_at, deadline, arrival_plan)
    values (${sweepId}, 'bench', 'Asia/Shanghai', ${sealedAt - 3_600_000}, ${sealedAt + 86_400_000}, '{}')`;
  await owner`insert into pooling_policy values (${sweepId}, 1, null, ${sealedAt - 3_600_000}, 10, 12)`;
  await owner`select open_sweep_partitions(${sweepId})`;
  await owner`insert into site select -101, 'S-BENCH', 'bench', id from jurisdiction limit 1`;
  await owner`insert into actor (id, kind, role, name, site_id) values (-101, 'device', 'site', 'tablet', -101)`;
  const token = loadSecrets(readConfiguration(environment)).administratorToken.drill.slice(0, 32);
  await owner`insert into credential (token_hash, actor_id, issued_at) values (${tokenHash(token)}, -101, ${sealedAt})`;
  await owner`insert into site_session values (${sessionId}, ${sweepId}, -101, -101, ${sealedAt}, ${sealedAt})`;
  return { sweepId, sessionId, sealedAt, residences, token };
}
