import { Button, Paper } from '@mantine/core';
import { useState } from 'react';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { Once } from '../parts/once.js';
import { roleBody, type RoleAndPlace, RoleFields } from '../parts/role-fields.js';
import { useAdminWords } from '../words.js';
import { AccountLogIns } from './account-log-ins.js';
import { type Account, placeOf } from './account.js';
import { LinkAccount } from './link-account.js';

type Props = { account: Account; session: Session; onClose: () => void };

/** Everything that is done about one account. The own one is another administrator's, where it gives or takes power. */
export function AccountDetails({ account, session, onClose }: Props) {
  const { accountId, loginName, name, disabled } = account;
  const say = useAdminWords();
  const acting = useAct(session);
  const [password, setPassword] = useState<string>();
  const [role, setRole] = useState<RoleAndPlace>({ role: account.role, place: placeOf(account) ?? '' });
  const own = accountId === session.who.accountId;
  const act = async (path: string, more: object = {}) => {
    await acting.act(`/v1/accounts/${path}`, { accountId, ...more });
  };
  const reset = async () => {
    const told = await acting.act<{ initialPassword: string }>('/v1/accounts/reset-password', { accountId });
    if (told) setPassword(told.initialPassword);
  };
  return (
    <Paper component="section" className="panel">
      <div className="stack">
        <div className="buttons">
          <h2>
            <span className="code">{loginName}</span> · {name}
          </h2>
          <span className="right-end">
            <Button variant="default" size="sm" onClick={onClose}>
              {say('close')}
            </Button>
          </span>
        </div>
        <Refused error={acting.refused} />
        {password !== undefined && (
          <Once
            heading={`${loginName} · ${say('firstPassword')}`}
            secret={password}
            onNoted={() => setPassword(undefined)}
          />
        )}
        {own ? (
          <p className="muted">{say('ownAccountNote')}</p>
        ) : (
          <>
            <div className="buttons">
              {disabled ? (
                <Button variant="default" size="sm" onClick={() => void act('enable')}>
                  {say('enable')}
                </Button>
              ) : (
                <ConfirmButton
                  label={say('disable')}
                  question={say('disableSure')}
                  onConfirmed={() => act('disable')}
                />
              )}
              <ConfirmButton label={say('resetPassword')} question={say('resetSure')} onConfirmed={reset} />
            </div>
            <div className="fields">
              <RoleFields value={role} onChange={setRole} />
            </div>
            <div className="buttons">
              <ConfirmButton
                label={say('changeRole')}
                question={say('changeRoleSure')}
                onConfirmed={() => act('role', roleBody(role))}
              />
            </div>
          </>
        )}
        <AccountLogIns accountId={accountId} onEnd={(sessionId) => act('sessions/revoke', { sessionId })} />
        <LinkAccount linked={account.linked} onLink={(person) => act('link', person)} />
      </div>
    </Paper>
  );
}
