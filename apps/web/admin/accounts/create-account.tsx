import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { Once } from '../parts/once.js';
import { roleBody, type RoleAndPlace, RoleFields } from '../parts/role-fields.js';
import { useAdminWords } from '../words.js';

const empty: RoleAndPlace = { role: 'technician', place: '' };

/** A new account; its first password is told once. */
export function CreateAccount({ session }: { session: Session }) {
  const say = useAdminWords();
  const { act, refused } = useAct(session);
  const [loginName, setLoginName] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState(empty);
  const [made, setMade] = useState<{ loginName: string; password: string }>();
  const create = async () => {
    const wanted = loginName.trim().toLowerCase();
    const body = { loginName: wanted, name: name.trim(), ...roleBody(role) };
    const told = await act<{ initialPassword: string }>('/v1/accounts', body);
    if (!told) return;
    setMade({ loginName: wanted, password: told.initialPassword });
    setLoginName('');
    setName('');
    setRole(empty);
  };
  const fields = {
    ...{ loginName: say('loginName'), name: say('name'), siteCode: say('siteCode') },
    ...{ laboratoryCode: say('laboratoryCode'), jurisdictionCode: say('jurisdictionCode') },
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h2>{say('newAccount')}</h2>
      <Refused error={refused} fields={fields} />
      {made && (
        <Once
          heading={`${made.loginName} · ${say('firstPassword')}`}
          secret={made.password}
          onNoted={() => setMade(undefined)}
        />
      )}
      <div className="fields">
        <TextInput
          {...{ label: say('loginName'), value: loginName, description: say('loginNameRule') }}
          inputWrapperOrder={['label', 'input', 'description']}
          maxLength={40}
          autoComplete="off"
          required
          onChange={(event) => setLoginName(event.currentTarget.value)}
        />
        <TextInput
          {...{ label: say('name'), value: name }}
          maxLength={200}
          autoComplete="off"
          required
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleFields value={role} onChange={setRole} />
      </div>
      <div className="buttons">
        <Button type="submit" className="primary">
          {say('create')}
        </Button>
      </div>
    </form>
  );
}
