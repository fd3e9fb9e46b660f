import { createHash } from 'node:crypto';
import { SealedTube, sealedTubeText } from '#lis/contracts';
import {
  checkIdentity,
  checkTubeCode,
  identityKey,
  parseMoment,
  type Realm,
  sealedAfterRevocation,
} from '#lis/domain';
import { type Actor, keyedHash, type KeyRing } from '#lis/platform';

export type PreparedMember = {
  /** hex */
  identityHash: string;
  /** JSON of what is known of the person; sealed before it is stored */
  particulars: string;
  particularsHash: string;
  category: string;
  residence: string | null;
  /** hex of a keyed hash: only whether two members have the same one is ever asked */
  household: string | null;
  flags: string[];
};
/** A tube that can be written: read by the contract, hashed, its identities judged. No I/O has been done. */
export type PreparedTube = {
  actor: Actor;
  tube: SealedTube;
  bodyHash: Buffer;
  code: string;
  sealedAt: number;
  members: PreparedMember[];
  flags: string[];
};
export type Prepared =
  | { kind: 'prepared'; tube: PreparedTube }
  | { kind: 'refused'; tubeId: string | null; code: string; field?: string };

/** Reads one line. Refused is only what is unreadable or of another realm (law 3); the rest becomes flags. */
export function prepareTube(keys: KeyRing, actor: Actor, line: unknown, now: number): Prepared {
  const parsed = SealedTube.safeParse(line);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'refused', tubeId: idOf(line), code: 'unreadable', field: issue?.path.join('.') ?? '' };
  }
  const tube = parsed.data;
  if (tube.sweepId < 0 !== (actor.realm === 'drill')) {
    return { kind: 'refused', tubeId: tube.id, code: 'realm-mixed', field: 'sweepId' };
  }
  const bodyHash = createHash('sha256').update(sealedTubeText(tube)).digest();
  if (bodyHash.toString('hex') !== tube.bodyHash) {
    return { kind: 'refused', tubeId: tube.id, code: 'body-hash-differs', field: 'bodyHash' };
  }
  const checked = checkTubeCode(tube.code);
  const flags = checked.ok ? [] : ['code-check-failed'];
  const sealedAt = parseMoment(tube.sealedAt);
  if (actor.revoked) flags.push('device-revoked');
  if (sealedAfterRevocation(sealedAt, actor.revokedAt)) flags.push('sealed-after-revocation');
  const members = tube.members.map((member) => prepareMember(keys, actor.realm, member, now));
  if (new Set(members.map(({ identityHash }) => identityHash)).size < members.length) {
    flags.push('person-twice-in-tube');
  }
  return {
    kind: 'prepared',
    tube: { actor, tube, bodyHash, code: checked.code, sealedAt, members, flags },
  };
}

function prepareMember(
  keys: KeyRing,
  realm: Realm,
  { identity, name, phone, category, residence, household }: SealedTube['members'][number],
  now: number,
): PreparedMember {
  const { normalised, flags } = checkIdentity(identity, now);
  const particulars = JSON.stringify({ ...identity, name, phone });
  // without a usable identity the particulars themselves are the person's only name
  const key = identityKey(identity) ?? `unidentified:${normalised}:${particulars}`;
  return {
    identityHash: keyedHash(keys, realm, `identity\n${key}`),
    particulars,
    particularsHash: keyedHash(keys, realm, `particulars\n${particulars}`),
    category,
    residence,
    household: household === undefined ? null : keyedHash(keys, realm, `household\n${household}`),
    flags: [...flags],
  };
}

function idOf(line: unknown): string | null {
  const id = typeof line === 'object' && line !== null && 'id' in line ? line.id : null;
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? id : null;
}
