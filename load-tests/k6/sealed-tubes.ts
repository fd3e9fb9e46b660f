import { randomBytes, sha256 } from 'k6/crypto';
import type { Member, SealedTube } from '../../libs/contracts/src/registration.ts';
import { sealedTubeText } from '../../libs/contracts/src/sealed-tube-hash.ts';
import { mod11_2 } from '../../libs/domain/src/check-characters/mod-11-2.ts';
import { mod37_36 } from '../../libs/domain/src/check-characters/mod-37-36.ts';
import { uuidV7 } from '../../libs/domain/src/uuid/uuid-v7.ts';

const bytes = (count: number) => new Uint8Array(randomBytes(count));
const digits = (count: number) => Array.from(bytes(count), (byte) => String(byte % 10)).join('');

export const newId = (at: number): string => uuidV7(at, bytes(10));

/** A code that no other run makes: 17 characters and the check character. */
export function newTubeCode(): string {
  const body =
    `K${Array.from(bytes(8), (byte) => byte.toString(16).padStart(2, '0')).join('')}`.toUpperCase();
  return body + mod37_36(body);
}

/** A person who does not exist: there is no county 3299xx. */
function somebody(residence: string | null): Member {
  const year = 1930 + Math.floor(Math.random() * 80);
  const month = String(1 + Math.floor(Math.random() * 12)).padStart(2, '0');
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, '0');
  const body = `3299${digits(2)}${year}${month}${day}${digits(3)}`;
  return {
    identity: { type: 'mainland-id', number: body + mod11_2(body) },
    name: `演练${digits(4)}`,
    phone: `199${digits(8)}`,
    category: 'general',
    residence,
  };
}

/** A sealed tube as a tablet sends it: UUIDv7, code with check character, hash of its body. */
export function sealTube(of: {
  sweepId: number;
  sessionId: string;
  sealedAt: number;
  people: number;
  residences: readonly string[];
}): SealedTube {
  // a tube is of one queue: mostly one community
  const residence = of.residences[Math.floor(Math.random() * of.residences.length)] ?? null;
  const body = {
    id: newId(of.sealedAt),
    code: newTubeCode(),
    sweepId: of.sweepId,
    sessionId: of.sessionId,
    purpose: 'screening' as const,
    causeTubeId: null,
    sealedAt: new Date(of.sealedAt).toISOString(),
    members: Array.from({ length: of.people }, () => somebody(residence)),
  };
  return { ...body, bodyHash: sha256(sealedTubeText(body), 'hex') };
}
