import { z } from 'zod';
import { parameter, ScannedCode, SignedId, text } from './scalars.js';

/** Small letters, digits and `._-`; the same in both realms. */
const LoginName = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
/** Bounded, so that hashing is; as typed, never normalised. */
const Password = text(200).min(1);

const Scope = {
  siteCode: ScannedCode.optional(),
  laboratoryCode: ScannedCode.optional(),
  jurisdictionCode: text(20).optional(),
};

const AccountRole = z.enum(['site', 'technician', 'verifier', 'official', 'administrator', 'auditor']);

/** The scope that the role requires, and no other. The realm is the administrator's own. */
export const CreateAccountRequest = z.strictObject({
  loginName: LoginName,
  name: text(200).min(1),
  role: AccountRole,
  ...Scope,
});
/** Role and scope of another's account, both anew: what is not given is taken away. */
export const ChangeRoleRequest = z.strictObject({ accountId: SignedId, role: AccountRole, ...Scope });
/** Moments are the machine's. */
export const Accounts = z.object({
  accounts: z.array(
    z.object({
      accountId: SignedId,
      loginName: z.string(),
      name: z.string(),
      role: AccountRole,
      siteCode: z.string().nullable(),
      laboratoryCode: z.string().nullable(),
      jurisdictionCode: z.string().nullable(),
      mustChangePassword: z.boolean(),
      locked: z.boolean(),
      disabled: z.boolean(),
      linked: z.boolean(),
      /** null: never */
      lastLogInAt: z.string().nullable(),
    }),
  ),
});
/** Open ones. `own`: the one that asks. */
export const Sessions = z.object({
  sessions: z.array(
    z.object({
      sessionId: z.uuid(),
      method: z.enum(['password', 'oidc']),
      origin: z.string(),
      own: z.boolean(),
      openedAt: z.string(),
      lastSeenAt: z.string(),
      endsAt: z.string(),
    }),
  ),
});
/** The password is shown once, and must be changed at the first log-in. */
export const InitialPassword = z.object({ accountId: SignedId, initialPassword: z.string() });
export const AccountRequest = z.strictObject({ accountId: SignedId });
export const AccountQuery = z.strictObject({ accountId: parameter(SignedId) });
/** `issuer` and `subject` as the identity provider's tokens say them. */
export const LinkAccountRequest = z.strictObject({
  accountId: SignedId,
  issuer: text(500).min(1),
  subject: text(255).min(1),
});
export const RevokeAccountSessionRequest = z.strictObject({ accountId: SignedId, sessionId: z.uuid() });

/** How people may log in here, besides with a password. */
export const LogInWays = z.object({ oidc: z.boolean() });
export const LogInRequest = z.strictObject({ loginName: text(200), password: Password });
export const ChangePasswordRequest = z.strictObject({ current: Password, password: Password });
export const RevokeSessionRequest = z.strictObject({ sessionId: z.uuid() });
/** `csrf` goes into the header `x-sweepwell-csrf` of every request but GET. */
export const WhoAmI = z.object({
  accountId: SignedId,
  loginName: z.string(),
  name: z.string(),
  role: z.string(),
  realm: z.enum(['real', 'drill']),
  mustChangePassword: z.boolean(),
  csrf: z.string(),
});

/** A key of an integrator: at most a year, and no permission that its role does not have. */
export const IssueKeyRequest = z.strictObject({
  name: text(200).min(1),
  role: z.enum(['site', 'courier', 'technician', 'official', 'administrator', 'auditor', 'authority']),
  scopes: z.array(z.string().max(60)).min(1).max(100),
  validDays: z.int().min(1).max(365),
  ...Scope,
});
export const IssueKeyAnswer = z.object({ keyId: SignedId, key: z.string(), expiresAt: z.string() });
export const RevokeKeyRequest = z.strictObject({ keyId: SignedId });
export const Keys = z.object({
  keys: z.array(
    z.object({
      keyId: SignedId,
      name: z.string(),
      role: z.string(),
      scopes: z.array(z.string()),
      issuedAt: z.string(),
      expiresAt: z.string(),
      /** to the minute; null: never */
      lastUsedAt: z.string().nullable(),
      revokedAt: z.string().nullable(),
    }),
  ),
});

export type CreateAccountRequest = z.infer<typeof CreateAccountRequest>;
export type ChangeRoleRequest = z.infer<typeof ChangeRoleRequest>;
export type IssueKeyRequest = z.infer<typeof IssueKeyRequest>;
export type WhoAmI = z.infer<typeof WhoAmI>;
