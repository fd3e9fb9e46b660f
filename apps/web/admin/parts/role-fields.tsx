import { NativeSelect } from '@mantine/core';
import { ACCOUNT_ROLES, type AccountRole, SCOPE_OF_ROLE } from '#lis/domain';
import { useLanguage, wordOf } from '../../src/texts/language.js';
import { roleWords } from '../../src/texts/role-words.js';
import { useAdminWords } from '../words.js';
import { PlaceField } from './place-field.js';

export type RoleAndPlace = { role: AccountRole; place: string };
type Props = { value: RoleAndPlace; onChange: (value: RoleAndPlace) => void };

/** A role, and the place that it is bound to when it is bound to one (R6). */
export function RoleFields({ value: { role, place }, onChange }: Props) {
  const say = useAdminWords();
  const { language } = useLanguage();
  const kind = SCOPE_OF_ROLE[role];
  return (
    <>
      <NativeSelect
        label={say('role')}
        value={role}
        data={ACCOUNT_ROLES.map((one) => ({ value: one, label: wordOf(roleWords, one, language) }))}
        onChange={(event) => onChange({ role: event.currentTarget.value as AccountRole, place: '' })}
      />
      {kind && <PlaceField kind={kind} value={place} onChange={(code) => onChange({ role, place: code })} />}
    </>
  );
}

/** What the server is sent of it. */
export function roleBody({ role, place }: RoleAndPlace): Record<string, string> {
  const kind = SCOPE_OF_ROLE[role];
  return { role, ...(kind && { [`${kind}Code`]: place.trim() }) };
}
