import type { WhoAmI } from '#lis/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { AskError } from '../server/ask.js';
import { useLanguage } from '../texts/language.js';
import { changePassword, logIn, logOut, type Told, whoAmI } from './account.js';
import { PasswordForm } from './gate.js';
import { LogInForm } from './log-in-form.js';

export type Session = {
  who: WhoAmI;
  /** logs out */
  leave: () => void;
  /** the server said that the log-in has ended */
  ended: () => void;
  /** a new password; says why it was refused. Every other log-in of the account ends */
  changePassword: (current: string, next: string) => Promise<string | undefined>;
};
type Props = { onToken?: () => void; children: (session: Session) => ReactNode };

/** What a person sees before a page: the question for name and password, then for a new one, then the page. */
export function SignedIn({ onToken, children }: Props) {
  const { texts } = useLanguage();
  const client = useQueryClient();
  // undefined: not asked yet
  const [who, setWho] = useState<WhoAmI | null>();
  const take = (told: Told): string | undefined => {
    if (!('who' in told)) return told.code;
    setWho(told.who);
    return undefined;
  };
  const ended = useCallback(() => {
    // nothing of one person is shown to the next
    client.clear();
    setWho(null);
  }, [client]);
  useEffect(() => {
    void whoAmI().then((told) => setWho('who' in told ? told.who : null));
  }, []);
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state;
        if (error instanceof AskError && error.fault === 'token-unknown') ended();
      }),
    [client, ended],
  );
  if (who === undefined) return <p className="muted">{texts.loading}</p>;
  if (who === null)
    return (
      <LogInForm
        onGiven={(name, password) => logIn(name, password).then(take)}
        {...(onToken && { onToken })}
      />
    );
  const change = (current: string, next: string) => changePassword(who, current, next).then(take);
  if (who.mustChangePassword) return <PasswordForm onGiven={change} />;
  return children({ who, leave: () => void logOut(who).then(ended), ended, changePassword: change });
}
