/** An answer to a request that cannot be served: HTTP status and a code; the pages hold the texts. */
export class Rejection extends Error {
  override name = 'Rejection';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: Record<string, unknown> = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(code);
  }
}
