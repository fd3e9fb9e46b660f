import { createHash } from 'node:crypto';
import { makeTubeCode, uuidV7 } from '#lis/domain';
import { draws, mix } from './chance.js';
import { hasWrongLabel } from './oddities.js';

const DIGITS = 8;

/**
 * Labels and ids of one sweep. Codes are unique for ever, so they begin with the sweep's number: a second drill
 * of the same city has other labels on the same people.
 */
export type Labels = { prefix: string; idSeed: number };

export function labelsOf(seed: number, sweepId: number): Labels {
  const number = Math.abs(sweepId);
  return {
    prefix: `D${number.toString(36).toUpperCase().padStart(3, '0')}`,
    idSeed: mix(seed, number, draws.uuid),
  };
}

export function tubeCode({ prefix }: Labels, serial: number): string {
  const code = makeTubeCode(prefix, serial, DIGITS);
  return hasWrongLabel(serial) ? code.slice(0, -1) + (code.endsWith('Z') ? 'Y' : 'Z') : code;
}

/** The serial number on a label of this sweep; -1 for another's. */
export function serialOf({ prefix }: Labels, code: string): number {
  if (!code.startsWith(prefix) || code.length !== prefix.length + DIGITS + 1) return -1;
  return Number(code.slice(prefix.length, -1));
}

const bytes = new Uint8Array(10);

/** A tube's UUIDv7, always the same for the same tube of the same sweep. */
export function tubeId({ idSeed }: Labels, serial: number, atMs: number): string {
  for (let word = 0; word < 3; word += 1) {
    const value = mix(idSeed, serial, draws.uuid + word);
    for (let byte = 0; byte < 4 && word * 4 + byte < 10; byte += 1)
      bytes[word * 4 + byte] = value >>> (byte * 8);
  }
  return uuidV7(atMs, bytes);
}

/** A UUIDv7 for anything else that the simulator names: a session, a box, a plate. */
export function namedId({ idSeed }: Labels, name: string, atMs: number): string {
  return uuidV7(atMs, createHash('sha256').update(`${idSeed} ${name}`).digest().subarray(0, 10));
}
