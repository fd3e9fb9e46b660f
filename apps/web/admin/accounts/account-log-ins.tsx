import type { Sessions } from '#lis/contracts';
import type { z } from 'zod';
import { usePolled } from '../../src/server/queries.js';
import { SessionTable } from '../../src/session/session-table.js';
import { useAdminWords } from '../words.js';

type Props = { accountId: number; onEnd: (sessionId: string) => Promise<void> };

/** Where somebody is logged in. */
export function AccountLogIns({ accountId, onEnd }: Props) {
  const say = useAdminWords();
  const { data } = usePolled<z.infer<typeof Sessions>>(
    `/v1/accounts/sessions?accountId=${accountId}`,
    30_000,
  );
  return (
    <div className="stack">
      <h3>{say('logIns')}</h3>
      {data && <SessionTable sessions={data.sessions} onEnd={onEnd} />}
    </div>
  );
}
