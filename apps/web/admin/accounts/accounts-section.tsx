import { Button, Paper, Table, TextInput } from '@mantine/core';
import type { Accounts } from '#lis/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { Panel } from '../../src/officials/panel.js';
import { useMoment } from '../../src/parts/use-moment.js';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';
import { useLanguage, wordOf } from '../../src/texts/language.js';
import { roleWords } from '../../src/texts/role-words.js';
import { type Say, useAdminWords } from '../words.js';
import { type Account, placeOf } from './account.js';
import { AccountDetails } from './account-details.js';
import { CreateAccount } from './create-account.js';

/** What is to be known of an account at a glance, the weightiest first. */
function stateOf(say: Say, { disabled, locked, mustChangePassword, linked }: Account): string {
  if (disabled) return say('disabled');
  const told = [
    locked && say('locked'),
    mustChangePassword && say('mustChange'),
    !locked && !mustChangePassword && say('active'),
    linked && say('linked'),
  ];
  return told.filter((one) => one !== false).join(' · ');
}

export function AccountsSection({ session }: { session: Session }) {
  const say = useAdminWords();
  const { language } = useLanguage();
  const moment = useMoment();
  const accounts = usePolled<z.infer<typeof Accounts>>('/v1/accounts', 30_000);
  const [chosenId, setChosenId] = useState<number>();
  const [find, setFind] = useState('');
  const chosen = accounts.data?.accounts.find(({ accountId }) => accountId === chosenId);
  const fits = ({ loginName, name }: Account) =>
    `${loginName} ${name}`.toLowerCase().includes(find.trim().toLowerCase());
  return (
    <>
      {chosen && (
        <AccountDetails
          key={chosen.accountId}
          account={chosen}
          session={session}
          onClose={() => setChosenId(undefined)}
        />
      )}
      <Panel
        heading={say('accounts')}
        note={say('accountsNote')}
        query={accounts}
        above={
          <TextInput
            className="narrow"
            label={say('search')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        }
      >
        {(answer) => (
          <Table.ScrollContainer type="native" minWidth={700}>
            <Table className="grid">
              <Table.Thead>
                <Table.Tr>
                  {(['loginName', 'name', 'role', 'place', 'state', 'lastLogIn'] as const).map((heading) => (
                    <Table.Th key={heading} scope="col">
                      {say(heading)}
                    </Table.Th>
                  ))}
                  <Table.Th scope="col" aria-label={say('open')} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {answer.accounts.filter(fits).map((account) => (
                  <Table.Tr key={account.accountId} className={account.disabled ? 'faded' : undefined}>
                    <Table.Th scope="row" className="code">
                      {account.loginName}
                    </Table.Th>
                    <Table.Td>
                      {account.name}
                      {account.accountId === session.who.accountId && ` (${say('you')})`}
                    </Table.Td>
                    <Table.Td>{wordOf(roleWords, account.role, language)}</Table.Td>
                    <Table.Td className="code">{placeOf(account) ?? say('everywhere')}</Table.Td>
                    <Table.Td>{stateOf(say, account)}</Table.Td>
                    <Table.Td className="figures nowrap">
                      {account.lastLogInAt === null ? say('never') : moment(account.lastLogInAt)}
                    </Table.Td>
                    <Table.Td className="right">
                      <Button
                        variant="default"
                        size="sm"
                        aria-label={`${say('open')}: ${account.loginName}`}
                        onClick={() => {
                          setChosenId(account.accountId);
                          window.scrollTo({ top: 0 });
                        }}
                      >
                        {say('open')}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Panel>
      <Paper component="section" className="panel">
        <CreateAccount session={session} />
      </Paper>
    </>
  );
}
