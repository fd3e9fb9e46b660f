/** The token of an Authorization header; null when there is none, or it is not one. */
export function bearerOf(header: string | undefined): string | null {
  return /^bearer ([\w.~+/=-]{1,512})$/i.exec(header ?? '')?.[1] ?? null;
}
