import { parseArgs } from 'node:util';
import { momentText } from '#lis/domain';
import type { Told } from '../ask-database.js';
import { withDatabase } from '../command/with-database.js';
import { eraseBefore } from './erase.js';

const usage = `Usage: retention --older-than DAYS [--realm real|drill] [--apply]
  counts the persons who were last sampled more than DAYS days ago and have no open case or hold, and what names
  them; with --apply it erases who they are. Counts, tubes, results and the audit stay.`;
const dayMs = 86_400_000;

/** `retention --older-than DAYS [--apply]`. Gives the exit status: 0 done, 1 no database, 2 unusable arguments. */
export async function runRetention(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  told: Told,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (!asked) {
    told.warn(usage);
    return 2;
  }
  return withDatabase(environment, told, 'retention', async (office) => {
    for (const realm of asked.realms) {
      const before = office.clock.now(realm) - asked.days * dayMs;
      const erased = await eraseBefore(office, realm, before, asked.apply);
      told.print(
        `${realm}: ${asked.apply ? 'erased' : 'would erase'} ${erased.persons} persons, ${erased.report} reports, ` +
          `${erased.tube_amendment} amendments, ${erased.remark} remarks and ${erased.refused_submission} refused lines from before ${momentText(before)}`,
      );
    }
    if (!asked.apply) told.print('Nothing was changed; add --apply to erase.');
    return 0;
  });
}

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'older-than': { type: 'string' },
        realm: { type: 'string' },
        apply: { type: 'boolean', default: false },
      },
    });
    const days = values['older-than'] ?? '';
    const realms = (['real', 'drill'] as const).filter((one) => (values.realm ?? one) === one);
    if (!/^[1-9]\d{0,4}$/.test(days) || realms.length === 0) return undefined;
    return { days: Number(days), realms, apply: values.apply };
  } catch {
    return undefined;
  }
}
