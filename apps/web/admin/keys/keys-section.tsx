import { Paper, Table } from '@mantine/core';
import type { Keys } from '#lis/contracts';
import type { z } from 'zod';
import { Panel } from '../../src/officials/panel.js';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import { useMoment } from '../../src/parts/use-moment.js';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';
import { useLanguage, wordOf } from '../../src/texts/language.js';
import { roleWords } from '../../src/texts/role-words.js';
import { useAdminWords } from '../words.js';
import { IssueKey } from './issue-key.js';

type Key = z.infer<typeof Keys>['keys'][number];

const stateOf = ({ revokedAt, expiresAt }: Key) => {
  if (revokedAt !== null) return 'revoked';
  return Date.parse(expiresAt) > Date.now() ? 'valid' : 'expired';
};

/** Keys of programs of others. */
export function KeysSection({ session }: { session: Session }) {
  const say = useAdminWords();
  const { language } = useLanguage();
  const moment = useMoment();
  const keys = usePolled<z.infer<typeof Keys>>('/v1/keys', 30_000);
  const { act, refused } = useAct(session);
  return (
    <>
      <Panel heading={say('keys')} note={say('keysNote')} query={keys} above={<Refused error={refused} />}>
        {(answer) =>
          answer.keys.length === 0 ? (
            <p className="muted">{say('none')}</p>
          ) : (
            <Table.ScrollContainer type="native" minWidth={900}>
              <Table className="grid">
                <Table.Thead>
                  <Table.Tr>
                    {(['keyName', 'role', 'scopes', 'state', 'issued', 'expires', 'lastUsed'] as const).map(
                      (heading) => (
                        <Table.Th key={heading} scope="col">
                          {say(heading)}
                        </Table.Th>
                      ),
                    )}
                    <Table.Th scope="col" aria-label={say('revoke')} />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {answer.keys.map((key) => (
                    <Table.Tr key={key.keyId} className={stateOf(key) === 'valid' ? undefined : 'faded'}>
                      <Table.Th scope="row">{key.name}</Table.Th>
                      <Table.Td>{wordOf(roleWords, key.role, language)}</Table.Td>
                      <Table.Td className="code">{key.scopes.join(', ')}</Table.Td>
                      <Table.Td>{say(stateOf(key))}</Table.Td>
                      <Table.Td className="figures nowrap">{moment(key.issuedAt)}</Table.Td>
                      <Table.Td className="figures nowrap">{moment(key.expiresAt)}</Table.Td>
                      <Table.Td className="figures nowrap">
                        {key.lastUsedAt === null ? say('never') : moment(key.lastUsedAt)}
                      </Table.Td>
                      <Table.Td className="right">
                        {key.revokedAt === null && (
                          <ConfirmButton
                            label={say('revoke')}
                            question={say('revokeSure')}
                            onConfirmed={async () =>
                              void (await act('/v1/keys/revoke', { keyId: key.keyId }))
                            }
                          />
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Panel>
      <Paper component="section" className="panel">
        <IssueKey session={session} />
      </Paper>
    </>
  );
}
