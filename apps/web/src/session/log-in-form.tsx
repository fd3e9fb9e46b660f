import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../texts/language.js';
import { asksProvider, refusalOfAddress } from './account.js';
import { Gate, Refusal } from './gate.js';

type Props = {
  /** says why it was refused */
  onGiven: (loginName: string, password: string) => Promise<string | undefined>;
  onToken?: () => void;
};

export function LogInForm({ onGiven, onToken }: Props) {
  const { texts } = useLanguage();
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<string | undefined>(refusalOfAddress);
  const [provider, setProvider] = useState(false);
  useEffect(() => {
    void asksProvider().then(setProvider);
  }, []);
  return (
    <Gate heading={texts.account.heading}>
      {refused && <Refusal code={refused} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void onGiven(loginName.trim().toLowerCase(), password).then(setRefused);
        }}
      >
        <TextInput
          {...{ label: texts.account.name, value: loginName, size: 'md', required: true }}
          autoComplete="username"
          onChange={(event) => setLoginName(event.currentTarget.value)}
        />
        <PasswordInput
          {...{ label: texts.account.password, value: password, size: 'md', required: true }}
          autoComplete="current-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" className="primary" fullWidth>
          {texts.account.logIn}
        </Button>
      </form>
      {provider && (
        <Button component="a" href="/v1/oidc/start" variant="default" size="md" fullWidth>
          {texts.account.withProvider}
        </Button>
      )}
      {onToken && (
        <Button variant="default" size="sm" fullWidth onClick={onToken}>
          {texts.account.withToken}
        </Button>
      )}
    </Gate>
  );
}
