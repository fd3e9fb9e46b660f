import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { mayBeScope, type Permission, PERMISSIONS, type Role } from '#lis/domain';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useLanguage, wordOf } from '../../src/texts/language.js';
import { roleWords } from '../../src/texts/role-words.js';
import { Once } from '../parts/once.js';
import { PlaceField, type PlaceKind } from '../parts/place-field.js';
import { useAdminWords } from '../words.js';

/** Roles that programs have, with the place that a key of theirs is bound to. */
const placeOfRole = {
  authority: null,
  official: 'jurisdiction',
  technician: 'laboratory',
  site: 'site',
  courier: null,
  administrator: null,
  auditor: null,
} as const satisfies Partial<Record<Role, PlaceKind | null>>;
type KeyRole = keyof typeof placeOfRole;

/** A new key; it is told once. Only what the role may do is there to be chosen. */
export function IssueKey({ session }: { session: Session }) {
  const say = useAdminWords();
  const { language } = useLanguage();
  const { act, refused, refuse } = useAct(session);
  const [name, setName] = useState('');
  const [role, setRole] = useState<KeyRole>('authority');
  const [place, setPlace] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const [made, setMade] = useState<{ name: string; key: string }>();
  const kind = placeOfRole[role];
  const possible = PERMISSIONS.filter((scope) => mayBeScope(role, scope));
  const issue = async () => {
    if (scopes.length === 0) return refuse('no-scope');
    const body = {
      ...{ name: name.trim(), role, scopes, validDays: Number(days) },
      ...(kind && { [`${kind}Code`]: place.trim() }),
    };
    const told = await act<{ key: string }>('/v1/keys', body);
    if (!told) return;
    setMade({ name: name.trim(), key: told.key });
    setName('');
    setScopes([]);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void issue();
      }}
    >
      <h2>{say('newKey')}</h2>
      <Refused error={refused} fields={{ name: say('keyName'), validDays: say('validDays') }} />
      {made && (
        <Once heading={`${made.name} · ${say('key')}`} secret={made.key} onNoted={() => setMade(undefined)} />
      )}
      <div className="fields">
        <TextInput
          {...{ label: say('keyName'), value: name, maxLength: 200, required: true, autoComplete: 'off' }}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={say('role')}
          value={role}
          data={Object.keys(placeOfRole).map((one) => ({
            value: one,
            label: wordOf(roleWords, one, language),
          }))}
          onChange={(event) => {
            setRole(event.currentTarget.value as KeyRole);
            setScopes([]);
            setPlace('');
          }}
        />
        {kind && <PlaceField kind={kind} value={place} onChange={setPlace} />}
        <TextInput
          {...{ label: say('validDays'), value: days, required: true, inputMode: 'numeric' as const }}
          maxLength={3}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
      </div>
      <fieldset className="scopes">
        <legend>{say('scopes')}</legend>
        {possible.map((scope) => (
          <Checkbox
            key={scope}
            label={scope}
            checked={scopes.includes(scope)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              setScopes((now) => (checked ? [...now, scope] : now.filter((one) => one !== scope)));
            }}
          />
        ))}
      </fieldset>
      <div className="buttons">
        <Button type="submit" className="primary">
          {say('create')}
        </Button>
      </div>
    </form>
  );
}
