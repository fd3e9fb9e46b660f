import type { Problem } from '#lis/contracts';
import { ActError } from '../../src/server/act.js';

const patienceMs = 15_000;

/** Saves a file of the server under the name that it gives; what it refuses comes back instead of a broken file. */
export async function fetchFile(path: string): Promise<ActError | undefined> {
  const answer = await fetch(path, { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
  if (!answer) return new ActError('no-connection');
  if (!answer.ok) {
    const { code = 'other', details } = (await answer.json().catch(() => ({}))) as Partial<Problem>;
    return new ActError(code, details);
  }
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name ?? 'plate';
  link.click();
  URL.revokeObjectURL(address);
  return undefined;
}
