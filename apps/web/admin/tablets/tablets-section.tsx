import { Alert, Button, Paper } from '@mantine/core';
import type { TabletEntrance, Tablets } from '#lis/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { Panel } from '../../src/officials/panel.js';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';
import { PlaceField } from '../parts/place-field.js';
import { useAdminWords } from '../words.js';
import { AuthorityCard } from './authority-card.js';
import { EnrolmentCode, type IssuedCode } from './enrolment-code.js';
import { TabletsTable } from './tablets-table.js';

/** A site's tablets: a code for a new one, what each said last, and taking one out of service. */
export function TabletsSection({ session }: { session: Session }) {
  const say = useAdminWords();
  const { act, refused } = useAct(session);
  const [siteCode, setSiteCode] = useState('');
  // of which site, so that a code never stands beside another site's name
  const [issued, setIssued] = useState<{ siteCode: string; code: IssuedCode }>();
  const entrance = usePolled<z.infer<typeof TabletEntrance>>('/v1/administration/tablets/entrance', 300_000);
  const site = siteCode.trim();
  const tablets = usePolled<z.infer<typeof Tablets>>(
    site === '' ? null : `/v1/administration/tablets?${new URLSearchParams({ siteCode: site })}`,
    5000,
  );
  const known = entrance.data?.origin ?? null;
  const origin = known ?? location.origin;
  const issue = async () => {
    const code = await act<IssuedCode>('/v1/administration/tablets/codes', { siteCode: site });
    setIssued(code && { siteCode: site, code });
  };
  return (
    <>
      <Paper component="section" className="panel">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void issue();
          }}
        >
          <div className="panel-top">
            <h2>{say('tablets')}</h2>
            <p className="muted">{say('tabletsNote')}</p>
          </div>
          <Refused error={refused} fields={{ siteCode: say('siteCode') }} />
          {entrance.data && known === null && (
            <Alert className="notice" role="status">
              {say('noOrigin')}
            </Alert>
          )}
          <div className="narrow">
            <PlaceField kind="site" value={siteCode} onChange={setSiteCode} />
          </div>
          <div className="buttons">
            <Button type="submit" className="primary">
              {say('issueCode')}
            </Button>
          </div>
          {issued?.siteCode === site && (
            <EnrolmentCode
              key={issued.code.code}
              issued={issued.code}
              origin={origin}
              onClose={() => setIssued(undefined)}
            />
          )}
        </form>
      </Paper>
      {tablets.data !== undefined && (
        <Panel heading={`${say('site')} ${site}`} note="" query={tablets}>
          {(answer) => (
            <TabletsTable
              tablets={answer.tablets}
              onRevoke={async (tabletId) =>
                void (await act('/v1/administration/tablets/revoke', { tabletId }))
              }
            />
          )}
        </Panel>
      )}
      <AuthorityCard origin={origin} />
    </>
  );
}
