import { momentText } from '#lis/domain';
import type { Executor } from '#lis/persistence';

/** Puts certificates that end soon on the list of tasks, once while the task is open; moments in epoch ms. */
export async function tellExpiring(
  db: Executor,
  certificates: readonly { subject: string; endsAt: number }[],
  at: number,
): Promise<void> {
  for (const { subject, endsAt } of certificates) {
    await db`
      insert into attention (sweep_id, code, subject, detail, opened_at)
      select null, 'certificate-expiring', ${subject}, ${JSON.stringify({ endsAt: momentText(endsAt) })}::text::jsonb, ${at}
      where not exists (
        select from attention
        where sweep_id is null and code = 'certificate-expiring' and subject = ${subject} and closed_at is null)`;
  }
}
