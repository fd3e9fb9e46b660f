const key = 'sweepwell.token';

/**
 * The bearer token comes in the address's fragment, which no server and no log sees. It is moved to this tab's
 * storage and taken out of the address bar, so that a copied address or a screenshot gives nothing away.
 */
export function takeTokenFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!given) return;
  sessionStorage.setItem(key, given);
  history.replaceState(null, '', location.pathname + location.search);
}

export const readToken = (): string | null => sessionStorage.getItem(key);
export const keepToken = (token: string): void => sessionStorage.setItem(key, token);
export const forgetToken = (): void => sessionStorage.removeItem(key);
