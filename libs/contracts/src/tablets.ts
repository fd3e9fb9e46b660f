import { z } from 'zod';
import { ScannedCode, SignedId, text } from './scalars.js';

/** An administrator's wish to enrol one tablet at a site. */
export const IssueTabletCodeRequest = z.strictObject({ siteCode: ScannedCode });
export const IssueTabletCodeAnswer = z.object({
  code: z.string(),
  /** path and fragment for the tablet's browser; the code is in the fragment, which no server and no log sees */
  address: z.string(),
  /** until when it serves, by the machine's clock */
  expiresAt: z.string(),
});

/** `origin`: how tablets call this installation, `https://…`; null when its settings do not say so. */
export const TabletEntrance = z.object({ origin: z.string().nullable() });

/** 32 bytes, base64url */
const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A public ECDSA P-256 key as WebCrypto exports it; a private part is refused. */
export const TabletPublicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
});
/** The site comes from the code alone (R6). */
export const EnrolTabletRequest = z.strictObject({
  code: text(60).min(1),
  publicKey: TabletPublicKey,
  name: text(80).min(1),
});
export const EnrolTabletAnswer = z.object({
  tabletId: SignedId,
  /** what the tablet signs its requests for tokens for; kept by the tablet, never asked for again */
  audience: z.string(),
});

export const TabletChallengeRequest = z.strictObject({ tabletId: SignedId });
export const TabletChallengeAnswer = z.object({ nonce: z.string() });
export const TabletTokenRequest = z.strictObject({
  tabletId: SignedId,
  nonce: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** of `tokenRequestText`: ECDSA P-256 with SHA-256, r and s of 32 bytes each, base64url */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export const TabletTokenAnswer = z.object({ token: z.string(), expiresInSeconds: z.int() });

export const RevokeTabletRequest = z.strictObject({ tabletId: SignedId });
export const RevokeTabletAnswer = z.object({ outcome: z.enum(['revoked', 'replayed']) });

export const TabletState = z.enum(['enrolled', 'in-use', 'revoked']);
export const Tablets = z.object({
  tablets: z.array(
    z.object({
      tabletId: SignedId,
      name: z.string(),
      state: TabletState,
      enrolledAt: z.string(),
      lastContactAt: z.string().nullable(),
      /** tubes sealed and not acknowledged, by its own count at the last contact; null: it never said */
      unsent: z.int().nullable(),
      revokedAt: z.string().nullable(),
    }),
  ),
});

/** What a tablet must know before it goes off-line. */
export const TabletSelf = z.object({
  tabletId: SignedId,
  realm: z.enum(['real', 'drill']),
  site: z.object({ id: SignedId, code: z.string(), name: z.string(), jurisdictionCode: z.string() }),
  sweeps: z.array(
    z.object({
      id: SignedId,
      name: z.string(),
      startsAt: z.string(),
      deadline: z.string(),
      /** people of one tube under the policy in force; 0: none is set */
      poolSize: z.int(),
    }),
  ),
  /** the realm's clock, for a look at the tablet's own */
  now: z.string(),
});

export type TabletSelf = z.infer<typeof TabletSelf>;
export type Tablets = z.infer<typeof Tablets>;
export type EnrolTabletAnswer = z.infer<typeof EnrolTabletAnswer>;
