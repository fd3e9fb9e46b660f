import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SpecimenCalls } from '#lis/contracts';
import { decodedText, readDecodedText } from '#lis/domain';
import type { Db } from '#lis/persistence';
import { type Batch, decodePurely, unsafeIn } from './batches.js';

const redecodeCommand = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../apps/supervisor/src/redecode.cli.js',
);

/** Every version of every batch has one decode, with the bytes, calls and audit of a pure one. Null, or the first fault. */
export async function judgeDecodes(
  owner: Db,
  batches: readonly Batch[],
  ask: (name: string, version: number) => Promise<SpecimenCalls>,
): Promise<string | null> {
  for (const batch of batches)
    for (const [at, readings] of batch.readings.entries()) {
      const { name, specimens } = batch.request;
      const version = at + 1;
      const where = `${name}, readings ${version}`;
      const kept = await owner<{ batchId: number; answer: Buffer; endedBy: string; audited: number }[]>`
        select b.id as "batchId", d.answer, d.ended_by as "endedBy", (select count(*)::int from audit a
          where a.action = 'specimen-batch-decoded' and a.subject = 'specimen-batch:' || b.id
            and (a.detail ->> 'version')::int = ${version}) as audited
        from specimen_batch b join batch_decode d on d.batch_id = b.id and d.version = ${version} where b.name = ${name}`;
      const [decode] = kept;
      if (!decode || kept.length > 1) return `${where}: ${kept.length} decodes`;
      if (decode.audited !== 1) return `${where}: ${decode.audited} entries in the audit`;
      if (decode.endedBy !== 'answer') return `${where}: ended by ${decode.endedBy}`;
      const { decoded, unsafe } = decodePurely(batch, readings);
      if (unsafe.length > 0)
        return `${where}: specimen ${unsafe[0]} is negative without enough negative pools`;
      if (decode.answer.toString() !== decodedText(decoded))
        return `${where}: other bytes than a pure decode`;
      const told = await ask(name, version);
      const calls = told.calls.map(({ call, reason, posterior }) => [call, reason, posterior]);
      const pure = readDecodedText(decode.answer.toString()).calls;
      if (JSON.stringify(calls) !== JSON.stringify(pure.map((one) => [one.call, one.reason, one.posterior])))
        return `${where}: the route tells other calls`;
      if (told.calls.some(({ code }, place) => code !== specimens[place]))
        return `${where}: calls of other codes`;
      if (unsafeIn(batch.design, readings, told.calls).length > 0) return `${where}: an unsafe negative`;
    }
  return null;
}

/** What `npm run redecode -- --all` says: null when it is ok with all of them. */
export function judgeRedecode(environment: NodeJS.ProcessEnv, decodes: number): string | null {
  const { status, stdout, stderr } = spawnSync(process.execPath, [redecodeCommand, '--all'], {
    env: environment,
    encoding: 'utf8',
    timeout: 600_000,
  });
  const isOk = status === 0 && stdout.startsWith(`ok: ${decodes} decodes are the same`);
  return isOk ? null : `redecode ended with ${status}: ${stdout}${stderr}`;
}
