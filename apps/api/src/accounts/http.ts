import { type Context, isLoopback, isSecure, Rejection, writeCookie } from '#lis/platform';

/** What these routes use of the server's request and reply. */
export type Request = {
  headers: { cookie?: string | undefined };
  protocol: string;
  ip: string;
};
export type Reply = {
  header(name: string, value: string): Reply;
  redirect(url: string, status: number): unknown;
};

/** A password never travels in the clear. @throws Rejection 403 https-required */
export function requireHttps(request: Request, { configuration }: Context): void {
  if (!isSecure(request, configuration) && !isLoopback(request.ip))
    throw new Rejection(403, 'https-required');
}

/** Hands the session's token to the browser alone; an empty one takes it back. */
export function setSession(reply: Reply, request: Request, { configuration }: Context, token: string): void {
  reply.header('set-cookie', writeCookie(request, configuration, token)).header('cache-control', 'no-store');
}
