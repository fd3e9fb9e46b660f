import { type Context, isLoopback, isSecure, Rejection, writeCookie } from '#lis/platform';

/** What these routes use of the server's request and reply. */
export type Request = {
  headers: { cookie?: string | undefined; accept?: string | undefined };
  protocol: string;
  ip: string;
};
export type Reply = {
  header(name: string, value: string): Reply;
  redirect(url: string, status: number): unknown;
};

/**
 * A person in a browser who is refused is led back to the log-in, which says the code in words; it stands in the
 * fragment, which no server sees. Programs get the problem itself.
 * @throws what is not a Rejection, and everything when no page was asked for
 */
export function tellInPage(request: Request, reply: Reply, error: unknown): unknown {
  if (!(error instanceof Rejection) || !request.headers.accept?.includes('text/html')) throw error;
  return reply.header('cache-control', 'no-store').redirect(`/#refused=${error.code}`, 302);
}

/** A password never travels in the clear. @throws Rejection 403 https-required */
export function requireHttps(request: Request, { configuration }: Context): void {
  if (!isSecure(request, configuration) && !isLoopback(request.ip))
    throw new Rejection(403, 'https-required');
}

/** Hands the session's token to the browser alone; an empty one takes it back. */
export function setSession(reply: Reply, request: Request, { configuration }: Context, token: string): void {
  reply.header('set-cookie', writeCookie(request, configuration, token)).header('cache-control', 'no-store');
}
