import { askVerify } from '../../drill/ask-verify.js';
import { waitUntil } from '../../product/wait-until.js';
import { damages } from '../audit/damages.js';
import type { Arena } from './arena.js';

/** A row of the audit that was changed, taken out or swapped with another is named. */
export async function tamperAudit({ product, small, drawn }: Arena): Promise<string | null> {
  const { owner, environment } = product.database;
  const isSealed = async () => {
    const [row] = await owner<{ is: boolean }[]>`
      select (select coalesce(sum(cardinality(ids)), 0) from audit_block) >= (select count(*) from audit)
        and exists (select from audit where action = 'report-made') as is`;
    return row?.is ?? false;
  };
  if ((await waitUntil(isSealed, 30_000)) === null) return 'the audit is not sealed';
  const before = await askVerify(environment);
  if (before.status !== 0) return `verify does not hold the audit: ${before.told}`;
  const all = ['change', 'delete', 'swap'] as const;
  const one = all[Number.parseInt(drawn('damage').slice(0, 4), 16) % all.length] ?? 'swap';
  // `prove -- audit` does all of them in its small form too
  for (const name of small ? [one] : all) {
    const done = await damages[name]?.(owner);
    const { status, told } = await askVerify(environment);
    await done?.undo();
    if (status !== 1 || !told.includes(done?.named ?? '?')) return `${name} is not named: ${told}`;
  }
  return null;
}
