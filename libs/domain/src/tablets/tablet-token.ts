/** How long an enrolment code may be used, in ms of the machine. */
export const enrolmentCodeMs = 10 * 60_000;
/** How long a nonce may be answered, in ms of the machine. */
export const challengeMs = 60_000;
/** How long a tablet's token serves, in ms of the machine. */
export const tabletTokenMs = 15 * 60_000;
/** How long a revoked tablet may still deliver, into quarantine, what it had sealed; in ms of the machine. */
export const deliveryAfterRevocationMs = 72 * 60 * 60_000;

/**
 * The text that a tablet signs (ECDSA P-256, SHA-256) to get a token. The first line keeps the signature from being
 * one of anything else, the audience from being one for another installation or realm.
 */
export function tokenRequestText(tabletId: number, nonce: string, audience: string): string {
  return `sweepwell tablet token 1\n${tabletId}\n${nonce}\n${audience}`;
}

const clockToleranceMs = 5 * 60_000;

/**
 * Whether a tube says itself that it was sealed when its tablet was out of service; moments in epoch ms of the realm,
 * five minutes are granted to a tablet's clock. Such a tube is kept apart like all of that tablet and marked: it is
 * not refused, for it may stand in a box and only its tablet's clock be wrong (law 3).
 */
export function sealedAfterRevocation(sealedAt: number, revokedAt: number | null | undefined): boolean {
  return revokedAt !== null && revokedAt !== undefined && sealedAt > revokedAt + clockToleranceMs;
}
