import { useState } from 'react';
import { OfficialsPage } from './officials/officials-page.js';
import { Token } from './server/queries.js';
import { forgetToken, keepToken, readToken } from './session/token.js';
import { TokenForm } from './session/token-form.js';

/** With a token the dashboard, without one the question for it. */
export function App() {
  const [token, setToken] = useState(readToken);
  const [refused, setRefused] = useState(false);
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
  };
  return (
    <Token value={token}>
      <OfficialsPage onLeave={() => leave(false)} onTokenRefused={() => leave(true)} />
    </Token>
  );
}
