import { z } from 'zod';
import { SignedId, text } from './scalars.js';

/** How a recipient is reached and what it reads. */
export const Destination = z.strictObject({
  url: z.url({ protocol: /^(https?|mllps?)$/ }).max(1000),
  kinds: z.array(z.enum(['abnormal-tube', 'retest', 'correction', 'negative-feed'])).min(1),
  /** ours as JSON, HL7 2.5.1 ELR, or FHIR R4; chosen once for a recipient */
  format: z.enum(['json', 'elr', 'fhir']).default('json'),
  /** MSH-5 and MSH-6 of ELR, `name` or `name^universal id^type` (HD); chosen once */
  receivingApplication: text(180).default(''),
  receivingFacility: text(180).default(''),
  /** PEM of the authority of its TLS certificate, when the system does not know it */
  certificateAuthority: text(20_000)
    .regex(/^-----BEGIN CERTIFICATE-----/)
    .optional(),
});

type Issues = { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void };

/** What a schema of single fields cannot say: which addresses, formats and kinds go together. */
export function checkDestination(given: z.infer<typeof Destination>, issues: Issues): void {
  const refuse = (path: string, message: string) =>
    issues.addIssue({ code: 'custom', path: [path], message });
  if (!URL.canParse(given.url)) return;
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(given.url);
  // addresses are shown and logged: a secret has no place in them
  if (username !== '' || password !== '') refuse('url', 'holds a name or a password');
  if (!/^mllps?:$/.test(protocol)) return;
  if (!/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/i.test(hostname)) refuse('url', 'host of MLLP');
  if (port === '' || port === '0') refuse('url', 'port of MLLP');
  if (pathname.replace('/', '') !== '' || search !== '' || hash !== '')
    refuse('url', 'more than host and port');
  if (given.format !== 'elr') refuse('format', 'only ELR goes over MLLP');
  if (given.kinds.includes('negative-feed')) refuse('kinds', 'a feed needs a receipt with a count');
}

export const RotateRecipientSecretRequest = z.strictObject({ recipientId: SignedId });
/** The secret is shown this once (Standard Webhooks, `whsec_` and base64); the one before stays valid. */
export const RotateRecipientSecretAnswer = z.object({ number: z.int(), secret: z.string() });
