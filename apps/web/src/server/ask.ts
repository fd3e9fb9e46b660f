import type { Problem } from '#lis/contracts';
import { unattended } from './attended.js';

/** Why the server did not answer as asked; the page says each in words. */
export type Fault = 'no-connection' | 'busy' | 'token-unknown' | 'not-allowed' | 'not-found' | 'failed';

export class AskError extends Error {
  override name = 'AskError';
  constructor(
    readonly fault: Fault,
    /** why the server refused, when it said so */
    readonly problem: Partial<Problem> = {},
  ) {
    super(fault);
  }
}

const faultOf = (status: number): Fault => {
  if (status === 401) return 'token-unknown';
  if (status === 403) return 'not-allowed';
  if (status === 404) return 'not-found';
  if (status === 429 || status === 503) return 'busy';
  return 'failed';
};

// Longer than any healthy answer: a hung connection becomes "no connection" instead of an old picture.
const patienceMs = 8000;

/** GETs an answer of the API, with a bearer token, or when it is empty with the session's cookie. @throws AskError */
export async function ask<T>(path: string, token: string, signal: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  let response: Response;
  try {
    response = await fetch(path, {
      headers: token === '' ? unattended() : { authorization: `Bearer ${token}` },
      signal: limit,
    });
  } catch {
    throw new AskError('no-connection');
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    throw new AskError(faultOf(response.status), problem);
  }
  try {
    return (await response.json()) as T;
  } catch {
    // cut off on the way, or a page of something in between
    throw new AskError('no-connection');
  }
}

export const faultIn = (error: unknown): Fault => (error instanceof AskError ? error.fault : 'failed');

/** Said once at the top of the page, not by every panel. */
export const concernsWholePage = (fault: Fault): boolean =>
  fault === 'no-connection' || fault === 'busy' || fault === 'failed';
