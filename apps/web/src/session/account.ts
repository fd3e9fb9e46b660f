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
export const logOut = ({ csrf }: WhoAmI) => tell('/v1/me/log-out', csrf, {});
