import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { connect, type Db } from '#lis/persistence';
import { loadSecrets, ownerUrl, readConfiguration, startEmbeddedServer } from '#lis/platform';
import { askVerify } from '../drill/ask-verify.js';
import { type RunningDrill, startDrill } from '../drill/start-drill.js';
import { damages } from './audit/damages.js';
import type { Prove } from './prove.js';

const lengths = { full: { people: 100_000, limitMs: 2_400_000 }, small: { people: 1000, limitMs: 150_000 } };

/**
 * Law 8: a drill seals its audit behind itself; `audit verify` proves it, and names what the owner of the database
 * then does to a row. The tail that the sealer had not come to when the drill ended must be short.
 */
export const prove: Prove = async ({ seed, small, report }) => {
  const { people, limitMs } = small ? lengths.small : lengths.full;
  const drill = await startDrill({ people, seed });
  try {
    const status = await Promise.race([drill.ended, sleep(limitMs, 'late' as const, { ref: false })]);
    if (status !== 0) return `the drill ended with ${status}:\n${drill.output()}`;
    return await withServer(drill, async (owner) => {
      const held = await askVerify(drill.environment);
      const figures = await readFigures(owner);
      report({ people, ...figures, verifyMs: held.tookMs });
      if (held.status !== 0) return `verify does not hold the drill's audit:\n${held.told}`;
      if (figures.sealed === 0) return 'nothing was sealed';
      if (figures.personal > 0) return `${figures.personal} audit rows hold what looks like a personal value`;
      if (figures.alarms > 0) return 'the sealer was behind for more than 30 s';
      return judgeDamages(owner, drill);
    });
  } finally {
    await drill.close();
  }
};

/** The drill's own server again, without the product. */
async function withServer<T>(
  { environment, folder }: RunningDrill,
  work: (owner: Db) => Promise<T>,
): Promise<T> {
  const configuration = readConfiguration(environment);
  const secrets = loadSecrets(configuration);
  const server = await startEmbeddedServer({
    folder: join(folder, 'postgres'),
    port: configuration.postgresPort,
    password: secrets.ownerPassword,
    log: () => undefined,
  });
  const owner = connect(ownerUrl(configuration, secrets), { name: 'prove', max: 1 });
  try {
    return await work(owner);
  } finally {
    await owner.end({ timeout: 1 });
    await server.stop();
  }
}

type Figures = {
  rows: number;
  sealed: number;
  blocks: number;
  blockBytes: number;
  alarms: number;
  personal: number;
};

/** Rows with a name, a telephone number or a document number count as personal: ids and codes look like none. */
async function readFigures(owner: Db): Promise<Figures> {
  const [figures] = await owner<Figures[]>`
    select (select count(*) from audit) as rows,
      (select coalesce(sum(cardinality(ids)), 0)::int from audit_block) as sealed,
      (select count(*) from audit_block) as blocks,
      pg_total_relation_size('audit_block') as "blockBytes",
      (select count(*) from attention where code = 'audit-unsealed') as alarms,
      (select count(*) from audit where concat_ws(' ', subject, detail::text) ~
        '[一-龥]|(^|[^0-9A-Za-z-])1[3-9][0-9]{9}([^0-9]|$)|(^|[^0-9A-Za-z-])[1-9][0-9]{16}[0-9X]([^0-9]|$)') as personal`;
  if (!figures) throw new Error('the database does not answer');
  return figures;
}

/** Each damage is named, and the audit holds again when it is undone. */
async function judgeDamages(owner: Db, drill: RunningDrill): Promise<string | null> {
  for (const [name, damage] of Object.entries(damages)) {
    const { named, undo } = await damage(owner);
    const { status, told } = await askVerify(drill.environment);
    if (status !== 1 || !told.includes(named)) return `${name}: "${named}" is not named:\n${told}`;
    await undo();
  }
  const again = await askVerify(drill.environment);
  return again.status === 0 ? null : `undone damages are still named:\n${again.told}`;
}
