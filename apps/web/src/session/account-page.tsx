import type { WhoAmI } from '#lis/contracts';
import { useEffect, useState } from 'react';
import { OfficialsPage } from '../officials/officials-page.js';
import { Token } from '../server/queries.js';
import { useLanguage } from '../texts/language.js';
import { changePassword, logIn, logOut, type Told, whoAmI } from './account.js';
import { PasswordForm } from './gate.js';
import { LogInForm } from './log-in-form.js';

/** The page of a person who logs in: the question for name and password, then for a new one, then the dashboard. */
export function AccountPage({ onToken }: { onToken: () => void }) {
  const { texts } = useLanguage();
  // undefined: not asked yet
  const [who, setWho] = useState<WhoAmI | null>();
  const take = (told: Told): string | undefined => {
    if (!('who' in told)) return told.code;
    setWho(told.who);
    return undefined;
  };
  useEffect(() => {
    void whoAmI().then((told) => setWho('who' in told ? told.who : null));
  }, []);
  if (who === undefined) return <p className="muted">{texts.loading}</p>;
  if (who === null)
    return <LogInForm onGiven={(name, password) => logIn(name, password).then(take)} onToken={onToken} />;
  if (who.mustChangePassword)
    return <PasswordForm onGiven={(current, next) => changePassword(who, current, next).then(take)} />;
  return (
    <Token value="">
      <OfficialsPage
        who={`${who.name} · ${who.role}`}
        onLeave={() => void logOut(who).then(() => setWho(null))}
        onTokenRefused={() => setWho(null)}
      />
    </Token>
  );
}
