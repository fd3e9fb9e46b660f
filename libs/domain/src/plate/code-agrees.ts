import type { ControlKind } from './plate-template.js';

/** What was laid out in a well; `control` null: a specimen, a tube's or a blind one, with its code. */
export type LaidOut = { readonly control: ControlKind | null; readonly code: string | null };

/**
 * Whether the code that an instrument gives a well is the layout's (R6: a result is of the tube that stands there). A
 * control has no code of ours: its name must not be a specimen's of the plate, nor begin like another kind of control
 * (`NC`, `PC`, `EC`). `place` undefined: nothing was laid out there, and nothing agrees. `isSpecimen`: whether a code is
 * that of a specimen of the same plate.
 */
export function codeAgrees(
  place: LaidOut | undefined,
  code: string | null,
  isSpecimen: (code: string) => boolean,
): boolean {
  if (place === undefined) return false;
  if (place.control === null) return code !== null && code === place.code;
  if (code === null) return true;
  if (isSpecimen(code)) return false;
  const prefix = /^(NC|PC|EC)(?![A-Z])/i.exec(code)?.[1]?.toUpperCase();
  return prefix === undefined || prefix.charAt(0) === place.control.charAt(0).toUpperCase();
}
