import { Button, Paper, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../officials/notice.js';
import { Switches } from '../officials/switches.js';
import { useLanguage } from '../texts/language.js';

type Props = { refused: boolean; onToken: (token: string) => void };

export function TokenForm({ refused, onToken }: Props) {
  const { texts } = useLanguage();
  const [given, setGiven] = useState('');
  return (
    <main className="gate">
      <Paper className="panel gate-panel">
        <div className="gate-top">
          <span className="wordmark">Sweepwell</span>
          <Switches />
        </div>
        <h1 className="gate-heading">{texts.token.heading}</h1>
        {refused && <Notice fault="token-unknown" />}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (given.trim()) onToken(given.trim());
          }}
        >
          <PasswordInput
            label={texts.token.label}
            description={texts.token.hint}
            value={given}
            onChange={(event) => setGiven(event.currentTarget.value)}
            autoComplete="off"
            size="md"
            required
          />
          <Button type="submit" size="md" className="primary" fullWidth>
            {texts.token.open}
          </Button>
        </form>
      </Paper>
    </main>
  );
}
