import { checkIdentity, checkTubeCode } from '#lis/domain';

/** What one scanner's reading is: the kind decides, so that one field takes everything. `now` in epoch ms. */
export type Scan = { kind: 'person'; number: string } | { kind: 'tube'; code: string } | { kind: 'unknown' };

export function readScan(text: string, now: number): Scan {
  const number = text.trim().toUpperCase();
  if (/^\d{17}[\dX]$/.test(number)) {
    if (checkIdentity({ type: 'mainland-id', number }, now).flags.length === 0)
      return { kind: 'person', number };
  }
  const { ok, code } = checkTubeCode(text);
  return ok ? { kind: 'tube', code } : { kind: 'unknown' };
}
