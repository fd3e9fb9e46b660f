import type { SealedTube } from './registration.js';

/**
 * The text over which a sealed tube's body hash is the SHA-256 (hex): every field in a fixed order, as JSON
 * arrays, so that tablet and server agree without a canonical-JSON library. UTF-8.
 */
export function sealedTubeText(tube: Omit<SealedTube, 'bodyHash'>): string {
  return JSON.stringify([
    tube.id,
    tube.code,
    tube.sweepId,
    tube.sessionId,
    tube.purpose,
    tube.causeTubeId,
    tube.sealedAt,
    tube.members.map(({ identity, name, phone, category, residence, household }) => [
      identity.type,
      identity.number,
      identity.country ?? null,
      identity.guardian
        ? [identity.guardian.type, identity.guardian.number, identity.guardian.country ?? null]
        : null,
      identity.child ? [identity.child.ordinal ?? null, identity.child.name ?? null] : null,
      identity.birthDate ?? null,
      name,
      phone,
      category,
      residence,
      household ?? null,
    ]),
  ]);
}
