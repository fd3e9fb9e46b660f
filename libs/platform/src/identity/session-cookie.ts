import { fastifyCookie as cookies } from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '../configuration.js';

/** Makes cookies known to a server; without a hook, so that requests with bearer tokens pay nothing. */
export async function knowCookies(app: NestFastifyApplication): Promise<void> {
  await app.register(cookies, { hook: false });
}

type Request = { headers: { cookie?: string | undefined }; protocol?: string; ip: string };
type Settings = Pick<Configuration, 'publicUrl'>;

/** Whether the browser came over HTTPS, to this process or to what stands before it. */
export const isSecure = ({ protocol }: Pick<Request, 'protocol'>, { publicUrl }: Settings) =>
  protocol === 'https' || publicUrl?.startsWith('https:') === true;

/** Plain HTTP is for the machine itself only. */
export const isLoopback = (ip: string) => /^(::ffff:)?127\.|^::1$/.test(ip);

/** Over HTTPS a name that browsers accept from this host alone, for all of its paths. */
const nameOf = (secure: boolean, name: string) => (secure ? `__Host-${name}` : name);

export const sessionCookie = 'sweepwell';

/** The value of our cookie `name`, or undefined. */
export function readCookie(request: Request, settings: Settings, name = sessionCookie): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : cookies.parse(cookie)[nameOf(isSecure(request, settings), name)];
}

/** A `set-cookie` header; an empty value removes the cookie. `maxAge` in seconds; none: until the browser closes. */
export function writeCookie(
  request: Request,
  settings: Settings,
  value: string,
  options: { name?: string; sameSite?: 'strict' | 'lax'; maxAge?: number } = {},
): string {
  const { name = sessionCookie, sameSite = 'strict', maxAge = -1 } = options;
  const secure = isSecure(request, settings);
  const age = value === '' ? 0 : maxAge;
  return cookies.serialize(nameOf(secure, name), value, {
    ...{ path: '/', httpOnly: true, sameSite, secure },
    ...(age >= 0 && { maxAge: age }),
  });
}
