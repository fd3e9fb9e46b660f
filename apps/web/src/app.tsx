import { useState } from 'react';
import { OfficialsPage } from './officials/officials-page.js';
import { Token } from './server/queries.js';
import { AccountPage } from './session/account-page.js';
import { forgetToken, keepToken, readToken } from './session/token.js';
import { TokenForm } from './session/token-form.js';

/** With a token the dashboard; without one a person logs in, or gives a token after all. */
export function App() {
  const [token, setToken] = useState(readToken);
  const [refused, setRefused] = useState(false);
  const [asksToken, setAsksToken] = useState(false);
  if (token === null && !asksToken && !refused) return <AccountPage onToken={() => setAsksToken(true)} />;
  if (token === null) {
    return (
      <TokenForm
        refused={refused}
        onToken={(given) => {
          keepToken(given);
          setToken(given);
        }}
      />
    );
  }
  const leave = (wasRefused: boolean) => {
    forgetToken();
    setRefused(wasRefused);
    setToken(null);
    setAsksToken(false);
  };
  return (
    <Token value={token}>
      <OfficialsPage onLeave={() => leave(false)} onTokenRefused={() => leave(true)} />
    </Token>
  );
}
