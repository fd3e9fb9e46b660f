import { Alert, Button, Paper, PasswordInput } from '@mantine/core';
import type { Sessions } from '#lis/contracts';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { DrillBanner } from '../src/officials/drill-banner.js';
import { Panel } from '../src/officials/panel.js';
import { Refused } from '../src/parts/refused.js';
import { useAct } from '../src/parts/use-act.js';
import { usePolled } from '../src/server/queries.js';
import { Refusal } from '../src/session/gate.js';
import { SessionTable } from '../src/session/session-table.js';
import type { Session } from '../src/session/signed-in.js';
import { WhoBar } from '../src/session/who-bar.js';
import { useLanguage } from '../src/texts/language.js';
import { useWordsOf } from '../src/texts/words.js';

const words = {
  title: ['我的账户', 'My account'],
  logIns: ['我的登录', 'My log-ins'],
  logInsNote: ['不认识的登录请结束，并更改密码。', 'End what you do not know, and change your password.'],
  password: ['更改密码', 'Change the password'],
  passwordNote: ['更改后，其他设备上的登录都会结束。', 'Your log-ins on other devices end with it.'],
  changed: ['密码已更改。', 'The password is changed.'],
} as const;

/** What everybody who is logged in does with the own account, whatever the role. */
export function AccountDesk({ session }: { session: Session }) {
  const { who, leave } = session;
  const say = useWordsOf(words);
  const title = say('title');
  const sessions = usePolled<z.infer<typeof Sessions>>('/v1/me/sessions', 30_000);
  const { act, refused } = useAct(session);
  useEffect(() => {
    document.title = `${title} – Sweepwell`;
  }, [title]);
  return (
    <>
      {who.realm === 'drill' && <DrillBanner />}
      <header className="top">
        <span className="wordmark">Sweepwell</span>
        <h1>{title}</h1>
        <WhoBar who={who} page="account" onLeave={leave} />
      </header>
      <main className="content">
        <Refused error={refused} />
        <Panel heading={say('logIns')} note={say('logInsNote')} query={sessions}>
          {(answer) => (
            <SessionTable
              sessions={answer.sessions}
              onEnd={async (sessionId) => void (await act('/v1/me/sessions/revoke', { sessionId }))}
            />
          )}
        </Panel>
        <PasswordPanel session={session} />
      </main>
    </>
  );
}

function PasswordPanel({ session }: { session: Session }) {
  const say = useWordsOf(words);
  const { texts } = useLanguage();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [told, setTold] = useState<string>();
  const change = async () => {
    const refused = await session.changePassword(current, next);
    setTold(refused ?? 'changed');
    if (refused !== undefined) return;
    setCurrent('');
    setNext('');
  };
  return (
    <Paper component="section" className="panel">
      <div className="panel-top">
        <h2>{say('password')}</h2>
        <p className="muted">{say('passwordNote')}</p>
      </div>
      <form
        className="stack narrow"
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        {told !== undefined && told !== 'changed' && <Refusal code={told} />}
        {told === 'changed' && (
          <Alert className="good-notice" role="status">
            {say('changed')}
          </Alert>
        )}
        <PasswordInput
          {...{ label: texts.account.current, value: current, required: true }}
          autoComplete="current-password"
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          {...{ label: texts.account.next, description: texts.account.rule, value: next, required: true }}
          autoComplete="new-password"
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div className="buttons">
          <Button type="submit" className="primary">
            {texts.account.change}
          </Button>
        </div>
      </form>
    </Paper>
  );
}
