import { Alert, Button, Paper, PasswordInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Switches } from '../officials/switches.js';
import { useLanguage } from '../texts/language.js';

/** The frame of every question before the page itself. */
export function Gate({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <main className="gate">
      <Paper className="panel gate-panel">
        <div className="gate-top">
          <span className="wordmark">Sweepwell</span>
          <Switches />
        </div>
        <h1 className="gate-heading">{heading}</h1>
        {children}
      </Paper>
    </main>
  );
}

/** Why the server refused, in words. */
export function Refusal({ code }: { code: string }) {
  const { texts } = useLanguage();
  const words: Record<string, string> = texts.account.refusals;
  return (
    <Alert className="notice notice-bad" role="alert">
      {words[code] ?? texts.account.refusals.other}
    </Alert>
  );
}

type PasswordsProps = { onGiven: (current: string, password: string) => Promise<string | undefined> };

/** A new password, in place of the one that was handed out. `onGiven` says why it was refused. */
export function PasswordForm({ onGiven }: PasswordsProps) {
  const { texts } = useLanguage();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<string>();
  return (
    <Gate heading={texts.account.newHeading}>
      {refused && <Refusal code={refused} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void onGiven(current, password).then(setRefused);
        }}
      >
        <PasswordInput
          {...{ label: texts.account.current, value: current, size: 'md', required: true }}
          autoComplete="current-password"
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          {...{ label: texts.account.next, value: password, size: 'md', required: true }}
          description={texts.account.rule}
          autoComplete="new-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" className="primary" fullWidth>
          {texts.account.change}
        </Button>
      </form>
    </Gate>
  );
}
