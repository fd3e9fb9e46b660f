import type { WhoAmI } from '#lis/contracts';

/** What the server answers to a person: who it is, or why not, as a code. */
export type Told = { who: WhoAmI } | { code: string };

async function tell(path: string, csrf?: string, body?: object): Promise<Told> {
  try {
    const answer = await fetch(path, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(csrf !== undefined && { 'x-sweepwell-csrf': csrf }),
      },
      signal: AbortSignal.timeout(8000),
    });
    const told = (await answer.json()) as WhoAmI & { code: string };
    return answer.ok ? { who: told } : { code: told.code };
  } catch {
    return { code: 'no-connection' };
  }
}

/** The session is in a cookie that this page cannot read: only the server can say who is logged in. */
export const whoAmI = () => tell('/v1/me');
export const logIn = (loginName: string, password: string) =>
  tell('/v1/log-in', undefined, { loginName, password });
export const changePassword = ({ csrf }: WhoAmI, current: string, password: string) =>
  tell('/v1/me/password', csrf, { current, password });
/** Whether people may log in at an identity provider here; not, while nobody can say. */
export async function asksProvider(): Promise<boolean> {
  const answer = await fetch('/v1/log-in', { signal: AbortSignal.timeout(8000) }).catch(() => undefined);
  const told = (await answer?.json().catch(() => undefined)) as { oidc?: boolean } | undefined;
  return answer?.ok === true && told?.oidc === true;
}
let refusal: string | undefined;
/** Takes out of the address why a log-in at the provider came back without one, before anything is shown. */
export function takeRefusalFromAddress(): void {
  const code = new URLSearchParams(location.hash.slice(1)).get('refused');
  if (code === null) return;
  refusal = code;
  history.replaceState(null, '', location.pathname + location.search);
}
/** Its code; undefined: there was none. */
export const refusalOfAddress = (): string | undefined => refusal;
export const logOut = ({ csrf }: WhoAmI) => tell('/v1/me/log-out', csrf, {});
