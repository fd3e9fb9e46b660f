/** Kinds of documents that a person may be registered with. */
export const IDENTITY_TYPES = [
  'mainland-id',
  'hk-mo-permit',
  'tw-permit',
  'foreign-permanent',
  'passport',
  'none',
  'guardian',
] as const;

export type IdentityType = (typeof IDENTITY_TYPES)[number];
export type DocumentType = Exclude<IdentityType, 'none' | 'guardian'>;

/** Things that are odd about an identity. They go to a task list; none of them refuses a sealed tube (law 3). */
export const IDENTITY_FLAGS = [
  'id-check-failed',
  'id-format-unknown',
  'number-missing',
  'area-unknown',
  'type-differs',
  'birth-date-implausible',
  'birth-date-mismatch',
  'country-missing',
  'country-unknown',
  'guardian-missing',
  'child-unspecified',
] as const;

export type IdentityFlag = (typeof IDENTITY_FLAGS)[number];

/** A document as it was scanned or typed. `country` is the issuing state of a passport, ISO 3166 alpha-3. */
export interface DocumentInput {
  readonly type: DocumentType;
  readonly number: string;
  readonly country?: string | undefined;
}

/**
 * An identity as a tablet sends it.
 * - documents: `number`, for a passport `country`;
 * - `none`: `number` is the person token that the client made (name and phone are kept elsewhere);
 * - `guardian`: a child through the guardian's document; `number` is not read, `child` and `birthDate` tell
 *   siblings apart.
 * `birthDate` is `YYYYMMDD` or `YYYY-MM-DD`.
 */
export interface IdentityInput {
  readonly type: IdentityType;
  readonly number: string;
  readonly country?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly guardian?: DocumentInput | undefined;
  readonly child?: { readonly ordinal?: number | undefined; readonly name?: string | undefined } | undefined;
}

export interface IdentityCheck {
  readonly normalised: string;
  readonly flags: readonly IdentityFlag[];
}
