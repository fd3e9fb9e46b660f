import type { Problem } from '#lis/contracts';

/** Why the server did not do as asked: its code, and what it says about it. */
export class ActError extends Error {
  override name = 'ActError';
  constructor(
    readonly code: string,
    readonly details: Problem['details'] = {},
  ) {
    super(code);
  }
}

const patienceMs = 15_000;

/** POSTs what a person who is logged in wants done. @throws ActError */
export async function act<T>(path: string, csrf: string, body: object): Promise<T> {
  const answer = await fetch(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-sweepwell-csrf': csrf },
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => {
    throw new ActError('no-connection');
  });
  const told = (await answer.json().catch(() => ({}))) as T & Partial<Problem>;
  if (!answer.ok) throw new ActError(told.code ?? 'other', told.details);
  return told;
}
