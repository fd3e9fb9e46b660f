import { z } from 'zod';
import { ScannedCode, SignedId, text } from './scalars.js';
import { IdentifiedBy, LocalPort, ProfileReference } from './sender-profiles.js';

/** An address or a net (CIDR) that it sends from. */
const Net = text(60);
/** `law-push`: plates' worklists are sent to it unasked; `port` is where it listens for orders, null: over its own connection. */
const Orders = z.strictObject({
  mode: z.enum(['none', 'ask-only', 'law-push']),
  port: z.strictObject({ address: text(60), port: z.int().min(1).max(65_535) }).nullable(),
});

export const CreateInstrumentsRequest = z.strictObject({
  instruments: z
    .array(
      z.strictObject({
        laboratoryCode: ScannedCode,
        serial: text(60).min(1),
        /** MSH-3 and MSH-4 as it sends them; both empty for one that sends none */
        sendingApplication: text(60),
        sendingFacility: text(60),
        allowedAddress: Net.default('127.0.0.1'),
        /** of its client certificate; it then comes over TLS only. Given for a known serial: a new certificate */
        certificateSha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
        /** how it speaks; not given: `generic@1`. Of a known serial it is assigned, not entered again */
        profile: ProfileReference.optional(),
        /** not given: as the profile says */
        identifiedBy: IdentifiedBy.optional(),
        /** the gateway's port that it comes to; null: any */
        localPort: LocalPort.optional(),
        /** Given for a known serial: replaces what stood there. */
        orders: Orders.optional(),
      }),
    )
    .min(1)
    .max(1000),
});

/** What is given replaces what stood there: names as they stand in MSH-3 and MSH-4, and where it sends from. */
export const ChangeInstrumentRequest = z
  .strictObject({
    instrumentId: SignedId,
    sendingApplication: text(60).optional(),
    sendingFacility: text(60).optional(),
    allowedAddress: Net.optional(),
  })
  .refine(({ instrumentId: _id, ...given }) => Object.keys(given).length > 0, 'changes nothing');

/** One instrument as it is entered, and how it is heard. */
export const InstrumentView = z.object({
  id: SignedId,
  serial: z.string(),
  laboratoryCode: z.string(),
  laboratoryName: z.string(),
  sendingApplication: z.string(),
  sendingFacility: z.string(),
  allowedAddress: z.string(),
  profile: z.object({ id: z.string(), version: z.int() }),
  identifiedBy: IdentifiedBy,
  localPort: LocalPort,
  orders: Orders,
  /** it comes with a certificate of its own */
  hasCertificate: z.boolean(),
  /** of that certificate, as it was seen at its last connection; null before */
  certificateEndsAt: z.string().nullable(),
  /** null: never heard */
  lastContactAt: z.string().nullable(),
  /** how long it may be silent by its own habit, ms */
  usualSilenceMs: z.number(),
  /** since when it is silent beyond that while plates wait; null: it is not */
  silentSince: z.string().nullable(),
});
export const InstrumentsAnswer = z.object({ instruments: z.array(InstrumentView) });
